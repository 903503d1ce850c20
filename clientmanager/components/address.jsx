import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

// A screen may change the address by itself, and the router does not hear of it: going back to an address that the
// router takes for the present one then loads nothing. This says so.
export function Address({ onMoved }) {
  const location = useLocation();
  const now = useRef({ location, onMoved });
  const told = useRef(null);
  useEffect(() => {
    const last = now.current.location;
    now.current = { location, onMoved };
    if (last === location || last.pathname + last.search !== location.pathname + location.search) return;
    if (told.current !== last) onMoved();
    told.current = null;
  });
  useEffect(() => {
    const moved = () => {
      const { pathname, search } = now.current.location;
      if (pathname + search !== window.location.pathname + window.location.search) return;
      told.current = now.current.location;
      now.current.onMoved();
    };
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);
  return null;
}
