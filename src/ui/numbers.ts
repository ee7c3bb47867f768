// Owns how statistics are written: short for the eye, 9 significant digits for scripts.

/** Short for the eye, `digits` significant ones at most: `0.12`, `−3.4e−5`, `128`. */
export function shortNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "−inf";
  const size = Math.abs(value);
  const long = size !== 0 && (size >= 10 ** (digits + 2) || size < 1e-3);
  // An exponent takes the room of a digit.
  const text = long ? Number(value.toPrecision(digits - 1)).toExponential() : String(Number(value.toPrecision(digits)));
  return text.replace("e+", "e").replaceAll("-", "−");
}

/** A count in groups of three, as in texts: `48,120`. */
export const grouped = (count: number): string => count.toLocaleString("en-US");

/** 9 significant digits: enough to tell any two float32 apart. */
export const exactNumber = (value: number): string => String(Number(value.toPrecision(9)));
