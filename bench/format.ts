// Owns how figures are put into words: numbers, ratios, one line for a race.
import { ours } from "./names.ts";
import type { Race } from "./race.ts";

/** Three significant digits, without an exponent. */
export function short(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1e6 ? Math.round(rounded).toString() : String(rounded);
}

/** Bytes as MiB. */
export const mebibytes = (bytes: number): string => short(bytes / 2 ** 20);

export const medianOf = (results: Race, name: string): number | null => {
  const result = results[name];
  return result?.kind === "timed" ? result.median : null;
};

/** A contestant's time over ours; null where one of them has none. */
export function ratioTo(results: Race, name: string): number | null {
  const [own, other] = [medianOf(results, ours), medianOf(results, name)];
  return own === null || other === null ? null : other / own;
}

/** One line: each contestant's time, and its ratio to ours. */
export function describeRace(results: Race): string {
  const cells = Object.entries(results).map(([name, result]) => {
    if (result.kind === "cannot") return `${name}: cannot: ${result.reason}`;
    const ratio = name === ours ? null : ratioTo(results, name);
    const times = ratio === null ? "" : ` (${short(ratio)}×)`;
    return `${name} ${short(result.median)} ms${times}${result.count < 20 ? ` n=${result.count}` : ""}`;
  });
  return cells.join("; ");
}
