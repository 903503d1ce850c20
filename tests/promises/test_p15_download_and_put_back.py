"""P15: a customer downloads its own backup in one step, over plain HTTP, and what was backed up can be put back."""

import asyncio
import io
import zipfile
from typing import Any
from uuid import uuid4

import httpx
import openpyxl
import pytest

from clientmanager.db import Viewer
from clientmanager.http import transformer
from clientmanager.http.viewer import cookie_name
from clientmanager.models.user import User
from clientmanager.services import backup_operations, backups
from tests.world import PracticeWorld


def get(path: str, world: PracticeWorld | None = None, user: User | None = None) -> httpx.Response:
    """What a browser gets that is signed in as this user, through every guard and route of the product."""
    cookies = {cookie_name("session"): world.sign_in(user)} if world and user else {}

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(transformer(no_page))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000", cookies=cookies) as client:
            return await client.get(path)

    return asyncio.run(answer())


async def no_page(*_: Any) -> None:
    raise AssertionError("a download is not a page of Reflex")


@pytest.fixture
def taken(acacia: PracticeWorld) -> str:
    return str(backups.take(Viewer(acacia.practice_id, actor="worker"), backups.NIGHTLY))


def test_the_owner_downloads_excel(acacia: PracticeWorld, taken: str):
    answer = get(f"/backups/{taken}.xlsx", acacia, acacia.owner)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="acacia-')
    assert answer.headers["cache-control"] == "no-store"
    book: Any = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "O'Brien" in {cell.value for row in book["Clients"].iter_rows() for cell in row}


def test_the_owner_downloads_csv(acacia: PracticeWorld, taken: str):
    answer = get(f"/backups/{taken}.zip", acacia, acacia.owner)
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert parts.testzip() is None
        assert "O'Brien" in parts.read("client.csv").decode("utf-8-sig")


def test_nobody_else_does(acacia: PracticeWorld, baobab: PracticeWorld, taken: str):
    assert get(f"/backups/{taken}.xlsx").headers["location"].startswith("/sign-in")
    assert get(f"/backups/{taken}.xlsx", baobab, baobab.owner).status_code == 404
    assert get(f"/backups/{taken}.zip", acacia, acacia.compliance).status_code == 403
    assert get(f"/backups/{uuid4()}.zip", acacia, acacia.owner).status_code == 404
    assert get("/backups/anything.xlsx", acacia, acacia.owner).status_code == 404


def test_what_was_backed_up_is_put_back_and_proved_equal(acacia: PracticeWorld, taken: str):
    proof = backup_operations.restore(taken, "acacia-again")
    assert proof.different == 0
    assert proof.equal == proof.rows > 0
    assert "0 different" in backup_operations.proof_in_words(proof)
