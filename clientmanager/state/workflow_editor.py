"""A template while it is written, on a page of its own: /settings/workflows/…"""

import json
from typing import Any

import reflex as rx

from clientmanager.services import workflow_editor, workflow_words
from clientmanager.services.workflow_editor import Removed, Saved, Seen
from clientmanager.services.workflow_editor_view import CHOICES as CHOICES
from clientmanager.services.workflow_editor_view import NO_EDITOR, NO_STEP, Editor, StepForm
from clientmanager.services.workflow_words import NO_TEMPLATE, TemplateWords
from clientmanager.state.base import AppState, plain

# What has just been added is there only after the page was drawn anew.
_FOCUS = "requestAnimationFrame(() => setTimeout(() => document.getElementById(%s)?.focus(), 50))"
_TO_THE_ERROR = "document.querySelector('.cm-form-error, .cm-error')?.scrollIntoView({ block: 'center' })"


class WorkflowEditor(AppState):
    loaded: bool = False
    editor: Editor = NO_EDITOR
    step: StepForm = NO_STEP
    opened: bool = False
    """Whether a step is opened in its sheet."""
    sources: list[tuple[str, str]] = []
    """What a new one can begin with."""
    wrong_steps: dict[str, str] = {}
    """Place of a step to all that is wrong with it."""
    round: int = 0
    """Counts how often the page began anew: its fields begin with what is kept."""
    _template: str = ""
    _judged: bool = False
    """Whether saving was refused: from then on it is said what is still wrong."""
    _removed: Removed | None = None

    @rx.event
    async def load(self):
        await self._enter()
        self._template = self.router.url.path.rstrip("/").rpartition("/")[2]
        self.loaded, self.opened, self._judged, self.wrong_steps = False, False, False, {}
        self._show(await self._run(workflow_editor.opened, self._template))
        self.round += 1
        self.sources = await self._run(workflow_editor.offered) if self._template == "new" else []
        self.loaded = True

    @rx.event
    async def open_step(self, key: str):
        self._show(await self._run(workflow_editor.opened, self._template, key))
        self.opened = bool(self.step.key)

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True and bool(self.step.key)

    @rx.event
    async def keep(self, form: dict[str, Any]):
        """What is typed into the head of the page, while it is typed."""
        self._show(await self._run(workflow_editor.fill, self._template, form), step=self.step)

    @rx.event
    async def keep_step(self, key: str, form: dict[str, Any]):
        """What is typed into a step, while it is typed."""
        self._show(await self._run(workflow_editor.fill, self._template, form, key))

    @rx.event
    async def close_step(self, key: str, form: dict[str, Any]):
        self._show(await self._run(workflow_editor.fill, self._template, form, key))
        self.opened = False

    @rx.event
    async def add(self, what: str, step_key: str):
        field, seen = await self._run(workflow_editor.add, self._template, what, step_key)
        self._show(seen)
        self.opened = bool(self.step.key)
        return rx.call_script(_FOCUS % json.dumps(field)) if field else None

    @rx.event
    async def remove(self, what: str, key: str, step_key: str):
        """Out of the way of the toast that takes it back."""
        self._removed, seen = await self._run(workflow_editor.remove, self._template, what, key, step_key)
        self._show(seen)
        self.opened = bool(self.step.key)
        undo: Any = {"label": "Undo", "on_click": WorkflowEditor.put_back()}
        words = rx.toast(plain(f"Removed: {self._removed.name}"), action=undo, duration=8000)
        return [rx.call_script(_FOCUS % json.dumps(f"add-{self._removed.what}")), words]

    @rx.event
    async def put_back(self):
        if self._removed:
            self._show(await self._run(workflow_editor.put_back, self._template, self._removed))
            self.opened = bool(self.step.key)

    @rx.event
    async def move(self, what: str, key: str, by: int, step_key: str):
        """One place up (-1) or down (1)."""
        self._show(await self._run(workflow_editor.move, self._template, what, key, by, step_key))

    @rx.event
    async def begin_with(self, template_id: str):
        if self._template == "new":
            self._show(await self._run(workflow_editor.begin_with, template_id))
            self.round += 1

    @rx.event
    async def start_afresh(self):
        """What was typed is not wanted."""
        self._judged = False
        self._judge({})
        self._show(await self._run(workflow_editor.start_afresh, self._template))
        self.round += 1

    @rx.event
    async def save(self):
        return await self._saved(await self._submit(workflow_editor.save, self._template))

    @rx.event
    async def save_over(self):
        """Although somebody else saved a version meanwhile."""
        return await self._saved(await self._submit(workflow_editor.save, self._template, over=True))

    async def _saved(self, saved: Saved | None) -> Any:
        refused, self._judged = dict(self.form_errors), saved is None
        if saved and self._template == "new":
            return [rx.redirect(f"/settings/workflows/{saved.id}"), rx.toast(plain(saved.words))]
        self._show(await self._run(workflow_editor.opened, self._template))
        self._judge(refused)
        return rx.toast(plain(saved.words)) if saved else rx.call_script(_TO_THE_ERROR)

    def _show(self, seen: Seen, step: StepForm | None = None) -> None:
        self._change(editor=seen.editor, step=seen.step if step is None else step)
        if self._judged:
            self._judge(seen.wrong)

    def _judge(self, wrong: dict[str, str]) -> None:
        self._change(form_errors=wrong, wrong_steps=workflow_editor.of_steps(wrong))


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
