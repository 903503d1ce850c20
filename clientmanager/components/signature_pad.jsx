// A box to sign in. The drawing is ink on white whatever the theme, for it is kept as it is; a scan goes over HTTP.
import { useEffect, useRef, useState } from "react";
import { OctagonAlert } from "lucide-react";

const WIDTH = 1200;
const HEIGHT = 400;
const LOST = "The connection was lost, so this was not added. Add it again.";
const WRONG = "Something went wrong here, so this was not added. Try again.";

export function SignaturePad({ version, signer = "", refused = "", largest, largestWords, onSign, onScanned }) {
  const canvas = useRef(null);
  const name = useRef(null);
  const chooser = useRef(null);
  const stroke = useRef(null);
  const [signed, setSigned] = useState(false);
  const [sending, setSending] = useState(false);
  const [why, setWhy] = useState("");
  const said = why || refused;

  const clear = () => {
    const pen = canvas.current.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    Object.assign(pen, { strokeStyle: "black", fillStyle: "black", lineWidth: 5, lineCap: "round", lineJoin: "round" });
    setSigned(false);
  };
  useEffect(clear, []);

  const at = ({ clientX, clientY }) => {
    const box = canvas.current.getBoundingClientRect();
    return [((clientX - box.left) / box.width) * WIDTH, ((clientY - box.top) / box.height) * HEIGHT];
  };
  const onPointerDown = (event) => {
    if (event.button || !event.isPrimary) return;
    event.preventDefault();
    canvas.current.setPointerCapture(event.pointerId);
    stroke.current = at(event);
    const pen = canvas.current.getContext("2d");
    pen.beginPath();
    pen.arc(...stroke.current, 2.5, 0, 2 * Math.PI);
    pen.fill();
    setSigned(true);
  };
  const onPointerMove = (event) => {
    if (!stroke.current || !event.isPrimary) return;
    const pen = canvas.current.getContext("2d");
    const steps = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const step of steps.length ? steps : [event]) {
      pen.beginPath();
      pen.moveTo(...stroke.current);
      stroke.current = at(step);
      pen.lineTo(...stroke.current);
      pen.stroke();
    }
  };
  const onPointerUp = () => void (stroke.current = null);

  const keep = () => {
    setWhy(signed ? "" : "Sign in the box first.");
    if (signed) onSign?.(name.current.value, canvas.current.toDataURL("image/png"));
  };
  const send = async (file) => {
    if (!file) return;
    if (file.size > largest) return setWhy(`This file is larger than ${largestWords}. Make it smaller.`);
    const body = new FormData();
    body.append("version", version);
    body.append("signed_by", name.current.value);
    body.append("file", file, "scan");
    setSending(true);
    setWhy("");
    try {
      const answer = await fetch("/clients/advice/signatures", { method: "POST", body });
      // A page in place of a sentence comes from whatever stands between.
      const plain = /^text\/plain/.test(answer.headers.get("content-type") ?? "");
      if (answer.status === 201) onScanned?.();
      else setWhy(plain ? await answer.text() : WRONG);
    } catch {
      setWhy(LOST);
    }
    setSending(false);
  };

  return (
    <div className="cm-signature">
      <div className="cm-form-field">
        <label htmlFor="signed-by">Name of whoever signs</label>
        <input id="signed-by" ref={name} className="cm-input" defaultValue={signer} maxLength={120} autoComplete="off" dir="auto" />
      </div>
      <div className="cm-signature-box">
        <canvas
          ref={canvas}
          width={WIDTH}
          height={HEIGHT}
          role="img"
          aria-label={signed ? "The signature" : "The box to sign in, empty"}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={onPointerUp}
        />
        {!signed && <span aria-hidden="true">Sign here</span>}
      </div>
      <div role="alert">
        {said && (
          <div className="cm-error">
            <OctagonAlert size={16} strokeWidth={1.6} className="cm-icon trouble" aria-hidden="true" />
            <span>{said}</span>
          </div>
        )}
      </div>
      <div className="cm-actions">
        <button type="button" className="cm-button filled" onClick={keep}><span>Keep this signature</span></button>
        <button type="button" className="cm-button" onClick={clear} disabled={!signed}><span>Clear</span></button>
      </div>
      <input
        ref={chooser}
        type="file"
        accept="application/pdf,image/jpeg,image/png"
        hidden
        aria-label="Scan of the signed page"
        onChange={({ target }) => {
          send(target.files[0]);
          target.value = "";
        }}
      />
      <p className="cm-quiet cm-small">Signed on paper? Add the scan of that page: a PDF, JPEG or PNG, {largestWords} at most.</p>
      <div className="cm-actions">
        <button type="button" className="cm-button" disabled={sending} onClick={() => chooser.current.click()}>
          <span>{sending ? "Being kept" : "Add a scan"}</span>
        </button>
      </div>
    </div>
  );
}
