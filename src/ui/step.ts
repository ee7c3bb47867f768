// Stepping a number that is held as text.

export interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/**
 * The number in `text` plus `by`, kept within the bounds and free of binary rounding noise (0.1 + 0.2 is "0.3").
 * Empty text counts as zero; null when the text is no number.
 */
export function stepNumber(text: string, by: number, { min = -Infinity, max = Infinity }: Bounds = {}): string | null {
  const from = Number(text.trim());
  if (!Number.isFinite(from)) return null;
  const sum = Number((from + by).toPrecision(12));
  return String(Math.min(max, Math.max(min, sum)));
}
