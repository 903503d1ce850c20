"""The locked versions of a record of advice: their papers, when each was given to the client, and who signed it."""

from typing import Any

import reflex as rx

from clientmanager.components.button import actions, filled_button, outline_button
from clientmanager.components.form import form_error, form_field, select
from clientmanager.components.icon import icon
from clientmanager.components.link import file_link
from clientmanager.components.record import section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.signature_pad import SignaturePad
from clientmanager.pages.frame import may
from clientmanager.state.advice import AdviceRecord, AdviceSigning

RECORD: Any = AdviceRecord.record
ERRORS: Any = AdviceSigning.form_errors


def versions() -> rx.Component:
    """Nothing until one is locked."""
    return rx.cond(
        RECORD.versions,
        rx.fragment(
            section_head("Locked versions"),
            rx.el.ol(rx.foreach(RECORD.versions, _version), class_name="cm-advice-versions"),
        ),
    )


def _version(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3("Version ", one.number),
            rx.el.span("Locked ", one.locked, " by ", one.locked_by, class_name="cm-quiet cm-small"),
        ),
        rx.el.ul(
            rx.foreach(one.deliveries, _delivery),
            rx.foreach(one.signatures, _signature),
            rx.cond(one.deliveries.length() == 0, rx.el.li("Not given to the client yet", class_name="cm-quiet")),
            rx.cond(one.signatures.length() == 0, rx.el.li("Not signed yet", class_name="cm-quiet")),
        ),
        actions(
            outline_button("Paper", icon="download", href=f"/clients/advice/papers/{one.id}", file=True,
                           aria_label=f"Download the paper of version {one.number}"),
            may(
                "write advice",
                outline_button("Record that it was given", on_click=AdviceSigning.record_delivery(one.id, one.number)),
                outline_button("Sign", icon="pencil", on_click=AdviceSigning.record_signature(one.id, one.number)),
            ),
        ),
        key=one.id,
    )  # fmt: skip


def _delivery(one: Any) -> rx.Component:
    return rx.el.li(
        icon("check"),
        rx.el.div(
            rx.el.div(one.how, ", ", one.day),
            rx.el.div(
                "Written down by ", one.who, rx.cond(one.note != "", rx.fragment(": ", rx.el.bdi(one.note))),
                class_name="cm-quiet cm-small",
            ),
        ),
        key=one.id,
    )  # fmt: skip


def _signature(one: Any) -> rx.Component:
    href = f"/clients/advice/signatures/{one.id}"
    return rx.el.li(
        icon("check"),
        rx.el.div(
            file_link(
                "Signed by ", rx.el.bdi(one.name), href=href, class_name="cm-link", target="_blank", rel="noopener"
            ),
            rx.el.div(one.how, " · ", one.at, " · ", one.who, class_name="cm-quiet cm-small"),
        ),
        key=one.id,
    )


def signing_sheets() -> tuple[rx.Component, rx.Component]:
    number = AdviceSigning.number
    given = sheet(
        f"Version {number} was given to the client",
        form_error(ERRORS.get("form", "")),
        select("How", "how", AdviceSigning.ways, error=ERRORS.get("how", "")),
        form_field("On", "day", type="date", error=ERRORS.get("day", ""), hint="Empty means today."),
        form_field("Note", "note", error=ERRORS.get("note", ""), max_length=500, dir="auto"),
        open=AdviceSigning.sheet == "delivery",
        on_open_change=AdviceSigning.show,
        on_submit=AdviceSigning.deliver,
        foot=(filled_button("Write it down", type="submit"),),
    )
    signed = sheet(
        f"Sign version {number}",
        SignaturePad.create(
            key=AdviceSigning.version_id,
            version=AdviceSigning.version_id,
            signer=RECORD.client,
            refused=rx.cond(
                ERRORS.contains("signature"),
                ERRORS.get("signature", ""),
                rx.cond(ERRORS.contains("signed_by"), ERRORS.get("signed_by", ""), ERRORS.get("form", "")),
            ),
            largest=AdviceSigning.largest,
            largest_words=AdviceSigning.largest_words,
            on_sign=AdviceSigning.sign,
            on_scanned=AdviceSigning.scanned,
        ),
        description="The client signs with a finger or a pen. What is drawn is kept as it is, and stays.",
        open=AdviceSigning.sheet == "signature",
        on_open_change=AdviceSigning.show,
    )
    return given, signed
