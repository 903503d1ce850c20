// Notifications of the browser itself, made by an open page: no service worker, no push service, nobody else's machine.
// What this browser was told stands in its own storage: "on", or "names" where names may be shown too.
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { Bell, BellOff } from "lucide-react";

const KEY = "notices";
const shown = new Set();

const chosen = () => localStorage.getItem(KEY) ?? "";
const allowed = () => "Notification" in window && Notification.permission === "granted";

/** Whether it could be shown: on some telephones pages cannot. */
function show(title, body, tag, onClick) {
  try {
    const made = new Notification(title, { body, tag });
    made.onclick = onClick;
    return true;
  } catch {
    return false;
  }
}

export function NoticeTeller({ news = [] }) {
  const navigate = useNavigate();
  useEffect(() => {
    for (const one of news) {
      if (shown.has(one.key)) continue;
      shown.add(one.key);
      // Whoever has the page in front of them sees the count.
      if (!document.hidden || !chosen() || !allowed()) continue;
      const [title, body] = chosen() === "names" ? [one.words, ""] : ["A task needs you", one.plain];
      show(title, body, one.key.split(" ")[0], () => {
        window.focus();
        if (one.href) navigate(one.href);
      });
    }
  }, [news]);
  return null;
}

export function NoticeSwitch({ id }) {
  const [mode, setMode] = useState("");
  const [refused, setRefused] = useState("");
  useEffect(() => setMode(allowed() ? chosen() : ""), []);

  const choose = (next) => {
    if (next) localStorage.setItem(KEY, next);
    else localStorage.removeItem(KEY);
    setMode(next);
  };
  const turnOn = async () => {
    if (!("Notification" in window)) return setRefused("This browser cannot show notifications on this address.");
    const answer = await Notification.requestPermission();
    if (answer !== "granted") return setRefused("This browser does not allow it. Change that in its settings for this site.");
    if (!show("You are told here", "This is how a notification looks.", "trial"))
      return setRefused("This browser cannot show notifications of an open page.");
    setRefused("");
    choose("on");
  };

  return (
    <div className="cm-notify" id={id}>
      <p>
        {mode
          ? "While a tab of ClientManager is open in the background, this browser shows you what is new."
          : "This browser can show you what is new while a tab of ClientManager is open in the background."}{" "}
        Nothing leaves this machine. Your computer may keep a list of the notifications it showed, so they say only “A task
        needs you” unless you add names.
      </p>
      {mode && (
        <label className="cm-notify-names">
          <input type="checkbox" checked={mode === "names"} onChange={({ target }) => choose(target.checked ? "names" : "on")} />
          <span>Add names and the task’s title</span>
        </label>
      )}
      {mode ? (
        <button type="button" className="cm-button" onClick={() => choose("")}>
          <BellOff size={16} strokeWidth={1.6} className="cm-icon" aria-hidden="true" />
          <span>Stop notifying me</span>
        </button>
      ) : (
        <button type="button" className="cm-button" onClick={turnOn}>
          <Bell size={16} strokeWidth={1.6} className="cm-icon" aria-hidden="true" />
          <span>Notify me in this browser</span>
        </button>
      )}
      {refused && <p role="alert">{refused}</p>}
    </div>
  );
}
