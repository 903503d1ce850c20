import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

// A screen says in the address what it shows: `says` is a number, how, and the address; what stood there when the page
// was opened is of another time. The router does not hear of it: going back to an address that it takes for the
// present one then loads nothing, and onMoved says so.
export function Address({ says = "", onMoved }) {
  const location = useLocation();
  const before = useRef(location);
  const said = useRef(says);
  useEffect(() => {
    if (said.current === says) return;
    said.current = says;
    const [, how, to] = says.split(" ");
    if (to) history[how](history.state, "", to);
  }, [says]);
  useEffect(() => {
    const last = before.current;
    before.current = location;
    if (last !== location && last.pathname + last.search === location.pathname + location.search) onMoved();
  }, [location]);
  return null;
}
