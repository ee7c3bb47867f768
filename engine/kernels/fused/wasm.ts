// Chains on WebAssembly: weights packed once, values that only the chain sees in scratch, a few rows at a time.
import { binaryOps, unaryOps } from "../elementwise/contract.ts";
import { activationCode } from "../matmul/epilogue.ts";
import type { MatmulExports } from "../matmul/exports.ts";
import type { View, Workspace } from "../memory/workspace.ts";
import type { Chain, ChainSizes, ChainStep, PreparedChain } from "./contract.ts";
import type { FusedExports } from "./exports.ts";

type Exports = FusedExports & MatmulExports;

/** Rows that go through the chain together: what lies between its steps stays in the second cache. */
const rowsAtOnce = 24;

/** As in assembly/chain.ts. */
const valueBytes = 12;
const stepBytes = 64;
const kinds = { linear: 0, unary: 1, add: 2, mul: 2, layerNorm: 3 } as const satisfies Record<
  ChainStep["kind"],
  number
>;

const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** Weights and biases of a step, null where it has none. */
function weightsOf(step: ChainStep): readonly [Float32Array | null, Float32Array | null] {
  return step.kind === "linear" || step.kind === "layerNorm"
    ? [step.weight?.() ?? null, step.bias?.() ?? null]
    : [null, null];
}

/** Where the values that only the chain sees begin in scratch, and what the kernel is told of sizes. */
function sizesOf({ widths, arrays, steps }: Chain): ChainSizes {
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

export function chainKernels(kernel: Exports, space: Workspace) {
  const { memory } = space;

  /** Writes a step, with its numbers, and where its weights are. */
  function putStep(at: number, step: ChainStep, { widths }: Chain, weight: number, bias: number): void {
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
  function lay(chain: Chain, { offsets }: ChainSizes, pointer: number, pointers: readonly number[]): void {
    const { widths, arrays, steps } = chain;
    const table = new Int32Array(memory.buffer, pointer, 3 * widths.length);
    for (const [i, width] of widths.entries()) table.set([offsets[i]!, width, Number(i >= arrays)], 3 * i);
    let at = pointer + programBytes(chain);
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
      putStep(pointer + stepsAt(chain) + i * stepBytes, step, chain, weight, copied(bias));
    }
  }

  const stepsAt = ({ widths }: Chain): number => aligned(valueBytes * widths.length);
  const programBytes = (chain: Chain): number => stepsAt(chain) + stepBytes * chain.steps.length;

  function preparedChainBytes(chain: Chain): number {
    const bytes = chain.steps.reduce((sum, step) => {
      if (step.kind !== "linear" && step.kind !== "layerNorm") return sum;
      const width = chain.widths[step.to]!;
      const weight = step.kind === "linear" ? kernel.packedBytes(width, chain.widths[step.from]!) : 4 * width;
      return sum + aligned(weight) + aligned(4 * width);
    }, programBytes(chain));
    // Blocks of memory begin at multiples of 16, what is in this one at multiples of 64.
    return bytes + 64;
  }

  function prepareChain(chain: Chain): PreparedChain {
    const views = chain.steps.flatMap((step): readonly (View | null)[] => weightsOf(step));
    const sizes = sizesOf(chain);
    let pointer = 0;
    space.with(views, views.length, (...pointers) => {
      pointer = memory.allocate(preparedChainBytes(chain));
      lay(chain, sizes, aligned(pointer), pointers);
    });
    return { pointer: aligned(pointer), sizes, release: () => memory.release(pointer) };
  }

  function runChain(chain: Chain, arrays: readonly Float32Array[], prepared: PreparedChain | null = null): void {
    const { rows, widths, steps } = chain;
    if (rows === 0) return;
    space.with(arrays, 0, (...pointers) => {
      const ready = prepared ?? prepareChain(chain);
      const { inside, widest, work } = ready.sizes;
      const [scratch] = space.scratch(kernel.chainScratch(rowsAtOnce, inside, widest));
      const table = new Uint32Array(memory.buffer, ready.pointer, 3 * widths.length);
      for (const [i, pointer] of pointers.entries()) table[3 * i] = pointer;
      const sizes = [widths.length, steps.length, 0, rows, rowsAtOnce, inside, widest, work] as const;
      kernel.chain(ready.pointer, ...sizes, scratch);
      if (!prepared) ready.release();
    });
  }

  return {
    /** Bytes that `prepareChain` takes. */
    preparedChainBytes,
    /**
     * Lays a chain's weights out once for many runs, of any number of rows.
     * @throws RangeError when there is no memory for them
     */
    prepareChain: prepareChain as (chain: Chain) => PreparedChain | null,
    /** Runs a chain over arrays, in the order of its first values, with what `prepareChain` made of it. */
    runChain,
  };
}
