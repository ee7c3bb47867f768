// Owns figures beside their targets: whether they reach them, and the table in the terminal.

export interface Row {
  readonly work: string;
  /** The measured figure. */
  readonly value: number;
  readonly unit: string;
  readonly target: { readonly kind: "at most" | "at least"; readonly value: number };
  /** A target beyond the one that must be reached. */
  readonly stretch?: boolean;
  /** Medians, counts: what explains the figure. */
  readonly note?: string;
}

/** Whether a row reaches its target. */
export const reaches = ({ value, target }: Row): boolean =>
  target.kind === "at most" ? value <= target.value : value >= target.value;

/** The value below which a share `q` of the times lies (nearest rank). */
export function quantile(times: readonly number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (times: readonly number[]): number => quantile(times, 0.5);

/** The rows as lines of aligned columns, and how many targets were missed. */
export function rowLines(rows: readonly Row[]): { readonly lines: string[]; readonly missed: number } {
  const cells = rows.map((row) => [
    row.work,
    `${Number(row.value.toPrecision(3))} ${row.unit}`.trimEnd(),
    `${row.target.kind} ${row.target.value}`,
    reaches(row) ? "reached" : row.stretch ? "missed (stretch)" : "MISSED",
    row.note ?? "",
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...cells.map((line) => line[column]!.length)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  return { lines, missed: rows.filter((row) => !reaches(row) && !row.stretch).length };
}
