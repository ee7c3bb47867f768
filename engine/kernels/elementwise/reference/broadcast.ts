// Kernels over two inputs with broadcasting, and the sum that undoes a broadcast.

type Elements = Float32Array | Float64Array | Uint8Array;

/** Calls `row` for every run along the last dim of `shape`: offsets of its start under each of the stride lists. */
function forEachRun(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
  row: (at: number, offsets: readonly number[]) => void,
): void {
  const last = shape.length - 1;
  const counter = new Array<number>(Math.max(last, 0)).fill(0);
  const offsets = strides.map(() => 0);
  const run = last < 0 ? 1 : shape[last]!;
  const total = shape.reduce((n, size) => n * size, 1);
  for (let at = 0; at < total; at += run) {
    row(at, offsets);
    for (let dim = last - 1; dim >= 0; dim--) {
      counter[dim]!++;
      for (let s = 0; s < strides.length; s++) offsets[s]! += strides[s]![dim]!;
      if (counter[dim]! < shape[dim]!) break;
      for (let s = 0; s < strides.length; s++) offsets[s]! -= strides[s]![dim]! * shape[dim]!;
      counter[dim] = 0;
    }
  }
}

type Binary = (a: number, b: number) => number;

const binary =
  (op: Binary) =>
  /** out (shape) from a and b, whose strides are 0 along the dims they are stretched over. */
  (
    a: Elements,
    b: Elements,
    out: Elements,
    shape: readonly number[],
    aStrides: readonly number[],
    bStrides: readonly number[],
  ): void => {
    const run = shape.at(-1) ?? 1;
    const aStep = aStrides.at(-1) ?? 0;
    const bStep = bStrides.at(-1) ?? 0;
    forEachRun(shape, [aStrides, bStrides], (at, [aFrom, bFrom]) => {
      for (let i = 0, x = aFrom!, y = bFrom!; i < run; i++, x += aStep, y += bStep) out[at + i] = op(a[x]!, b[y]!);
    });
  };

export const add = binary((a, b) => a + b);
export const mul = binary((a, b) => a * b);

/** out (with strides 0 along the summed dims) = sums of x (shape). */
export function sumTo(
  x: Float32Array,
  out: Float32Array,
  shape: readonly number[],
  outStrides: readonly number[],
): void {
  const sum = new Float64Array(out.length);
  const run = shape.at(-1) ?? 1;
  const step = outStrides.at(-1) ?? 0;
  forEachRun(shape, [outStrides], (at, [from]) => {
    for (let i = 0, y = from!; i < run; i++, y += step) sum[y]! += x[at + i]!;
  });
  out.set(sum);
}
