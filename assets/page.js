// What every page hears by itself, from its first moment on.

const MAC = /^(Mac|iP)/.test(navigator.platform);
const MODAL = '[role="dialog"], [role="alertdialog"], dialog[open]';
const SOON_MILLISECONDS = 1500;
const PATIENCE_MILLISECONDS = 10000;
if (MAC) document.documentElement.dataset.mac = "";

const all = (selector) => [...document.querySelectorAll(selector)];
const seen = (selector) => all(selector).find((found) => found.checkVisibility());

// Keys. An element names its own in aria-keyshortcuts, and is then focused or pressed; a hidden one stands in where the
// page has none. Links of the navigation name their letter in data-go. What someone types is never taken for a key, nor
// is anything but the palette heard over a sheet.
let going = -Infinity;
let cameFrom = null;

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const held = [event.ctrlKey && "Control", event.altKey && "Alt", event.metaKey && "Meta"].filter(Boolean).join("+");
  const typing = event.target.closest?.(":read-write, select");
  const ours = held ? command(held, typing, event) : typing ? leave(typing, event) : single(event);
  if (ours) event.preventDefault();
});

/** Keys with a modifier. Returns whether it was ours; so do the others. */
function command(held, typing, { key, target, shiftKey }) {
  if (shiftKey) return false;
  const own = held === (MAC ? "Meta" : "Control");
  if (own && key === "k") return summon();
  if (own && key === "Enter") return send(target);
  // Most Macs keep Control with an arrow for themselves.
  const turns = (held === "Control" || (MAC && held === "Alt")) && /^Arrow(Left|Right)$/.test(key);
  return turns && !typing && !seen(MODAL) && use(seen(`[aria-keyshortcuts~="Control+${key}"]`));
}

/** In the search field, which needs no arrow down, nor Escape once it is empty. */
function leave(field, { key }) {
  if (field.type !== "search" || seen(MODAL)) return false;
  if (key === "ArrowDown") return focusRow(rows()[0]);
  if (key !== "Escape" || field.value) return false;
  field.blur();
  cameFrom?.focus();
  return true;
}

function single({ key, target, shiftKey, timeStamp }) {
  if (seen(MODAL)) return false;
  const letter = key.length === 1 && key !== " ";
  if (letter && localStorage.getItem("letters") === "off") return false;
  const said = letter && !shiftKey ? key.toLowerCase() : key;
  const gone = timeStamp - going < SOON_MILLISECONDS;
  going = said === "g" && !gone ? timeStamp : -Infinity;
  if (gone && /^[a-z]$/.test(said)) return use(document.querySelector(`[data-go="${said}"]`));
  if (said === "?") return toggleKeys();
  if (said === "Escape") return !seen(":popover-open") && use(seen('[aria-keyshortcuts="Escape"]'));
  if (!shiftKey && moveAmongRows(said, target)) return true;
  if (!/^[a-z/]$/.test(said)) return false;
  const named = `[aria-keyshortcuts="${said}"]`;
  if (said === "e") return use(seen(`.cm-field:hover :is(${named}, select)`) ?? seen(`main ${named}`));
  // Where a page has no search of its own, the palette is it.
  return use(seen(named) ?? document.querySelector(`[hidden]${named}`)) || (said === "/" && summon());
}

function use(found) {
  if (!found) return false;
  document.querySelector(":popover-open")?.hidePopover();
  if (found.matches("input, select")) {
    cameFrom = document.activeElement;
    found.focus();
    found.select?.();
  } else found.click();
  return true;
}

/** Ctrl+Enter: the form that someone is in. A field that is edited where it stands hears it first, and is saved. */
function send(target) {
  const form = (target.matches("input, select, textarea") && target.form) || seen('[role="dialog"] form');
  form?.requestSubmit();
  return Boolean(form);
}

// Rows of a list: a visible focus moves among their links.
const rows = () => all("main .cm-row-link").filter((link) => link.checkVisibility());
const rowOf = (element) => element.closest("tr, li, article");

