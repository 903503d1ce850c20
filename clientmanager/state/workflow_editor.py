"""A template while it is written, on a page of its own: /settings/workflows/…"""

import json
from dataclasses import replace
from secrets import token_hex
from typing import Any

import reflex as rx

from clientmanager.services import workflow_editor, workflow_words
from clientmanager.services.workflow_editor import Removed, Saved, Seen
from clientmanager.services.workflow_editor_view import CHOICES as CHOICES
from clientmanager.services.workflow_editor_view import NO_EDITOR, NO_STEP, Editor, StepForm
from clientmanager.services.workflow_words import NO_TEMPLATE, TemplateWords
from clientmanager.state.base import AppState, plain, undoable

# What has just been added is there only after the page was drawn anew.
_FOCUS = "requestAnimationFrame(() => setTimeout(() => document.getElementById(%s)?.focus(), 50))"
_TO_THE_ERROR = "document.querySelector('.cm-form-error, .cm-error')?.scrollIntoView({ block: 'center' })"


class WorkflowParts(AppState, mixin=True):
    """The part of `WorkflowEditor` that adds, removes and moves."""

    editor: Editor = NO_EDITOR
    step: StepForm = NO_STEP
    """The one in the sheet."""
    opened: bool = False
    wrong_steps: dict[str, str] = {}
    """Place of a step to all that is wrong with it."""
    _template: str = ""
    _judged: bool = False
    """Whether saving was refused: from then on it is said what is still wrong."""
    _removed: dict[str, tuple[str, Removed]] = {}
    """By the handle that its toast holds: of which template, and what."""

    @rx.event
    async def add(self, what: str, step_key: str):
        field, seen = await self._do(workflow_editor.add, what, step_key)
        self._show(seen)
        self.opened = bool(self.step.key)
        return rx.call_script(_FOCUS % json.dumps(field)) if field else None

    @rx.event
    async def remove(self, what: str, key: str, step_key: str):
        """Out of the way of the toast that takes it back."""
        removed, seen = await self._do(workflow_editor.remove, what, key, step_key)
        handle = token_hex(8)
        self._removed = self._removed | {handle: (self._template, removed)}
        self.opened = bool(seen.step.key)
        self._show(seen)
        said = undoable(f"Removed: {removed.name}", WorkflowEditor.put_back(handle))
        return [rx.call_script(_FOCUS % json.dumps(f"add-{removed.what}")), said]

    @rx.event
    async def put_back(self, handle: str):
        """Once, and on the page on which it was removed: its toast may be seen on another."""
        template, removed = self._removed.get(handle if isinstance(handle, str) else "", ("", None))
        if removed and template == self._template:
            self._removed = {one: gone for one, gone in self._removed.items() if one != handle}
            self._show(await self._do(workflow_editor.put_back, removed))
            self.opened = bool(self.step.key)

    @rx.event
    async def move(self, what: str, key: str, by: int, step_key: str):
        """One place up (-1) or down (1)."""
        self._show(await self._do(workflow_editor.move, what, key, by, step_key))

    async def _do(self, use_case: Any, *given: Any) -> Any:
        return await self._run(use_case, self._template, *given, since=self.editor.version)

    def _show(self, seen: Seen) -> None:
        self._change(editor=seen.editor, step=seen.step)
        if self._judged:
            self._judge(seen.wrong)

    def _judge(self, wrong: dict[str, str]) -> None:
        self._change(form_errors=wrong, wrong_steps=workflow_editor.of_steps(wrong))


class WorkflowEditor(WorkflowParts, AppState):
    loaded: bool = False
    sources: list[tuple[str, str]] = []
    """What a new one can begin with."""
    round: int = 0
    """Counts how often the page began anew: its fields begin with what is kept."""

    @rx.event
    async def load(self):
        await self._enter()
        self._template, self.editor = self.router.url.path.rstrip("/").rpartition("/")[2], NO_EDITOR
        self.loaded, self.opened, self._judged, self.wrong_steps = False, False, False, {}
        self._removed = {}
        self._show(await self._run(workflow_editor.opened, self._template))
        self.round += 1
        self.sources = await self._run(workflow_editor.offered) if self._template == "new" else []
        self.loaded = True

    @rx.event
    async def open_step(self, key: str):
        self._show(await self._do(workflow_editor.opened, key))
        self.opened = bool(self.step.key)

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True and bool(self.step.key)

    @rx.event
    async def keep(self, template_id: str, form: dict[str, Any]):
        """What is typed into the head of the page, while it is typed."""
        await self._keep(template_id, form, "")

    @rx.event
    async def keep_step(self, template_id: str, key: str, form: dict[str, Any]):
        """What is typed into a step, while it is typed."""
        await self._keep(template_id, form, key)

    @rx.event
    async def close_step(self, template_id: str, key: str, form: dict[str, Any]):
        await self._keep(template_id, form, key)
        self.opened = False

    @rx.event
    async def begin_with(self, template_id: str):
        if self._template == "new":
            self._show(await self._run(workflow_editor.begin_with, template_id))
            self.round += 1

    @rx.event
    async def start_afresh(self):
        """What was typed is not wanted."""
        self._judged, self._removed = False, {}
        self._judge({})
        self._show(await self._run(workflow_editor.start_afresh, self._template))
        self.round += 1

    @rx.event
    async def save(self):
        return await self._saved(await self._submit(workflow_editor.save, self._template, since=self.editor.version))

    @rx.event
    async def save_over(self):
        """Although somebody else saved a version meanwhile."""
        return await self._saved(await self._submit(workflow_editor.save, self._template, over=True))

    async def _keep(self, template_id: str, form: object, key: str) -> None:
        """The last of it may come when another page is shown already."""
        if template_id != self._template:
            await self._run(workflow_editor.fill, template_id, form, key)
            return
        seen = await self._do(workflow_editor.fill, form, key)
        self._show(seen if key else replace(seen, step=self.step))

    async def _saved(self, saved: Saved | None) -> Any:
        refused, self._judged = dict(self.form_errors), saved is None
        if saved and self._template == "new":
            return [rx.redirect(f"/settings/workflows/{saved.id}"), rx.toast(plain(saved.words))]
        since = self.editor.version if saved is None else 0
        self._show(await self._run(workflow_editor.opened, self._template, since=since))
        self._judge(refused)
        return rx.toast(plain(saved.words)) if saved else rx.call_script(_TO_THE_ERROR)


class WorkflowVersion(AppState):
    """An earlier version, opened to be read."""

    version: TemplateWords = NO_TEMPLATE
    opened: bool = False

    @rx.event
    async def read(self, template_id: str, number: int):
        self.version = await self._run(workflow_words.read, template_id, number)
        self.opened = True

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True and bool(self.version.id)
