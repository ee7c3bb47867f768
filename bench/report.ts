// Owns what a benchmark reports: rows of measured figures beside their targets, printed as a table.

export interface Row {
  readonly work: string;
  /** The measured figure. */
  readonly value: number;
  readonly unit: string;
  /** What the figure should be at most or at least; rows without a target only inform. */
  readonly target?: { readonly kind: "at most" | "at least"; readonly value: number };
  /** Medians, counts, spread: what explains the figure. */
  readonly note?: string;
}

export interface Report {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** Everything that was measured, for the JSON file. */
  readonly details?: unknown;
}

/** Whether a row reaches its target; null without one. */
export function reaches({ value, target }: Row): boolean | null {
  if (!target) return null;
  return target.kind === "at most" ? value <= target.value : value >= target.value;
}

/** The value below which a share `q` of the times lies (nearest rank). */
export function quantile(times: readonly number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (times: readonly number[]): number => quantile(times, 0.5);

/** Prints the table; returns how many targets were missed. */
export function printReport(report: Report): number {
  console.log(`\n${report.title}`);
  const lines = report.rows.map((row) => [
    row.work,
    `${Number(row.value.toPrecision(3))} ${row.unit}`,
    row.target ? `${row.target.kind} ${row.target.value}` : "",
    { true: "reached", false: "MISSED", null: "" }[`${reaches(row)}`] ?? "",
    row.note ?? "",
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]!.length)));
  for (const line of lines)
    console.log(
      `  ${line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd()}`,
    );
  return report.rows.filter((row) => reaches(row) === false).length;
}
