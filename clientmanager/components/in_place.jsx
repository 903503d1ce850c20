// The editor of one field: read-only until asked for, keeps what is typed, says nothing when nothing changed.
// Uncontrolled: text in it survives a lost connection. data-unsent marks what was sent and not yet answered.
import { createElement, useEffect, useRef, useState } from "react";

export function InPlaceEditor({ value = "", state = "resting", moment = "", kind = "text", fresh = false, onSave, ...rest }) {
  const box = useRef(null);
  const [editing, setEditing] = useState(false);
  const open = editing || state === "refused";

  useEffect(() => {
    delete box.current.dataset.unsent;
    const answered = !["saving", "refused", "offline"].includes(state);
    if (answered && !editing) box.current.value = value;
  }, [value, state, moment]);

  useEffect(() => {
    if (fresh) edit();
  }, [fresh]);

  const commit = () => {
    setEditing(false);
    if (box.current.value === value && state !== "refused" && !fresh) return;
    box.current.dataset.unsent = "";
    onSave?.(box.current.value);
  };
  const undo = () => {
    box.current.value = value;
    commit();
  };
  const edit = () => {
    setEditing(true);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.select();
    });
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
    onKeyDown,
    onClick: () => editing || edit(),
    onBlur: () => editing && commit(),
    "aria-keyshortcuts": "e",
    "aria-invalid": state === "refused" || undefined,
  });
}
