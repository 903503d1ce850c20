"""Choosing on the list of clients: the boxes, the bar with what can be done, the sheet before it, the exports."""

from typing import Any

import reflex as rx

from clientmanager.components.bulk_bar import bulk_action, bulk_bar, bulk_progress
from clientmanager.components.button import filled_button, outline_button, text_button
from clientmanager.components.form import form_error, form_field
from clientmanager.components.menu import menu, menu_item
from clientmanager.components.plain_form import plain_form
from clientmanager.components.sheet import sheet
from clientmanager.components.table import checkbox
from clientmanager.pages.frame import may
from clientmanager.state.client_bulk import ClientBulk
from clientmanager.state.client_choice import ClientChoice
from clientmanager.state.client_list import ClientList

STATUSES = ["prospect", "active", "dormant", "former"]
FORMATS = [("xlsx", "Excel"), ("csv", "CSV")]


def is_chosen(client: Any) -> Any:
    ticked: Any = ClientChoice.ticked
    return rx.match(
        ClientChoice.choosing,
        ("all", ~ticked.contains(client.id)),
        ("some", ticked.contains(client.id)),
        False,
    )


def choosing_head() -> rx.Component:
    """The box over the rows: all of this page, none, or mixed."""
    mixed = rx.Var(f"(box) => {{ if (box) box.indeterminate = {ClientChoice.page_chosen == 'some'}; }}")
    box = checkbox(
        "Choose all on this page",
        checked=ClientChoice.page_chosen == "all",
        on_change=ClientChoice.choose_page,
        custom_attrs={"ref": mixed},
    )
    return _for_changing(rx.el.th(box, scope="col"))


def choosing_cell(client: Any) -> rx.Component:
    box = checkbox(
        f"Choose {client.name}",
        checked=is_chosen(client),
        on_click=lambda event: ClientChoice.choose(client.id, event.shift_key),
    )
    return _for_changing(rx.el.td(box, class_name="cm-middle"))


def _for_changing(cell: rx.Component) -> rx.Component:
    """Whoever may do nothing with many clients chooses none."""
    return may("edit clients", cell)


def export_menu() -> rx.Component:
    """Everyone that the list finds, as a file."""
    return may(
        "export clients",
        menu(
            "export-menu",
            text_button(
                rx.cond(ClientList.counted, f"Export {ClientChoice.found_words}", "Export"), opens="export-menu"
            ),
            *(
                menu_item(
                    words,
                    href=f"/clients/export.{form}?{ClientList.query}",
                    file=True,
                    custom_attrs={"data-action": f"export {form}"},
                )
                for form, words in FORMATS
            ),
            label="Export",
        ),
    )


def choice_bar() -> rx.Component:
    return rx.cond(
        ClientBulk.under_way != "",
        bulk_progress("Changing", ClientBulk.under_way),
        rx.cond(
            ClientChoice.choosing != "",
            bulk_bar(
                ClientChoice.many_words,
                may("edit clients", *_changes()),
                may("export clients", bulk_action("Export", icon_name="", wide=True, opens="bulk-export"), _export()),
                may("archive clients", _archive(bulk_action, icon_name="", wide=True)),
                may("export clients", _more()),
                all_words=ClientChoice.all_words,
                on_all=ClientChoice.choose_all,
                on_clear=ClientChoice.clear,
            ),
        ),
    )


