// One field that finds clients, places and actions: a combobox with its listbox in the browser's own modal dialog.
// Only an answer to the words in the field is shown; until it comes, those of the last one whom they find as well.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import {
  Archive, ArchiveRestore, Bell, Calendar, CalendarCheck, Columns3, Copy, Download, Eye, FileText, Handshake, History, Keyboard,
  ListChecks, LogOut, Mail, MapPin, Monitor, Moon, Phone, Plus, Repeat,
  Search, Sheet, SlidersHorizontal, Sun, UserPlus, Users, X,
} from "lucide-react";

const ICONS = {
  archive: Archive, "archive-restore": ArchiveRestore, bell: Bell, calendar: Calendar, "calendar-check": CalendarCheck,
  "columns-3": Columns3, copy: Copy, download: Download, eye: Eye, "file-text": FileText, handshake: Handshake, history: History,
  "list-checks": ListChecks,
  keyboard: Keyboard, "log-out": LogOut, mail: Mail, "map-pin": MapPin, monitor: Monitor, moon: Moon, phone: Phone,
  plus: Plus, repeat: Repeat, search: Search, sheet: Sheet, "sliders-horizontal": SlidersHorizontal, sun: Sun, "user-plus": UserPlus,
  users: Users,
};
const SHOWN_LATELY = 5;
const GROUPS = ["On this page", "Actions", "Places", "You"];
const NOTHING = { words: "", clients: [] };

