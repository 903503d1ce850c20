"""What holds for every page: for eyes that need contrast, hands without a mouse, thumbs, and narrow windows."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, LANDSCAPE, PHONE, PORTRAIT, SIZES, Windows
from tests.browser.something import a_review, a_task, an_opportunity, some_advice, some_due
from tests.workflows import template
from tests.world import PracticeWorld

PAGES = [
    "/clients",
    "client",
    "brief",
    "new client",
    "advice",
    "/tasks",
    "task",
    "new task",
    "/tasks/list",
    "/tasks/calendar",
    "week",
    "/tasks/day",
    "/tasks/overview",
    "/tasks/workflows",
    "/search",
    "/reviews",
    "/reviews?view=silent",
    "review",
    "/settings/reviews",
    "/opportunities",
    "opportunity",
    "new opportunity",
    "/opportunities/list",
    "/settings/opportunities",
    "/notices",
    "/timeline",
    "/timeline/capture",
    "/notices/digest",
    "/import",
    "/backups",
    "/audit",
    "/settings",
    "log a call",
    "/settings/templates",
    "workflow editor",
    "step of a workflow",
    "sign-in",
]
IN_A_SHEET = {
    "new client", "task", "new task", "opportunity", "new opportunity", "review", "step of a workflow",
}  # fmt: skip

# The area that answers a finger: the element, or its label, and what they draw around themselves to be hit.
TOO_SMALL = """() => {
  const small = [];
  const controls = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
  for (const found of document.querySelectorAll(controls)) {
    if (!found.checkVisibility() || found.closest('.cm-skip, [data-sonner-toaster]')) continue;
    const box = found.getBoundingClientRect();
    if (box.bottom < 0 || box.width === 0) continue;
    const area = { left: box.left, right: box.right, top: box.top, bottom: box.bottom };
    for (const part of [found.closest('label'), found.closest('.cm-field'), found.closest('td'),
      found.matches('a') && found.closest('.cm-card'), found.matches('.cm-row-link') && found.closest('li')]) {
      const around = part && part.getBoundingClientRect();
      if (!around) continue;
      area.left = Math.min(area.left, around.left); area.right = Math.max(area.right, around.right);
      area.top = Math.min(area.top, around.top); area.bottom = Math.max(area.bottom, around.bottom);
    }
    const after = getComputedStyle(found, '::after');
    const drawn = after.position === 'absolute' && after.content !== 'none';
    const more = drawn ? -Math.min(parseFloat(after.top) || 0, 0) : 0;
    const height = area.bottom - area.top + 2 * more, width = area.right - area.left + 2 * more;
    if (height < 43.5 || width < 43.5) small.push(`${found.outerHTML.slice(0, 120)}: ${width} × ${height}`);
  }
  return small;
}"""
FOCUSED = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  // A part that the browser itself puts into the control, such as a calendar's button, draws its own.
  const within = at !== document.body && !at.matches(':focus');
  const ring = (element, part) => element && getComputedStyle(element, part).outlineStyle !== 'none';
  const shown = within || ring(at) || ring(at, '::after') || ring(at.closest('.cm-field'), '::before')
    || ring(at.closest('label')) || getComputedStyle(at).boxShadow !== 'none';
  return { what: at === document.body ? '' : at.outerHTML.slice(0, 160), top: box.top, bottom: box.bottom, shown };
}"""