function moveAmongRows(key, target) {
  const links = rows();
  const at = rowOf(target) ? links.indexOf(rowOf(target).querySelector(".cm-row-link")) : -1;
  const nowhere = target.matches("body, main");
  if (key === "j" || (key === "ArrowDown" && (at >= 0 || nowhere))) return focusRow(links[at + 1]);
  if (key === "k" || (key === "ArrowUp" && (at >= 0 || nowhere))) return focusRow(links[Math.max(at - 1, 0)]);
  if (at < 0) return false;
  if (key === "Home") return focusRow(links[0]);
  if (key === "End") return focusRow(links.at(-1));
  const box = key === "x" && rowOf(target).querySelector("input[type=checkbox]");
  if (box) box.click();
  return Boolean(box);
}

function focusRow(link) {
  link?.focus();
  return Boolean(link);
}

// The sheet of keys shows those that lead somewhere on this page; a box in it turns the single letters off.
function toggleKeys() {
  document.getElementById("keys")?.togglePopover();
  return true;
}

addEventListener(
  "beforetoggle",
  ({ target, newState }) => {
    if (target.id !== "keys" || newState !== "open") return;
    for (const line of target.querySelectorAll("[data-needs]"))
      line.hidden = !all(line.dataset.needs).some((found) => found.hidden || found.checkVisibility());
    target.querySelector("#letters").checked = localStorage.getItem("letters") !== "off";
  },
  true,
);
addEventListener("toggle", ({ target, newState }) => target.id === "keys" && newState === "open" && target.focus(), true);
addEventListener("change", ({ target }) => {
  if (target.id === "letters") localStorage.setItem("letters", target.checked ? "on" : "off");
});

// The palette (components/palette.jsx) hears "summon". What is chosen in it is done by a control of the page, which
// names what it does in data-action: now, or as soon as the page that was gone to shows it.
let waiting;

function summon() {
  const palette = document.getElementById("palette");
  if (!palette || (seen(MODAL) && !palette.open)) return Boolean(palette);
  return palette.dispatchEvent(new Event("summon"));
}

function press(action) {
  const which = `[data-action="${action}"]:not(:disabled)`;
  const found = seen(which) ?? document.querySelector(which);
  found?.click();
  return Boolean(found);
}

addEventListener("press", ({ detail }) => {
  waiting?.disconnect();
  if (press(detail)) return;
  const until = performance.now() + PATIENCE_MILLISECONDS;
  waiting = new MutationObserver((_, observer) => {
    if (performance.now() > until || press(detail)) observer.disconnect();
  });
  waiting.observe(document.body, { childList: true, subtree: true, attributes: true });
});
addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-summons]")) summon();
  const then = target.closest?.("[data-then]")?.dataset.then;
  if (then) dispatchEvent(new CustomEvent("press", { detail: then }));
});

// The focus is never lost: when what had it is gone, what stands next to where it was has it, or else the page.
let focused = null;
let around = [];
let place = -1;

addEventListener("focusin", ({ target }) => {
  focused = target;
  place = rows().indexOf(target);
  around = [];
  for (let at = target.parentElement; at?.closest("main"); at = at.parentElement) around.push(at);
});
new MutationObserver(() => {
  if (!focused || focused.isConnected) return;
  focused = null;
  // Whoever took it away may give it to something else at once.
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body || seen(MODAL)) return;
    if (place >= 0 && focusRow(rows()[place] ?? rows().at(-1))) return;
    const near = around.filter((one) => one.isConnected && one.id !== "content");
    const next = near.flatMap((one) => [...one.querySelectorAll("a[href], button, input, select, textarea")]);
    const found = next.find((one) => one.checkVisibility() && !one.disabled) ?? document.getElementById("content");
    found?.focus({ preventScroll: true });
  });
}).observe(document, { childList: true, subtree: true });

// A chosen file is sent at once.
addEventListener("change", ({ target }) => {
  if (target.matches("form > label > input[type=file]") && target.files.length) target.form.requestSubmit();
});
