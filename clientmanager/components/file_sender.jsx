// Files that are added to something, a task or a timeline: chosen, or let go over its sheet or page. One after the other goes over HTTP, with how far it
// is; what is refused says why beside it. What is on its way is known to the page and not to the sheet: closing the
// sheet stops nothing, and opening it again shows how far it is.
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Download, OctagonAlert, Paperclip, X } from "lucide-react";

const LOST = "The connection was lost, so this was not added. Add it again.";
const FOLDER = "This is a folder. Add the files in it.";
const WRONG = "Something went wrong here, so this was not added. Try again.";
const EMPTY = "This file is empty, so it was not added.";

let lines = [];
let number = 0;
const hearers = new Set();
const hear = (hearer) => {
  hearers.add(hearer);
  return () => hearers.delete(hearer);
};
const tell = (news) => {
  lines = news;
  for (const hearer of hearers) hearer();
};
const change = (id, news) => tell(lines.map((one) => (one.id === id ? { ...one, ...news } : one)));
const waiting = () => lines.find((one) => one.state === "waiting");
const busy = () => lines.some((one) => one.state === "waiting" || one.state === "sending");

/** The next one, unless one is on its way: they are taken in the order in which they were chosen. */
function sendNext() {
  const line = lines.some((one) => one.state === "sending") ? null : waiting();
  if (!line) return;
  const body = new FormData();
  body.append(line.field, line.beside);
  body.append("file", line.file, line.name);
  const request = new XMLHttpRequest();
  const over = (news) => {
    change(line.id, { file: null, ...news });
    sendNext();
  };
  request.upload.onprogress = ({ loaded, total }) => change(line.id, { part: loaded / total });
  request.onload = () => {
    // A page in place of a sentence comes from whatever stands between: a proxy that takes less, for one.
    const said = /^text\/plain/.test(request.getResponseHeader("content-type") ?? "") ? request.responseText : WRONG;
    if (request.status !== 201) return over({ state: "refused", why: said });
    over({ state: "kept", kept: said, part: 1 });
    line.arrived(line.beside);
  };
  request.onerror = request.onabort = request.ontimeout = () => over({ state: "refused", why: LOST });
  change(line.id, { state: "sending" });
  request.open("POST", line.address);
  request.send(body);
}

/** A page that is left takes what is on its way with it: the browser asks first. */
const askFirst = (event) => busy() && event.preventDefault();

export function FileSender({ address, field, beside, area, label, second = "", files = [], largest, largestWords, onArrived }) {
  const all = useSyncExternalStore(hear, () => lines, () => lines);
  const place = useRef(null);
  const chooser = useRef(null);
  const [over, setOver] = useState(false);
  const there = new Set(files.map(({ id }) => id));
  const ours = (one) => one.address === address && one.beside === beside;
  const own = all.filter((one) => ours(one) && !there.has(one.kept));
  const moving = own.filter((one) => one.state !== "refused");
  const refused = own.filter((one) => one.state === "refused");

  const add = (chosen) => {
    const fresh = chosen.map(({ file, folder }) => {
      const why = folder
        ? FOLDER
        : file.size === 0
          ? EMPTY
          : file.size > largest
            ? `This file is larger than ${largestWords}. Make it smaller or divide it.`
            : "";
      const line = { id: ++number, address, field, beside, name: file.name, part: 0, arrived: (id) => onArrived?.(id) };
      return why ? { ...line, state: "refused", why } : { ...line, state: "waiting", file };
    });
    tell([...lines.filter((one) => !ours(one) || one.state !== "refused"), ...fresh]);
    sendNext();
  };
  const forget = (id) => tell(lines.filter((one) => one.id !== id));

  // Those that the list shows by now are not on their way any more.
  useEffect(() => {
    if (lines.some((one) => there.has(one.kept))) tell(lines.filter((one) => !there.has(one.kept)));
  }, [files, all]);

  // Let go anywhere over the area. Beside it nothing happens: the browser would open the file in place of the page, and
  // what someone was typing would be gone.
  const dropped = useRef(null);
  dropped.current = add;
  useEffect(() => {
    addEventListener("beforeunload", askFirst);
    const around = place.current.closest(area);
    const ofFiles = ({ dataTransfer }) => [...(dataTransfer?.types ?? [])].includes("Files");
    const inside = ({ target }) => around.contains(target);
    const onOver = (event) => {
      if (!ofFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = inside(event) ? "copy" : "none";
      setOver(inside(event));
    };
    const onLeave = ({ relatedTarget }) => relatedTarget ?? setOver(false);
    const onDrop = (event) => {
      if (!ofFiles(event)) return;
      event.preventDefault();
      setOver(false);
      if (!inside(event)) return;
      const some = [...event.dataTransfer.items].filter(({ kind }) => kind === "file");
      dropped.current(
        some.map((one) => ({ folder: one.webkitGetAsEntry?.()?.isDirectory, file: one.getAsFile() })).filter(({ file }) => file),
      );
    };
    const heard = { dragover: onOver, dragleave: onLeave, drop: onDrop };
    for (const [name, does] of Object.entries(heard)) addEventListener(name, does);
    return () => {
      for (const [name, does] of Object.entries(heard)) removeEventListener(name, does);
    };
  }, []);
  useEffect(() => {
    place.current.closest(area).toggleAttribute("data-dropping", over);
  }, [over]);

  const icon = (Icon) => <Icon size={16} strokeWidth={1.6} className="cm-icon" aria-hidden="true" />;
  const input = (
    <input
      ref={chooser}
      type="file"
      multiple
      hidden={!second}
      aria-label={second ? label : "Files to add"}
      onChange={({ target }) => {
        add([...target.files].map((file) => ({ file })));
        target.value = "";
      }}
    />
  );
  return (
    <div ref={place} className="cm-file-sender">
      {moving.length > 0 && (
        <ul className="cm-files" aria-label="On their way">
          {moving.map((one) => (
            <li key={one.id}>
              {icon(Paperclip)}
              <div className="cm-progress">
                <div>
                  <bdi>{one.name}</bdi>
                  <span className="cm-quiet">{one.state === "waiting" ? "Waiting" : one.part < 1 ? `${Math.floor(one.part * 100)} %` : "Being kept"}</span>
                </div>
                <progress value={one.part} max={1} aria-label={`${one.name} on its way`} />
              </div>
            </li>
          ))}
        </ul>
      )}
      <div role="alert">
        {refused.map((one) => (
          <div key={one.id} className="cm-file-refused">
            {icon(OctagonAlert)}
            <span><bdi className="cm-strong">{one.name}</bdi> {one.why}</span>
            <button type="button" className="cm-card-more" aria-label={`Dismiss what is said of “${one.name}”`} onClick={() => forget(one.id)}>
              {icon(X)}
            </button>
          </div>
        ))}
      </div>
      {second ? (
        <label className="cm-drop">
          <Download size={20} strokeWidth={1.6} className="cm-icon large" aria-hidden="true" />
          <strong>{label}</strong>
          <span className="cm-quiet">{second}</span>
          {input}
        </label>
      ) : (
        <div className="cm-file-add">
          {input}
          <button type="button" className="cm-button" onClick={() => chooser.current.click()}>
            {icon(Paperclip)}
            <span>{label}</span>
          </button>
          <span className="cm-quiet cm-small"><span className="cm-by-mouse">or drop it on this sheet; </span>{largestWords} at most</span>
        </div>
      )}
    </div>
  );
}