def open_page(windows: Windows, world: PracticeWorld, name: str, size: tuple[int, int] = DESKTOP) -> Page:
    path = {
        "client": f"/clients/{world.client.id}",
        "brief": f"/clients/{world.client.id}/brief",
        "log a call": f"/clients/{world.client.id}",
        "new client": "/clients",
        "advice": f"/clients/{world.client.id}/advice/{some_advice(world)}",
        "task": f"/tasks?task={a_task(world)}",
        "new task": "/tasks",
        "opportunity": f"/opportunities?opportunity={an_opportunity(world)}",
        "new opportunity": "/opportunities",
        "workflow editor": "/settings/workflows/new",
        "step of a workflow": f"/settings/workflows/{template(world, 'FICA refresh')}",
        "week": "/tasks/calendar?by=week",
        "review": f"/reviews?review={a_review(world)}",
        "sign-in": "/sign-in",
    }.get(name, name)
    if name in ("week", "/tasks/calendar", "/tasks/day"):
        some_due(world)
    user = None if name == "sign-in" else world.owner
    page = windows.open(path, world, user, size=size)
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(".cm-skeleton")).to_have_count(0)
    if name == "new client":
        page.get_by_role("button", name="New client").click()
    if name == "new task":
        page.get_by_role("button", name="Add task").click()
    if name == "log a call":
        expect(page.get_by_role("heading", level=1)).to_have_text("Renée O'Brien")
        page.keyboard.press("l")
        page.get_by_label("What was said").fill("She asked about the bursary.")
        expect(page.get_by_text("Draft kept")).to_be_visible()
    if name == "step of a workflow":
        page.locator(".cm-editor-steps .cm-row-button").first.click()
    if name == "new opportunity":
        page.get_by_role("button", name="New opportunity").click()
    if name in IN_A_SHEET:
        expect(page.get_by_role("dialog")).to_be_visible()
    return page


@pytest.mark.parametrize("size", ["desktop", "portrait"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None], name: str, size: str
):
    page = open_page(windows, acacia, name, SIZES[size])
    accessible(page)
    page.emulate_media(color_scheme="dark")
    if name == "sign-in":
        page.reload()
    expect(page.locator("html.dark")).to_have_count(1)
    accessible(page)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_window(windows: Windows, acacia: PracticeWorld, name: str):
    page = open_page(windows, acacia, name, PHONE)
    for width, height in (PHONE, PORTRAIT, LANDSCAPE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"at {width}"


@pytest.mark.parametrize("name", PAGES)
def test_every_control_is_large_enough_for_a_thumb(windows: Windows, acacia: PracticeWorld, name: str):
    page = open_page(windows, acacia, name, PHONE)
    for width, height in (PHONE, PORTRAIT):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_every_control_in_order_and_shows_where_it_is(windows: Windows, acacia: PracticeWorld, name: str):
    page = open_page(windows, acacia, name)
    seen: list[dict[str, Any]] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if seen and found["what"] == seen[0]["what"]:
            break
        if found["what"]:
            seen.append(found)
    else:
        pytest.fail("the focus never came round: something traps it")
    inside = '[role="dialog"]' if name in IN_A_SHEET else "body"
    controls = page.locator(
        f"{inside} :is(a[href], button, input:not([type=hidden]), select, textarea):visible:not([tabindex='-1'])"
    )
    assert len(seen) >= controls.count()
    assert [one["what"] for one in seen if not one["shown"]] == []
    assert [one["what"] for one in seen if one["bottom"] <= 0 or one["top"] >= DESKTOP[1]] == []


def test_paper_is_white_also_from_the_dark(windows: Windows, acacia: PracticeWorld):
    page = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.owner, dark=True)
    expect(page.locator("html.dark")).to_have_count(1)
    page.emulate_media(media="print", color_scheme="dark")
    colours = """() => [...document.querySelectorAll("html, body, .radix-themes, h1, .cm-record-head, textarea")].map(
        found => [getComputedStyle(found).backgroundColor, getComputedStyle(found).color])"""
    for ground, ink in page.evaluate(colours):
        assert ground in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
        assert ink == "rgb(0, 0, 0)"
    expect(page.get_by_label("Called", exact=True)).to_be_hidden()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()


def test_the_keys_lead_where_they_say(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/clients", acacia, acacia.owner)
    expect(page.locator(".cm-row-link")).to_have_count(5)
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    page.keyboard.type("n/")
    expect(search).to_have_value("n/")
    search.fill("")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="New client")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Keys")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.get_by_role("heading", name="Import")).to_be_visible()


def test_the_first_tab_offers_to_skip_the_navigation(windows: Windows, acacia: PracticeWorld):
    page = open_page(windows, acacia, "/clients")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_what_is_pointed_at_is_edited_with_e(windows: Windows, acacia: PracticeWorld):
    page = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.adviser)
    called = page.get_by_label("Called", exact=True)
    called.hover()
    page.keyboard.press("e")
    expect(called).to_be_editable()
    expect(called).to_be_focused()
    expect(called).to_have_value("")
