// Owns what pictures of values share: the width they have, the colours of now, and the keys that walk over them.
import { type RefObject, useEffect, useState, useSyncExternalStore } from "react";
import { useSession } from "../session/store.ts";

/** The width in CSS pixels of an element, followed as it changes. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observed = element.current;
    if (!observed) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(observed);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

const darkQuery = "(prefers-color-scheme: dark)";
const subscribeDark = (onChange: () => void) => {
  const query = matchMedia(darkQuery);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
};

/** Changes when the theme does: colours are to be read again. */
export function useThemeKey(): string {
  const dark = useSyncExternalStore(subscribeDark, () => matchMedia(darkQuery).matches);
  return `${useSession((s) => s.theme)} ${dark}`;
}

/** By how much an arrow key moves in a picture whose rows are `columns` long; null for other keys. */
export function arrowStep(key: string, columns: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  return steps[key] ?? null;
}
