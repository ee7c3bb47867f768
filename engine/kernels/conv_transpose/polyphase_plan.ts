// Owns the polyphase form of a transposed convolution of stride 2, its convolutions of unit strides: outputs whose row is
// even or odd, and whose column is, are four phases; each sees only every second weight, and none of the zeros between the
// inputs. Interleaving them is a sub-pixel shuffle.
import type { ConvDims } from "../conv/contract.ts";
import { remembered, volume } from "../conv/plan.ts";

/** Along one dim: where the kernel begins, how many of its positions count, and what of the images they meet. */
interface Line {
  readonly first: number;
  readonly count: number;
  /** The input under the first position for the first output of the phase; the next positions lie before it. */
  readonly from: number;
  readonly outputs: number;
}

/** Phases that see the same inputs, and are computed by one convolution. */
export interface PhaseGroup {
  /** Their numbers: 2 · (odd row) + (odd column). */
  readonly phases: readonly number[];
  readonly y: readonly Line[];
  readonly x: readonly Line[];
  readonly taps: Int32Array;
  readonly pixels: Int32Array;
}

export interface PolyphasePlan {
  readonly pads: boolean;
  readonly padded: readonly [number, number, number];
  /** How many rows and columns of zeros lie before the images in their padded images. */
  readonly before: readonly [number, number, number];
  readonly groups: readonly PhaseGroup[];
}

/** The convolution whose input's gradient this is goes in steps of 2, over images of two dims. */
export const isPolyphase = (d: ConvDims): boolean =>
  d.kernel[0] === 1 &&
  d.input[0] === 1 &&
  d.output[0] === 1 &&
  d.before[0] === 0 &&
  d.stride[1] === 2 &&
  d.stride[2] === 2 &&
  d.dilation[1] === 1 &&
  d.dilation[2] === 1;

/** Element y of the input took part in output q at kernel position k where y = 2 q - before + k. */
function line(d: ConvDims, dim: 1 | 2, odd: number): Line {
  const at = odd + d.before[dim];
  const first = ((at % 2) + 2) % 2;
  return {
    first,
    count: Math.max(Math.ceil((d.kernel[dim] - first) / 2), 0),
    from: (at - first) / 2,
    outputs: Math.ceil((d.input[dim] - odd) / 2),
  };
}

function makePolyphase(d: ConvDims): PolyphasePlan {
  const lines = ([1, 2] as const).map((dim) => [line(d, dim, 0), line(d, dim, 1)] as const);
  const [ys, xs] = lines as [readonly [Line, Line], readonly [Line, Line]];
  const seen = (all: readonly Line[]): Line[] => all.filter(({ count, outputs }) => count > 0 && outputs > 0);
  const zerosBefore = (all: readonly Line[]): number =>
    Math.max(0, ...seen(all).map(({ count, from }) => count - 1 - from));
  const reach = (all: readonly Line[]): number => Math.max(0, ...seen(all).map(({ from, outputs }) => from + outputs));
  const before = [0, zerosBefore(ys), zerosBefore(xs)] as const;
  const [, oh, ow] = d.output;
  const needed = [1, before[1] + reach(ys), before[2] + reach(xs)] as const;
  const pads = before[1] > 0 || before[2] > 0 || needed[1] > oh || needed[2] > ow;
  const padded = pads ? needed : d.output;
  const plane = volume(padded);
  const groups = new Map<string, PhaseGroup & { phases: number[]; y: Line[]; x: Line[] }>();
  for (const phase of [0, 1, 2, 3]) {
    const [y, x] = [ys[phase >> 1 ? 1 : 0], xs[phase & 1 ? 1 : 0]];
    if (y.count * x.count * y.outputs * x.outputs === 0) continue;
    const key = [y.from, y.count, y.outputs, x.from, x.count, x.outputs].join();
    const group = groups.get(key);
    if (group) {
      group.phases.push(phase);
      group.y.push(y);
      group.x.push(x);
      continue;
    }
    const taps = new Int32Array(d.outPerGroup * y.count * x.count);
    let next = 0;
    for (let c = 0; c < d.outPerGroup; c++) {
      for (let ty = 0; ty < y.count; ty++) {
        for (let tx = 0; tx < x.count; tx++) {
          taps[next++] = 4 * (c * plane + (y.from + before[1] - ty) * padded[2] + x.from + before[2] - tx);
        }
      }
    }
    const pixels = new Int32Array(y.outputs * x.outputs);
    for (let i = 0; i < pixels.length; i++) {
      pixels[i] = 4 * (Math.floor(i / x.outputs) * padded[2] + (i % x.outputs));
    }
    groups.set(key, { phases: [phase], y: [y], x: [x], taps, pixels });
  }
  return { pads, padded, before, groups: [...groups.values()] };
}

/** The tables of a transposed convolution's sizes. */
export const polyphasePlan = remembered(64, makePolyphase);