def change_sheet() -> rx.Component:
    """What would change, from what to what; then it is done."""
    seen, offers = ClientBulk.preview, ClientBulk.offers
    words: Any = rx.cond(ClientBulk.kind == "category", offers.categories, offers.tags)
    return sheet(
        ClientBulk.title,
        form_error(ClientBulk.form_errors.get("form", "")),
        rx.cond(
            ClientBulk.types,
            rx.fragment(
                form_field(
                    rx.cond(ClientBulk.kind == "category", "Category", "Tag"),
                    "value",
                    error=ClientBulk.form_errors.get("value", ""),
                    on_change=ClientBulk.type_word,
                    auto_complete="off",
                    list="bulk-words",
                ),
                rx.el.datalist(rx.foreach(words, lambda word: rx.el.option(value=word)), id="bulk-words"),
            ),
        ),
        rx.cond(
            seen.sentence != "",
            rx.el.div(
                rx.el.p(seen.sentence, class_name="cm-strong"),
                rx.foreach(seen.unchanged, lambda words: rx.el.p(words, class_name="cm-quiet")),
                role="status",
            ),
        ),
        rx.cond(
            seen.examples,
            rx.el.ul(
                rx.foreach(seen.examples, _example),
                rx.cond(seen.more != "", rx.el.li(seen.more, class_name="cm-quiet")),
                class_name="cm-changes",
            ),
        ),
        open=ClientBulk.opened,
        on_open_change=ClientBulk.show_sheet,
        on_submit=ClientBulk.confirm,
        foot=(
            outline_button("Cancel", on_click=ClientBulk.show_sheet(False)),
            filled_button(
                rx.cond(seen.changing > 0, seen.button, "Change"), type="submit", disabled=seen.changing == 0
            ),
        ),
    )


def _example(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.name, class_name="cm-strong"),
        rx.el.span(rx.cond(one.before != "", rx.fragment(one.before, " → "), ""), one.after, class_name="cm-quiet"),
        key=one.name,
    )


def _changes() -> list[rx.Component]:
    offers = ClientBulk.offers
    return [
        menu(
            "bulk-adviser",
            bulk_action("Adviser", opens="bulk-adviser", on_click=ClientBulk.offer),
            rx.foreach(offers.advisers, lambda one: _item(one[1], "adviser", one[0])),
            label="Adviser",
        ),
        menu(
            "bulk-status",
            bulk_action("Status", opens="bulk-status"),
            *(_item(status.capitalize(), "status", status) for status in STATUSES),
            label="Status",
        ),
        menu(
            "bulk-category",
            bulk_action("Category", opens="bulk-category", on_click=ClientBulk.offer),
            rx.foreach(offers.categories, lambda one: _item(one, "category", one)),
            _item("No category", "category", ""),
            menu_item("Another…", on_click=ClientBulk.ask("category")),
            label="Category",
        ),
        menu(
            "bulk-tags",
            bulk_action("Tags", opens="bulk-tags"),
            menu_item("Add a tag…", on_click=ClientBulk.ask("tag")),
            menu_item("Remove a tag…", on_click=ClientBulk.ask("untag")),
            label="Tags",
        ),
    ]


def _item(words: Any, kind: str, value: Any) -> rx.Component:
    return menu_item(words, on_click=ClientBulk.start(kind, value))


def _archive(make: Any, **props: Any) -> rx.Component:
    return rx.cond(
        ClientList.archived,
        make("Bring back…", on_click=ClientBulk.start("bring back", ""), **props),
        make("Archive…", on_click=ClientBulk.start("archive", ""), **props),
    )


def _export() -> rx.Component:
    return rx.el.div(
        _export_form(),
        id="bulk-export",
        class_name="cm-menu",
        role="group",
        aria_label="Export",
        custom_attrs={"popover": "auto"},
    )


def _more() -> rx.Component:
    """What the bar has no room for on narrow windows."""
    return rx.el.div(
        bulk_action("⋯", icon_name="", opens="bulk-more", aria_label="More"),
        rx.el.div(
            may("export clients", _export_form()),
            may("archive clients", _archive(menu_item)),
            id="bulk-more",
            class_name="cm-menu",
            role="group",
            aria_label="More",
            custom_attrs={"popover": "auto"},
        ),
        class_name="cm-narrow",
    )


def _export_form() -> rx.Component:
    """Sent by the browser itself: the file comes, and the page stays."""
    ticked: Any = ClientChoice.ticked
    return plain_form(
        rx.el.input(type="hidden", name="ids", value=ticked.join(" ")),
        rx.cond(ClientChoice.choosing == "all", rx.el.input(type="hidden", name="query", value=ClientList.query)),
        *(
            rx.el.button(
                f"Export as {words}",
                type="submit",
                class_name="cm-menu-item",
                custom_attrs={"formAction": f"/clients/export.{form}"},
            )
            for form, words in FORMATS
        ),
        action="/clients/export.csv",
    )