const controls = (action) => [...document.querySelectorAll(`[data-action="${action}"]:not(:disabled)`)];
const press = (action) => dispatchEvent(new CustomEvent("press", { detail: action }));
const folded = (text) => text.normalize("NFKD").replace(/[\p{M}'’]/gu, "").toLowerCase();
const words = (text) => folded(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
/** Whether all that was typed begins words of a text. */
const matches = (typed, text) => words(typed).every((term) => words(text).some((word) => word.startsWith(term)));
const closeness = (typed, text) => (text === typed ? 2 : text.startsWith(typed) ? 1 : 0);
/** A text in pieces, every second one typed. */
const pieces = (typed, text) =>
  text.split(/(?=\s)/).flatMap((word) => {
    const start = word.search(/\S/);
    const term = words(typed).find((one) => folded(word.slice(start)).startsWith(one)) ?? "";
    return [word.slice(0, start), word.slice(start, start + term.length), word.slice(start + term.length), ""];
  });
const many = (number, one, several) => (number === 1 ? `1 ${one}` : `${number || "No"} ${several}`);
const capital = (word) => word[0].toUpperCase() + word.slice(1);

export function Palette({ offers = [], lately = [], found = NOTHING, offline = false, onOffer, onFind, id }) {
  const box = useRef(null);
  const chosenEarly = useRef("");
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState("");
  const [active, setActive] = useState("");
  const path = useLocation().pathname.replace(/\/$/, "");
  const typed = text.trim();
  const answered = found.words === typed;
  const pending = typed !== "" && !answered && !offline;

  const go = (path) => () => navigate(path);
  const asClient = (one) => ({
    id: `${id}-${one.id}`, words: one.name_marks.length ? one.name_marks : [one.name], status: one.status,
    second: [[`${one.about} · ${capital(one.status)}`], ...one.found_by.map(({ label, marks }) => [` · ${label} ${marks[0]}`, ...marks.slice(1)])],
    archived: one.archived, run: go(`/clients/${one.id}`),
  });
  const asOffer = (one) => {
    const here = one.action ? controls(one.action) : [];
    const letter = here.map((each) => each.getAttribute("aria-keyshortcuts")).find((key) => /^[a-z?]$/.test(key));
    return {
      id: `${id}-${one.words.replaceAll(" ", "-")}`, words: typed ? pieces(typed, one.words) : [one.words],
      icon: one.icon, close: closeness(folded(typed), folded(one.words)),
      offered: here.length > 0 || (one.go !== "" && one.go !== path),
      group: one.place ? "Places" : here.some((each) => each.closest("main")) ? "On this page" : one.go ? "Actions" : "You",
      keys: one.place ? ["g", one.words[0].toLowerCase()] : letter ? [letter] : [],
      run: () => {
        if (!here.length) navigate(one.go);
        if (one.action) press(one.action);
      },
    };
  };

  const groups = () => {
    const offered = offers
      .filter((one) => !typed || matches(typed, `${one.words} ${one.also}`))
      .map(asOffer)
      .filter((one) => one.offered)
      .sort((one, other) => other.close - one.close || GROUPS.indexOf(one.group) - GROUPS.indexOf(other.group));
    const clients = typed
      ? found.clients.filter((one) => answered || matches(typed, one.name))
      : lately.filter((one) => !path.endsWith(one.id)).slice(0, SHOWN_LATELY);
    const inList = go(`/clients?q=${encodeURIComponent(typed)}`);
    const everyone = { id: `${id}-list-search`, icon: "search", words: [`Search the list for “${typed}”`], run: inList };
    return [
      [typed ? "Clients" : "Opened lately", clients.map(asClient)],
      ...[...new Set(offered.map(({ group }) => group))].map((name) => [name, offered.filter(({ group }) => group === name)]),
      ["", typed ? [everyone] : []],
    ].filter(([, options]) => options.length);
  };

  const shown = opened ? groups() : [];
  const options = shown.flatMap(([, some]) => some);
  const at = Math.max(0, options.findIndex((one) => one.id === active));
  const current = options[at];
  const clients = shown.find(([title]) => title === "Clients")?.[1].length ?? 0;
  const others = options.length - clients - 1;

  const summon = () => {
    if (box.current.open) return box.current.close();
    // A menu gives the focus back before the palette remembers where it was.
    document.querySelector(":popover-open")?.hidePopover();
    setText("");
    setActive("");
    setOpened(true);
    box.current.showModal();
    onOffer?.();
  };
  const choose = (option) => {
    box.current.close();
    option?.run();
  };
  const type = ({ target }) => {
    setText(target.value);
    setActive("");
    chosenEarly.current = "";
    if (target.value.trim()) onFind?.(target.value.trim());
  };
  const onKeyDown = (event) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const last = options.length - 1;
    const to = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last }[event.key];
    if (to !== undefined) setActive(options[to]?.id ?? "");
    else if (event.key !== "Enter") return;
    // Who types a name and Enter in one go means the first of the answer that is on its way.
    else if (pending && !active) chosenEarly.current = typed;
    else choose(current);
    event.preventDefault();
  };

  // Before the page is painted: who sees it may press ⌘K.
  useLayoutEffect(() => {
    const dialog = box.current;
    dialog.addEventListener("summon", summon);
    return () => dialog.removeEventListener("summon", summon);
  });
  useEffect(() => {
    if (opened && answered && typed && chosenEarly.current === typed) choose(options[0]);
  }, [found]);
  useEffect(() => {
    if (opened) document.getElementById(current?.id)?.scrollIntoView({ block: "nearest" });
  }, [current?.id]);

  const marked = (pieces) => pieces.map((piece, i) => (i % 2 && piece ? <mark key={i}>{piece}</mark> : piece));
  const icon = (name) => {
    const Icon = ICONS[name];
    return <Icon size={16} strokeWidth={1.6} className="cm-icon" aria-hidden="true" />;
  };
  const row = (option) => (
    <div
      key={option.id}
      id={option.id}
      role="option"
      aria-selected={option === current}
      className="cm-palette-option"
      onPointerMove={() => option === current || setActive(option.id)}
      onClick={() => choose(option)}
    >
      {option.status ? <span className="cm-status" data-status={option.status} /> : icon(option.icon)}
      <span className="cm-palette-words">
        <span>{marked(option.words)}</span>
        {option.second && <span className="cm-second">{option.second.map(marked)}</span>}
      </span>
      {option.archived && <span className="cm-tag">Archived</span>}
      {option.keys?.map((key) => <kbd key={key} className="cm-key" aria-hidden="true">{key}</kbd>)}
    </div>
  );

  return (
    <dialog
      ref={box}
      id={id}
      className="cm-palette"
      aria-label="Find clients, places and actions"
      onClose={() => setOpened(false)}
      onClick={({ target }) => target === box.current && box.current.close()}
    >
      <div className="cm-palette-head">
        {icon("search")}
        <input
          value={text}
          onChange={type}
          onKeyDown={onKeyDown}
          placeholder="A client, a place or an action"
          aria-label="Find a client, a place or an action"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={current?.id}
          aria-autocomplete="list"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={200}
        />
        <button type="button" className="cm-button text square" aria-label="Close" onClick={() => box.current.close()}>
          <X size={20} strokeWidth={1.6} className="cm-icon large" aria-hidden="true" />
        </button>
      </div>
      {offline && <p className="cm-palette-note">Connection lost. Clients can be searched again when it is back.</p>}
      {typed && answered && !clients && !others && <p className="cm-palette-note">No one matches “{typed}”.</p>}
      {pending && !clients && <div className="cm-skeleton cm-palette-wait"><div><i /></div><div><i /></div></div>}
      <div id={`${id}-list`} role="listbox" aria-label="What was found" tabIndex={-1} aria-busy={pending}>
        {shown.map(([title, some]) => (
          <div key={title} role="group" aria-label={title || "More"}>
            {title && <div className="cm-palette-title" aria-hidden="true">{title}</div>}
            {some.map(row)}
          </div>
        ))}
      </div>
      <div role="status" className="cm-unseen">
        {typed && answered ? `${many(clients, "client", "clients")}, ${many(others, "other", "others")}` : ""}
      </div>
    </dialog>
  );
}
