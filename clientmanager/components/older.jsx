import { useEffect, useRef } from "react";

// Around the button that shows what is older: it calls `onNear` by itself when it comes near the window, once for each
// `place`, so that a page that answers with nothing is not asked again.
export function Older({ place, onNear, children }) {
  const box = useRef(null);
  const near = useRef(onNear);
  near.current = onNear;
  useEffect(() => {
    const watch = new IntersectionObserver(
      ([seen]) => {
        if (!seen.isIntersecting) return;
        watch.disconnect();
        near.current();
      },
      { rootMargin: "0px 0px 600px" },
    );
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [place]);
  return <div ref={box} className="cm-timeline-way">{children}</div>;
}
