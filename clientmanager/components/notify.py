"""Notifications of the browser itself, while a page of the product is open: nothing is sent to anybody else."""

from typing import Any

import reflex as rx

LIBRARY = rx.asset("notify.jsx", shared=True).importable_path


class NoticeTeller(rx.Component):
    """Unseen, on every page: shows what is new while the page is in the background, if this browser was told to."""

    library = LIBRARY
    tag = "NoticeTeller"

    news: rx.Var[list[Any]]


class NoticeSwitch(rx.Component):
    """Turns them on and off in this browser, with or without names; asks the browser's permission only when pressed."""

    library = LIBRARY
    tag = "NoticeSwitch"
