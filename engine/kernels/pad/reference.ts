// Padding kernels: every dim has a list that says which input index each output index takes.

/** Calls `row` for every run along the last dim with the input offset it reads from, or -1 when it lies in the padding. */
function forEachRun(
  inShape: readonly number[],
  maps: readonly Int32Array[],
  row: (at: number, from: number) => void,
): void {
  const last = maps.length - 1;
  const run = maps[last]!.length;
  const walk = (dim: number, at: number, from: number): number => {
    if (dim === last) {
      row(at, from < 0 ? -1 : from * inShape[last]!);
      return at + run;
    }
    let next = at;
    for (const i of maps[dim]!) next = walk(dim + 1, next, from < 0 || i < 0 ? -1 : from * inShape[dim]! + i);
    return next;
  };
  walk(0, 0, 0);
}

type Elements = Float32Array | Float64Array | Uint8Array;

/** out takes input at the mapped indices, and `value` where a map says -1. */
export function padForward(
  input: Elements,
  out: Elements,
  inShape: readonly number[],
  maps: readonly Int32Array[],
  value: number,
): void {
  const columns = maps.at(-1)!;
  forEachRun(inShape, maps, (at, from) => {
    for (let i = 0; i < columns.length; i++) {
      out[at + i] = from < 0 || columns[i]! < 0 ? value : input[from + columns[i]!]!;
    }
  });
}

/** Every output's gradient goes back to the input it was taken from. */
export function padBackward(
  gradOut: Float32Array,
  gradInput: Float32Array,
  inShape: readonly number[],
  maps: readonly Int32Array[],
): void {
  const columns = maps.at(-1)!;
  gradInput.fill(0);
  forEachRun(inShape, maps, (at, from) => {
    if (from < 0) return;
    for (let i = 0; i < columns.length; i++) {
      if (columns[i]! >= 0) gradInput[from + columns[i]!]! += gradOut[at + i]!;
    }
  });
}
