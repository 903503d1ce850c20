// What is typed into a form is handed over every second, when it is sent and when it closes: the last values, not each
// of them.
import { createElement, useEffect, useRef } from "react";

const EVERY = 1000;
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
  useEffect(() => {
    const form = box.current.closest("form");
    const end = () => void (now.timer && now.keep());
    form?.addEventListener("submit", end, true);
    return () => {
      form?.removeEventListener("submit", end, true);
      end();
    };
  }, []);
  const onInput = (event) => {
    now.values = Object.fromEntries(new FormData(event.target.form));
    waiting.add(now);
    if (!now.timer) now.timer = setTimeout(() => now.keep(), EVERY);
  };
  return createElement("div", { className: "cm-kept", ref: box, onInput }, children);
}
