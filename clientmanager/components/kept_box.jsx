// A box whose words are sent as one: handed over every second while they are typed, out of the way once they are sent,
// and back again where they are refused. Uncontrolled: words in it survive a lost connection.
import { createElement, useEffect, useRef } from "react";

const EVERY = 1000;
const PATIENCE = 10_000;

// What was typed and not yet sent, and what was sent and not yet answered, by place: a server that comes back makes the
// whole page anew.
const typed = new Map();
const note = (place, text, sent = "") => {
  if (text.trim() || sent) typed.set(place, { text, sent });
  else typed.delete(place);
};

globalThis.addEventListener?.("beforeunload", (event) => {
  if (typed.size) event.preventDefault();
});

export function KeptBox({ place, draft = "", lines = false, onKeep, ...rest }) {
  const box = useRef(null);
  const now = useRef({ timer: 0, text: "", returned: "" }).current;
  const together = ({ sent, text }) => [sent, text].filter((words) => words.trim()).join(lines ? "\n" : " ");
  const show = (text) => {
    now.text = text;
    if (box.current) box.current.value = text;
  };
  now.keep = () => {
    clearTimeout(now.timer);
    now.timer = 0;
    // Without a connection the browser alone keeps it: a queue of old texts helps nobody.
    if (document.querySelector(".cm-offline")) now.timer = setTimeout(() => now.keep(), EVERY);
    else onKeep?.(now.text);
  };
  const soon = () => {
    now.timer ||= setTimeout(() => now.keep(), EVERY);
  };

  useEffect(() => {
    const element = box.current;
    const { form } = element;
    const before = typed.get(place);
    show(before ? together(before) : draft);
    if (before) {
      note(place, now.text);
      soon();
    }
    const handOver = () => void (now.timer && now.keep());
    const send = ({ target }) => {
      if (target !== form) return;
      const sent = element.value;
      now.returned = "";
      show("");
      note(place, "", sent);
      setTimeout(() => typed.get(place)?.sent === sent && answer({ detail: "refused" }), PATIENCE);
    };
    const answer = ({ detail }) => {
      const entry = typed.get(place);
      if (detail === "refused" && entry?.sent) {
        now.returned = entry.sent;
        show(together({ sent: entry.sent, text: element.value }));
      }
      // It was taken after all, later than one waited: what was given back is not sent twice.
      if (detail === "taken" && now.returned) {
        if (element.value.startsWith(now.returned)) show(element.value.slice(now.returned.length).replace(/^[\n ]/, ""));
        now.returned = "";
      }
      if (detail === "dropped") show("");
      note(place, element.value);
    };
    form.addEventListener("submit", handOver, true);
    // After whoever sends the form has read it, and before the next key.
    document.addEventListener("submit", send);
    element.addEventListener("answer", answer);
    return () => {
      form.removeEventListener("submit", handOver, true);
      document.removeEventListener("submit", send);
      element.removeEventListener("answer", answer);
      handOver();
    };
  }, []);

  const first = useRef(true);
  useEffect(() => {
    if (first.current) return void (first.current = false);
    if (!typed.has(place)) show(draft);
  }, [draft]);

  return createElement(lines ? "textarea" : "input", {
    ...rest,
    ref: box,
    onInput: ({ target }) => {
      now.text = target.value;
      note(place, target.value, typed.get(place)?.sent);
      soon();
    },
  });
}
