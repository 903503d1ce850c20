// What every page hears by itself, from its first moment on.

// Keys. An element names its own in aria-keyshortcuts, and is then focused or pressed; links of the navigation name
// their letter in data-go. Nothing is heard while someone types or a sheet is open.
const seen = (selector) => [...document.querySelectorAll(selector)].find((found) => found.checkVisibility());
let going = -Infinity;

addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (target.closest?.(":read-write, select") || seen('[role="dialog"]') || !/^[a-z/?]$/.test(key)) return;
  const gone = event.timeStamp - going < 1500;
  going = key === "g" && !gone ? event.timeStamp : -Infinity;
  const keys = document.getElementById("keys");
  const found = gone
    ? document.querySelector(`[data-go="${key}"]`)
    : key === "e"
      ? document.querySelector('.cm-field:hover [aria-keyshortcuts="e"]')
      : seen(`[aria-keyshortcuts="${key}"]`);
  if (key === "?") keys?.togglePopover();
  else if (found?.matches("input")) {
    found.focus();
    found.select();
  } else if (found) found.click();
  else return;
  event.preventDefault();
});

// A chosen file is sent at once.
addEventListener("change", ({ target }) => {
  if (target.matches("form > label > input[type=file]") && target.files.length) target.form.requestSubmit();
});
