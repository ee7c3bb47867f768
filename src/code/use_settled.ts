// Owns letting the code wait for the edges: it follows the document when that has been left alone for a moment.
import { useEffect, useState } from "react";

const pause = 120;

/** The value as it was when it last stayed the same for a moment; the first one at once. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
