// What is typed into a form is handed over every second, and when the form closes: the last values, not each of them.
import { createElement, useEffect, useRef } from "react";

const EVERY = 1000;

export function KeptForm({ onKeep, children }) {
  const now = useRef({ timer: 0 }).current;
  now.keep = () => {
    now.timer = 0;
    onKeep?.(now.values);
  };
  useEffect(
    () => () => {
      clearTimeout(now.timer);
      if (now.timer) now.keep();
    },
    [],
  );
  const onInput = (event) => {
    now.values = Object.fromEntries(new FormData(event.target.form));
    if (!now.timer) now.timer = setTimeout(() => now.keep(), EVERY);
  };
  return createElement("div", { className: "cm-kept", onInput }, children);
}
