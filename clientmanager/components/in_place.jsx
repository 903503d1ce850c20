// The editor of one field: read-only until asked for, keeps what is typed, says nothing when nothing changed.
// Uncontrolled: text in it survives a lost connection. data-unsent marks what was sent and not yet answered.
import { createElement, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";

// What was typed and not yet saved, by record and field, and what stood there before: a server that comes back makes
// the whole page anew.
const typed = new Map();
const readers = new Set();
const note = (place, entry) => {
  if (entry) typed.set(place, entry);
  else typed.delete(place);
  readers.forEach((read) => read());
};
const subscribe = (read) => {
  readers.add(read);
  return () => readers.delete(read);
};

globalThis.addEventListener?.("beforeunload", (event) => {
  if ([...typed.values()].some(({ text, was }) => text !== was)) event.preventDefault();
});

const KEPT_EVERY = 1000;

export function InPlaceEditor({
  record = "", value = "", state = "resting", turn = -1, draft = "", kind = "text", fresh = false, options,
  onSave, onKeep, onForget, onOpen, ...rest
}) {
  const box = useRef(null);
  const place = `${record}#${rest.id}`;
  const waiting = ["draft", "conflict"].includes(state);
  const [editing, setEditing] = useState(fresh || typed.has(place));
  const open = editing || state === "refused" || state === "draft";
  const now = useRef({ was: typed.get(place)?.was ?? value, turn, sent: false, kept: waiting, timer: 0 }).current;
  now.keep = () => {
    now.timer = 0;
    const entry = typed.get(place);
    if (!entry || !onKeep) return;
    // Without a connection the browser alone keeps it: a queue of old texts helps nobody.
    if (document.querySelector(".cm-offline")) now.timer = setTimeout(() => now.keep(), KEPT_EVERY);
    else {
      now.kept = true;
      onKeep(entry.text, entry.was);
    }
  };
  const stopTimer = () => {
    clearTimeout(now.timer);
    now.timer = 0;
  };

  useEffect(() => {
    const element = box.current;
    element.value = typed.get(place)?.text ?? (waiting ? draft : value);
    if (editing) element.focus();
    const settle = () => {
      stopTimer();
      setEditing(false);
    };
    element.addEventListener("settle", settle);
    return () => {
      element.removeEventListener("settle", settle);
      if (now.timer) {
        clearTimeout(now.timer);
        now.keep();
      }
    };
  }, []);

  const first = useRef(true);
  useEffect(() => {
    if (first.current) return void (first.current = false);
    // A turn that falls back to none is no answer: another field's made this one's old mark go.
    const answered = turn < 0 || turn > now.turn;
    now.turn = Math.max(turn, now.turn);
    if (now.sent && !answered) return;
    now.sent = false;
    delete box.current.dataset.unsent;
    const entry = typed.get(place);
    if (editing) {
      // Typing went on after the last save: what was saved is now what stands there.
      if (answered && ["saved", "warning"].includes(state)) {
        now.was = value;
        if (entry) note(place, { ...entry, was: value });
      }
      return;
    }
    if (state === "refused" || (state === "conflict" && entry)) return;
    box.current.value = waiting ? draft : value;
    now.kept = waiting;
    note(place);
  }, [value, state, turn, draft]);

  const undo = () => {
    stopTimer();
    setEditing(false);
    box.current.value = value;
    note(place);
    if (now.kept || state === "refused" || waiting) onForget?.();
    now.kept = false;
  };
  const commit = () => {
    stopTimer();
    const text = box.current.value;
    if (text === now.was && !fresh) return undo();
    setEditing(false);
    note(place, { text, was: now.was });
    box.current.dataset.unsent = "";
    now.sent = true;
    onSave?.(text, now.was);
  };
  // At once, not with the next picture: the first letter typed must not be lost.
  const start = () => {
    if (!typed.has(place)) now.was = value;
    flushSync(() => setEditing(true));
    onOpen?.();
  };
  const edit = () => {
    if (state === "conflict") return;
    start();
    box.current.focus();
    if (kind === "text") box.current.select();
  };
  // What the field left behind becomes may move this one away before the button is up: it opens when it goes down.
  const onMouseDown = (event) => {
    if (open || state === "conflict" || event.button) return;
    start();
    now.chosen = kind === "text";
  };
  const onMouseUp = (event) => {
    if (!now.chosen) return;
    now.chosen = false;
    event.preventDefault();
    box.current.select();
  };
  const onKeyDown = (event) => {
    const { key } = event;
    const ends = key === "Enter" && (event.ctrlKey || event.metaKey);
    if ((!ends && (event.ctrlKey || event.metaKey)) || event.altKey || event.nativeEvent.isComposing) return;
    if (!open && (key === "Enter" || key === "e" || key === "F2")) edit();
    else if (open && key === "Enter" && !(kind === "lines" && event.shiftKey)) commit();
    else if (open && key === "Escape") fresh ? ((box.current.value = ""), commit()) : undo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return createElement(options ? "input" : "textarea", {
    ...rest,
    ref: box,
    ...(options ? { list: options, autoComplete: "off" } : { rows: 1 }),
    defaultValue: value,
    readOnly: !open,
    placeholder: open ? "" : "Add",
    onKeyDown,
    // Correcting what was refused is editing again: leaving it then saves.
    onInput: () => {
      note(place, { text: box.current.value, was: now.was });
      if (!editing) setEditing(true);
      if (!now.timer) now.timer = setTimeout(() => now.keep(), KEPT_EVERY);
    },
    onMouseDown,
    onMouseUp,
    onClick: () => open || edit(),
    onBlur: () => editing && commit(),
    "aria-keyshortcuts": "e",
    "aria-invalid": state === "refused" || undefined,
  });
}

// One of the two values of a conflict. Yours is what stands in the field at this moment, down to the last key.
export function ConflictOption({ record, field, own, value, text, title, onChoose }) {
  const place = `${record}#${field}`;
  const entry = useSyncExternalStore(subscribe, () => typed.get(place), () => undefined);
  const choose = () => {
    document.getElementById(field)?.dispatchEvent(new Event("settle"));
    if (!own) note(place);
    onChoose?.(own ? (entry?.text ?? value) : value);
  };
  return createElement(
    "button",
    {
      type: "button",
      role: "radio",
      "aria-checked": false,
      className: "cm-conflict-option",
      // The field keeps the cursor, and the page its places, until the choice is made.
      onMouseDown: (event) => event.preventDefault(),
      onClick: choose,
    },
    createElement("span", { className: "cm-conflict-who" }, title),
    createElement("span", { className: "cm-conflict-value", dir: "auto" }, own ? (entry?.text ?? text) : text || "Nothing"),
  );
}
