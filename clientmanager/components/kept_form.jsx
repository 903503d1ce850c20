// What is typed into a form is handed over every second, when the field is left and when the form closes: the last
// values, not each of them. What is chosen is handed over at once.
import { createElement, useEffect, useRef } from "react";

const EVERY = 1000;
const CHOICES = "select, [type=checkbox], [type=radio]";

export function KeptForm({ onKeep, children }) {
  const now = useRef({ timer: 0 }).current;
  now.keep = () => {
    clearTimeout(now.timer);
    now.timer = 0;
    onKeep?.(now.values);
  };
  now.keepWaiting = () => {
    if (now.timer) now.keep();
  };
  useEffect(() => () => now.keepWaiting(), []);
  const onInput = (event) => {
    now.values = Object.fromEntries(new FormData(event.target.form));
    if (event.target.matches(CHOICES)) now.keep();
    else if (!now.timer) now.timer = setTimeout(() => now.keep(), EVERY);
  };
  return createElement("div", { className: "cm-kept", onInput, onBlur: now.keepWaiting }, children);
}
