// The bar in which a call or a meeting is written down: one line until it is used. What is typed in its form is handed
// over every second, when a field is left, and when the form is sent or goes; a second round begins with other words
// without taking the cursor away. Uncontrolled: words in it survive a lost connection.
import { createElement, useEffect, useRef, useState } from "react";

const EVERY = 1000;
const PREFIX = "entry-";
const WORDS = `[name="${PREFIX}words"]`;
const PANEL = ".cm-composer-panel";

// By place: the words that stand there, in which round, whether they wait to be handed over, and which were sent. A
// server that comes back makes the whole page anew.
const written = new Map();

globalThis.addEventListener?.("beforeunload", (event) => {
  if ([...written.values()].some(({ waiting }) => waiting)) event.preventDefault();
});

/** What was typed after the form was sent, and is no part of what was logged. */
const rest = ({ words, sent }) => (words.startsWith(sent) ? words.slice(sent.length).trimStart() : words);

export function Composer({ place, round, words = "", opened, onKeep, children }) {
  const root = useRef(null);
  const now = useRef({ timer: 0 }).current;
  const [focused, setFocused] = useState(false);
  const box = () => root.current?.querySelector(WORDS);

  now.keep = (at) => {
    clearTimeout(now.timer);
    now.timer = 0;
    const entry = written.get(at);
    if (!entry?.waiting) return;
    // Without a connection the browser alone keeps it: a queue of old texts helps nobody.
    if (document.querySelector(".cm-offline")) return void soon(at);
    entry.waiting = false;
    onKeep?.(at, { ...entry.fields, round: entry.round });
  };
  const soon = (at) => {
    now.timer ||= setTimeout(() => now.keep(at), EVERY);
  };
  const note = () => {
    const fields = [...new FormData(root.current.closest("form"))].filter(([name]) => name.startsWith(PREFIX));
    const values = Object.fromEntries(fields.map(([name, value]) => [name.slice(PREFIX.length), value]));
    written.set(place, { ...written.get(place), round, words: box().value, fields: values, waiting: true });
    soon(place);
  };

  useEffect(() => {
    const before = written.get(place);
    const logged = before?.sent !== undefined && before.round !== round && !words;
    const ours = before && (before.round === round || before.waiting);
    box().value = logged ? rest(before) : ours ? before.words : words;
    if (logged || !ours) written.set(place, { round, words: box().value, fields: {}, waiting: false });
    if ((logged && box().value) || (!logged && ours && before.waiting)) note();
  }, [place, round]);
  useEffect(() => {
    const form = root.current.closest("form");
    const send = () => {
      now.keep(place);
      written.set(place, { round, fields: {}, ...written.get(place), words: box().value, sent: box().value });
    };
    form.addEventListener("submit", send, true);
    return () => {
      form.removeEventListener("submit", send, true);
      now.keep(place);
    };
  }, [place, round]);
  useEffect(() => {
    const elsewhere = ({ target }) => root.current?.contains(target) || setFocused(false);
    document.addEventListener("pointerdown", elsewhere);
    return () => document.removeEventListener("pointerdown", elsewhere);
  }, []);

  /** A template: into an empty box as it is, else below what stands there. */
  const fill = (template) => {
    const element = box();
    element.value = [element.value.trimEnd(), template].filter(Boolean).join("\n\n");
    element.focus();
    note();
  };
  const onClickCapture = ({ target }) => {
    const pressed = target.closest?.("[data-add], [data-drops], [data-words]");
    if (!pressed) return;
    if ("drops" in pressed.dataset) written.delete(place);
    else now.keep(place);
    if ("words" in pressed.dataset) fill(pressed.dataset.words);
  };
  const onKeyDown = (event) => {
    const { key, target } = event;
    if (key === "Enter" && !event.ctrlKey && !event.metaKey && target.matches(`${PANEL} input`)) {
      // A line in a panel is added; what stands above it is sent by its own button.
      event.preventDefault();
      now.keep(place);
      target.closest(PANEL).querySelector("[data-add]")?.click();
    }
    if (key === "Escape" && !target.closest('[role="dialog"], :popover-open')) {
      target.blur();
      setFocused(false);
    }
  };
  const onBlur = ({ relatedTarget }) => {
    now.keep(place);
    if (relatedTarget && !root.current.contains(relatedTarget)) setFocused(false);
  };

  return createElement(
    "div",
    {
      className: "cm-composer",
      ref: root,
      "data-open": opened || focused || undefined,
      onInput: note,
      onFocus: () => setFocused(true),
      onBlur,
      onKeyDown,
      onClickCapture,
    },
    children,
  );
}
