// Owns the search for places in sorted lines.
import type { Elements } from "../../shape/contract.ts";

/** The first place where x may be put so that the line, from `start`, stays sorted; the last one with `right`. NaN is the largest. */
function placeOf(line: Elements, start: number, length: number, x: number, right: boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = line[start + middle]!;
    const before = right
      ? !(value > x || (Number.isNaN(value) && !Number.isNaN(x)))
      : !(value >= x || Number.isNaN(value));
    if (Number.isNaN(x) && !right ? !Number.isNaN(value) : before) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** out = the place of every x in the sorted line of its row; one line serves all rows where there is one only. */
export function searchLines(
  lines: Elements,
  x: Elements,
  out: Elements,
  rows: number,
  length: number,
  right: boolean,
): void {
  const each = x.length / rows;
  const step = lines.length === length ? 0 : length;
  for (let i = 0; i < x.length; i++) out[i] = placeOf(lines, Math.floor(i / each) * step, length, x[i]!, right);
}
