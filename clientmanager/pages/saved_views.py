"""The views that a person keeps of a page: a menu of links, and the sheet that asks for a name."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, text_button
from clientmanager.components.form import form_error, form_field
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.menu import menu, menu_item
from clientmanager.components.sheet import sheet
from clientmanager.state.saved_views import SavedViews

MENU = "saved-views"


def saved_views() -> rx.Component:
    """The menu; it is filled when it opens."""
    views: Any = SavedViews.views
    return menu(
        MENU,
        text_button("Views", icon="bookmark", after="chevron-down", opens=MENU, on_click=SavedViews.open_menu),
        rx.cond(
            views.length() > 0,
            rx.fragment(rx.foreach(views, _view), rx.el.hr()),
            rx.cond(
                SavedViews.fetched,
                rx.el.p("Keep the filters of this page under a name, to find them again.", class_name="cm-menu-label"),
            ),
        ),
        menu_item("Keep this view…", icon="plus", on_click=SavedViews.start, data_action="keep view"),
        label="Views",
    )


def _view(view: Any) -> rx.Component:
    return rx.el.div(
        link(
            rx.cond(view.here, icon("check"), rx.el.span(class_name="cm-icon")),
            rx.el.span(view.name),
            href=view.address,
            # The router may think that it is there already: a filter changes the address without it.
            replace=False,
            class_name="cm-menu-item",
            aria_current=rx.cond(view.here, "page", rx.Var("undefined")),
        ),
        _small("pencil", f"Rename {view.name}", "Rename this view", SavedViews.start_renaming(view.id)),
        _small("x", f"Drop {view.name}", "Drop this view", SavedViews.drop(view.id)),
        class_name="cm-saved-view",
        key=view.id,
    )


def _small(name: str, label: Any, title: str, event: Any) -> rx.Component:
    return rx.el.button(
        icon(name), type="button", class_name="cm-card-more", aria_label=label, title=title, on_click=event
    )


def view_sheet() -> rx.Component:
    errors: Any = SavedViews.form_errors
    view: Any = SavedViews.renamed
    renaming = view.id != ""
    return sheet(
        rx.cond(renaming, "Rename this view", "Keep this view"),
        form_error(errors.get("form", "")),
        form_field(
            "Name",
            "view_name",
            value=view.name,
            hint=rx.cond(
                renaming,
                "What it shows stays as it is.",
                "The filters and the order are kept, not what they find. A name that you have already is replaced.",
            ),
            error=errors.get("name", ""),
            auto_complete="off",
            max_length=60,
        ),
        open=SavedViews.opened,
        on_open_change=SavedViews.show,
        on_submit=SavedViews.keep,
        foot=(filled_button(rx.cond(renaming, "Rename", "Keep"), type="submit"),),
    )
