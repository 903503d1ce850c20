"""The frontend is built from what it depends on, and talks to the page's own origin."""

import re
from pathlib import Path

import pytest
from reflex.constants import Endpoint
from reflex_base.constants import Templates

from clientmanager import frontend
from clientmanager.components import theme
from clientmanager.config import ROOT
from clientmanager.own_origin import OwnOrigin, _resolve_against_the_page


def test_addresses_are_resolved_against_the_page_in_the_script_of_the_installed_reflex() -> None:
    script = (Templates.Dirs.WEB_TEMPLATE / "utils" / "state.js").read_text()
    changed = _resolve_against_the_page(script)
    assert "window.location.origin" in changed
    assert _resolve_against_the_page(changed) == changed
    with pytest.raises(ValueError, match="another way"):
        _resolve_against_the_page("something else")


def test_no_address_is_baked_into_the_build() -> None:
    baked = OwnOrigin().update_env_json()
    assert set(baked) == {endpoint.name for endpoint in Endpoint}
    assert all(path.startswith("/") for path in baked.values())


def test_every_colour_of_radix_that_we_wear_is_imported() -> None:
    sheets = "".join(file.read_text() for file in sorted((ROOT / "assets").glob("*.css")))
    worn = set(re.findall(r"var\(--([a-z]+)-a?[0-9]+\)", sheets)) - {"font", "line", "radius", "space", "shadow"}
    worn |= {str(theme.theme().accent_color).strip('"'), str(theme.theme().gray_color).strip('"')}  # pyright: ignore[reportAttributeAccessIssue]
    imported = set(re.findall(r"colors/([a-z]+)\.css", "".join(theme.RADIX_STYLESHEETS)))
    assert worn - imported <= {"cm"}


def test_a_changed_source_is_built_and_a_made_file_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    for file in ("rxconfig.py", "requirements.lock", *(f"clientmanager/{n}.py" for n in ("clientmanager", "frontend"))):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("")
    (tmp_path / "clientmanager" / "own_origin.py").write_text("")
    page = tmp_path / "clientmanager" / "pages" / "clients.py"
    made = tmp_path / "assets" / "external" / "made.jsx"
    for file in (page, made):
        file.parent.mkdir(parents=True)
        file.write_text("before")
    before = frontend._fingerprint()
    made.write_text("after")
    assert frontend._fingerprint() == before
    page.write_text("after")
    assert frontend._fingerprint() != before


def test_the_lock_names_versions_and_no_registry() -> None:
    lock = (frontend.ROOT / "reflex.lock" / "package-lock.json").read_text()
    assert '"integrity"' in lock
    assert '"resolved"' not in lock
