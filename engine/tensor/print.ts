// Owns how a tensor prints: `tensor([[1.0000, 2.5000]])`, as torch's default print options.
import { type DType, printDType } from "../core/dtype.ts";
import { printShape, type Shape } from "../core/shape.ts";

const EDGE_ITEMS = 3;
const THRESHOLD = 1000;
const LINE_WIDTH = 80;

/** How numbers are written, and how wide the widest is that torch measures: zeros, NaN and infinities are not. */
interface Format {
  readonly text: (value: number) => string;
  readonly width: number;
}

/** Torch's choice of notation: integers with a point, four digits, or scientific when the extent is too wide. */
function floatFormat(values: readonly number[]): Format {
  const measured = values.filter((v) => Number.isFinite(v) && v !== 0);
  const sizes = measured.map(Math.abs);
  const max = Math.max(...sizes);
  const min = Math.min(...sizes);
  const whole = measured.every(Number.isInteger);
  const scientific = measured.length > 0 && (max / min > 1000 || max > 1e8 || (!whole && min < 1e-4));
  const finite = (v: number): string =>
    scientific
      ? v.toExponential(4).replace(/e([+-])(\d)$/, "e$10$2")
      : whole
        ? `${Object.is(v, -0) ? "-" : ""}${v.toFixed(0)}.`
        : v.toFixed(4);
  const text = (v: number): string =>
    Number.isFinite(v) ? finite(v) : Number.isNaN(v) ? "nan" : v > 0 ? "inf" : "-inf";
  return { text, width: widest(measured.map(text)) };
}

const widest = (texts: readonly string[]): number => Math.max(1, ...texts.map((text) => text.length));

function formatOf(dtype: DType, values: readonly number[]): Format {
  if (dtype === "float32") return floatFormat(values);
  const text = (v: number): string => (dtype === "int64" ? v.toFixed(0) : v ? "True" : "False");
  return { text, width: widest(values.map(text)) };
}

/** The shown indices of a dim; -1 stands for the dots of a summary. */
function shown(size: number, summary: boolean): number[] {
  const all = Array.from({ length: size }, (_, i) => i);
  return summary && size > 2 * EDGE_ITEMS ? [...all.slice(0, EDGE_ITEMS), -1, ...all.slice(-EDGE_ITEMS)] : all;
}

/** `repr(tensor)`; `suffix` is `, requires_grad=True` or the grad_fn. */
export function printTensor(data: ArrayLike<number>, shape: Shape, dtype: DType, suffix: string): string {
  const total = data.length;
  const summary = total > THRESHOLD;
  const visible: number[] = [];
  const collect = (dim: number, at: number): void => {
    if (dim === shape.length) visible.push(data[at]!);
    else for (const i of shown(shape[dim]!, summary)) if (i >= 0) collect(dim + 1, at * shape[dim]! + i);
  };
  if (total > 0) collect(0, 0);
  const { text, width } = formatOf(dtype, visible);
  const cell = (v: number): string => text(v).padStart(width);
  const write = (dim: number, at: number, indent: number): string => {
    if (dim === shape.length) return cell(data[at]!);
    const items = shown(shape[dim]!, summary).map((i) =>
      i < 0 ? (dim === shape.length - 1 ? " ..." : "...") : write(dim + 1, at * shape[dim]! + i, indent + 1),
    );
    if (dim < shape.length - 1) {
      const gap = `,${"\n".repeat(shape.length - 1 - dim)}${" ".repeat(indent + 1)}`;
      return `[${items.join(gap)}]`;
    }
    const perLine = Math.max(1, Math.floor((LINE_WIDTH - indent) / (width + 2)));
    const lines: string[] = [];
    for (let i = 0; i < items.length; i += perLine) lines.push(items.slice(i, i + perLine).join(", "));
    return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
  };
  const body = total === 0 ? "[]" : write(0, 0, "tensor(".length);
  const size =
    total === 0 && shape.length !== 1 ? `, size=${printShape(shape).replace("[", "(").replace("]", ")")}` : "";
  const type = total === 0 && dtype !== "float32" ? `, dtype=${printDType(dtype)}` : "";
  return `tensor(${body}${size}${type}${suffix})`;
}
