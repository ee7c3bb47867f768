// Owns how statistics are written: short for the eye, 9 significant digits for scripts.

/** At most three significant digits, within 8 characters: `0.12`, `−3.4e−5`, `128`. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "−inf";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text =
    size >= 1e5 || size < 1e-3 ? value.toExponential(1).replace("e+", "e") : String(Number(value.toPrecision(3)));
  return text.replaceAll("-", "−");
}

/** 9 significant digits: enough to tell any two float32 apart. */
export const exactNumber = (value: number): string => String(Number(value.toPrecision(9)));
