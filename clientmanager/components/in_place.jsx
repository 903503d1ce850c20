// The editor of one field: read-only until asked for, keeps what is typed, says nothing when nothing changed.
// Uncontrolled: text in it survives a lost connection. data-unsent marks what was sent and not yet answered.
import { createElement, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

// What was typed and not yet kept, by address and field: a server that comes back makes the whole page anew.
const drafts = new Map();

export function InPlaceEditor({ value = "", state = "resting", moment = "", kind = "text", fresh = false, onSave, ...rest }) {
  const box = useRef(null);
  const draft = `${location.pathname}#${rest.id}`;
  const [editing, setEditing] = useState(fresh || drafts.has(draft));
  const open = editing || state === "refused";

  useEffect(() => {
    if (!editing) return;
    box.current.value = drafts.get(draft) ?? value;
    box.current.focus();
  }, []);

  useEffect(() => {
    delete box.current.dataset.unsent;
    const answered = !["saving", "refused", "offline"].includes(state);
    if (!answered || editing) return;
    box.current.value = value;
    drafts.delete(draft);
  }, [value, state, moment]);

  const commit = () => {
    setEditing(false);
    if (box.current.value === value && state !== "refused" && !fresh) return drafts.delete(draft);
    box.current.dataset.unsent = "";
    onSave?.(box.current.value);
  };
  const undo = () => {
    box.current.value = value;
    commit();
  };
  // At once, not with the next picture: the first letter typed must not be lost.
  const edit = () => {
    flushSync(() => setEditing(true));
    box.current.focus();
    if (kind === "text") box.current.select();
  };
  const onKeyDown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    const { key } = event;
    if (!open && (key === "Enter" || key === "e" || key === "F2")) edit();
    else if (open && key === "Enter" && !(kind === "lines" && event.shiftKey)) commit();
    else if (open && key === "Escape") undo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return createElement("textarea", {
    ...rest,
    ref: box,
    rows: 1,
    defaultValue: value,
    readOnly: !open,
    placeholder: open ? "" : "Add",
    onKeyDown,
    // Correcting what was refused is editing again: leaving it then saves.
    onInput: () => {
      drafts.set(draft, box.current.value);
      if (!editing) setEditing(true);
    },
    onClick: () => editing || edit(),
    onBlur: () => editing && commit(),
    "aria-keyshortcuts": "e",
    "aria-invalid": state === "refused" || undefined,
  });
}
