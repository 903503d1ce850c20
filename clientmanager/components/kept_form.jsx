// What is typed into a form is handed over every second, when a field is left, and when the form is sent or closes: the
// last values, not each of them. What is chosen is handed over at once.
import { createElement, useEffect, useRef } from "react";

const EVERY = 1000;
const CHOICES = "select, [type=checkbox], [type=radio]";
const waiting = new Set();

globalThis.addEventListener?.("beforeunload", (event) => {
  if (waiting.size) event.preventDefault();
});

export function KeptForm({ onKeep, children }) {
  const box = useRef(null);
  const now = useRef({ timer: 0 }).current;
  now.keep = () => {
    clearTimeout(now.timer);
    // Without a connection the browser alone keeps it: a queue of old values helps nobody.
    if (document.querySelector(".cm-offline")) return void (now.timer = setTimeout(() => now.keep(), EVERY));
    now.timer = 0;
    waiting.delete(now);
    onKeep?.(now.values);
  };
  now.keepWaiting = () => void (now.timer && now.keep());
  useEffect(() => {
    const form = box.current.closest("form");
    const end = () => now.keepWaiting();
    form?.addEventListener("submit", end, true);
    return () => {
      form?.removeEventListener("submit", end, true);
      end();
    };
  }, []);
  const onInput = (event) => {
    now.values = Object.fromEntries(new FormData(event.target.form));
    waiting.add(now);
    if (event.target.matches(CHOICES)) now.keep();
    else if (!now.timer) now.timer = setTimeout(() => now.keep(), EVERY);
  };
  return createElement("div", { className: "cm-kept", ref: box, onInput, onBlur: now.keepWaiting }, children);
}
