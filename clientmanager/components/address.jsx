import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

// A screen may change the address by itself, and the router does not hear of it: going back to an address that the
// router takes for the present one then loads nothing. This says so.
export function Address({ onMoved }) {
  const location = useLocation();
  const before = useRef(location);
  useEffect(() => {
    const last = before.current;
    before.current = location;
    if (last !== location && last.pathname + last.search === location.pathname + location.search) onMoved();
  }, [location]);
  return null;
}
