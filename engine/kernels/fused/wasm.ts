// Fused rows on WebAssembly: weights packed once, values that only the program sees in scratch, a few rows at a time.
import { binaryOps, unaryOps } from "../elementwise/contract.ts";
import { activationCode } from "../matmul/epilogue.ts";
import type { MatmulExports } from "../matmul/exports.ts";
import type { View, Workspace } from "../memory/workspace.ts";
import type { FusedRows, FusedSizes, FusedStep, PreparedFused } from "./contract.ts";
import type { FusedExports } from "./exports.ts";

type Exports = FusedExports & MatmulExports;

/** Rows that go through the program at once: what lies between its steps stays in the second cache. */
const rowsAtOnce = 24;

/** As in assembly/fused_rows.ts. */
const valueBytes = 12;
const stepBytes = 64;
const kinds = { linear: 0, unary: 1, add: 2, mul: 2, layerNorm: 3 } as const satisfies Record<
  FusedStep["kind"],
  number
>;

const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** Weights and biases of a step, null where it has none. */
function weightsOf(step: FusedStep): readonly [Float32Array | null, Float32Array | null] {
  return step.kind === "linear" || step.kind === "layerNorm"
    ? [step.weight?.() ?? null, step.bias?.() ?? null]
    : [null, null];
}

/** Where the values that only the program sees begin in scratch, and what the kernel is told of sizes. */
function sizesOf({ widths, arrays, steps }: FusedRows): FusedSizes {
  let inside = 0;
  const offsets = widths.map((width, i) => {
    const at = inside;
    if (i >= arrays) inside += aligned(4 * width * rowsAtOnce);
    return at;
  });
  const linear = steps.filter(({ kind }) => kind === "linear");
  const widest = linear.reduce((most, { from }) => Math.max(most, widths[from]!), 1);
  const work = steps.reduce(
    (sum, { kind, from, to }) => sum + widths[to]! * (kind === "linear" ? widths[from]! : 16),
    0,
  );
  return { offsets, inside, widest, work };
}

export function fusedKernels(kernel: Exports, space: Workspace) {
  const { memory } = space;

  /** Writes a step, with its numbers, and where its weights are. */
  function putStep(at: number, step: FusedStep, { widths }: FusedRows, weight: number, bias: number): void {
    const words = new Int32Array(memory.buffer, at, stepBytes / 4);
    const other = step.kind === "add" || step.kind === "mul" ? step.other : 0;
    words.set([kinds[step.kind], step.from, other, step.to, weight, bias, widths[step.to]!, widths[step.from]!]);
    if (step.kind === "linear") words[8] = activationCode[step.activation];
    else if (step.kind === "unary") {
      words[8] = unaryOps.indexOf(step.op);
      new Float32Array(memory.buffer, at + 36, 3).set(step.settings);
    } else if (step.kind === "layerNorm") new Float64Array(memory.buffer, at + 48, 1)[0] = step.eps;
    else words[8] = binaryOps.indexOf(step.kind);
  }

  /** Lays out program and weights from `pointer` on, weights as they are at the `pointers` given, two for each step. */
  function lay(fused: FusedRows, { offsets }: FusedSizes, pointer: number, pointers: readonly number[]): void {
    const { widths, arrays, steps } = fused;
    const table = new Int32Array(memory.buffer, pointer, 3 * widths.length);
    for (const [i, width] of widths.entries()) table.set([offsets[i]!, width, Number(i >= arrays)], 3 * i);
    let at = pointer + programBytes(fused);
    for (const [i, step] of steps.entries()) {
      const [from, bias] = [pointers[2 * i]!, pointers[2 * i + 1]!];
      const [n, k] = [widths[step.to]!, widths[step.from]!];
      const copied = (source: number): number => {
        if (source === 0) return 0;
        const to = at;
        new Float32Array(memory.buffer).copyWithin(to / 4, source / 4, source / 4 + n);
        at += aligned(4 * n);
        return to;
      };
      let weight = at;
      if (step.kind === "linear") {
        kernel.packAll(at, from, 4, 4 * k, n, k);
        at += aligned(kernel.packedBytes(n, k));
      } else weight = copied(from);
      putStep(pointer + stepsAt(fused) + i * stepBytes, step, fused, weight, copied(bias));
    }
  }

  const stepsAt = ({ widths }: FusedRows): number => aligned(valueBytes * widths.length);
  const programBytes = (fused: FusedRows): number => stepsAt(fused) + stepBytes * fused.steps.length;

  function preparedFusedBytes(fused: FusedRows): number {
    const bytes = fused.steps.reduce((sum, step) => {
      if (step.kind !== "linear" && step.kind !== "layerNorm") return sum;
      const width = fused.widths[step.to]!;
      const weight = step.kind === "linear" ? kernel.packedBytes(width, fused.widths[step.from]!) : 4 * width;
      return sum + aligned(weight) + aligned(4 * width);
    }, programBytes(fused));
    // Blocks of memory begin at multiples of 16, what is in this one at multiples of 64.
    return bytes + 64;
  }

  function prepareFused(fused: FusedRows): PreparedFused {
    const views = fused.steps.flatMap((step): readonly (View | null)[] => weightsOf(step));
    const sizes = sizesOf(fused);
    let pointer = 0;
    space.with(views, views.length, (...pointers) => {
      pointer = memory.allocate(preparedFusedBytes(fused));
      lay(fused, sizes, aligned(pointer), pointers);
    });
    return { pointer: aligned(pointer), sizes, release: () => memory.release(pointer) };
  }

  function runFused(fused: FusedRows, arrays: readonly Float32Array[], prepared: PreparedFused | null = null): void {
    const { rows, widths, steps } = fused;
    if (rows === 0) return;
    space.with(arrays, 0, (...pointers) => {
      const ready = prepared ?? prepareFused(fused);
      const { inside, widest, work } = ready.sizes;
      const [scratch] = space.scratch(kernel.fusedScratch(rowsAtOnce, inside, widest));
      const table = new Uint32Array(memory.buffer, ready.pointer, 3 * widths.length);
      for (const [i, pointer] of pointers.entries()) table[3 * i] = pointer;
      const sizes = [widths.length, steps.length, 0, rows, rowsAtOnce, inside, widest, work] as const;
      kernel.fusedRows(ready.pointer, ...sizes, scratch);
      if (!prepared) ready.release();
    });
  }

  return {
    /** Bytes that `prepareFused` takes. */
    preparedFusedBytes,
    /**
     * Lays a program's weights out once for many runs, of any number of rows.
     * @throws RangeError when there is no memory for them
     */
    prepareFused: prepareFused as (fused: FusedRows) => PreparedFused | null,
    /** Runs fused rows over arrays, in the order of their first values, with what `prepareFused` made of it. */
    runFused,
  };
}
