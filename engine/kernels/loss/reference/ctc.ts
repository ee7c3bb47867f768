// Connectionist temporal classification (Graves et al., 2006): all ways a sequence can be read off, in logarithms.
import type { CtcSequence } from "../contract.ts";

function logSum(...values: number[]): number {
  const high = Math.max(...values);
  if (high === Number.NEGATIVE_INFINITY) return high;
  return high + Math.log(values.reduce((sum, v) => sum + Math.exp(v - high), 0));
}

/**
 * Log-probability of all readings of the first t + 1 steps that end at place s of the labels with blanks around them:
 * alpha (steps, places). Given backwards, the labels and steps turned around, it is beta.
 */
function readings(x: Float32Array, sequence: CtcSequence, extended: readonly number[], backwards: boolean) {
  const { offset, step, steps } = sequence;
  const places = extended.length;
  const table = new Float64Array(steps * places).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < steps; i++) {
    const t = backwards ? steps - 1 - i : i;
    const before = (backwards ? t + 1 : t - 1) * places;
    for (let k = 0; k < places; k++) {
      const s = backwards ? places - 1 - k : k;
      const back = backwards ? 1 : -1;
      let reach: number;
      if (i === 0) reach = k < 2 ? 0 : Number.NEGATIVE_INFINITY;
      else {
        const skips = k > 1 && extended[s] !== sequence.blank && extended[s] !== extended[s + 2 * back];
        reach = logSum(
          table[before + s]!,
          k > 0 ? table[before + s + back]! : Number.NEGATIVE_INFINITY,
          skips ? table[before + s + 2 * back]! : Number.NEGATIVE_INFINITY,
        );
      }
      table[t * places + s] = reach + x[offset + t * step + extended[s]!]!;
    }
  }
  return table;
}

const withBlanks = ({ labels, blank }: CtcSequence): number[] => [blank, ...labels.flatMap((label) => [label, blank])];

function lossOf(alpha: Float64Array, steps: number, places: number): number {
  if (steps === 0) return places === 1 ? 0 : Number.POSITIVE_INFINITY;
  const last = steps * places - 1;
  return -(places > 1 ? logSum(alpha[last]!, alpha[last - 1]!) : alpha[last]!);
}

/** The negative log-likelihood of the labels. */
export function ctcForward(x: Float32Array, sequence: CtcSequence): number {
  const extended = withBlanks(sequence);
  return lossOf(readings(x, sequence, extended, false), sequence.steps, extended.length);
}

/**
 * Its gradient, times `grad`, as PyTorch has it: that of the scores before log_softmax, which is the same for
 * log-probabilities that come from one. Steps past the sequence's end keep what `out` has there.
 */
export function ctcBackward(x: Float32Array, sequence: CtcSequence, grad: number, out: Float32Array): void {
  const { offset, step, steps, classes } = sequence;
  const extended = withBlanks(sequence);
  const places = extended.length;
  const alpha = readings(x, sequence, extended, false);
  const beta = readings(x, sequence, extended, true);
  const loss = lossOf(alpha, steps, places);
  for (let t = 0; t < steps; t++) {
    const at = offset + t * step;
    const share = new Float64Array(classes).fill(Number.NEGATIVE_INFINITY);
    extended.forEach((label, s) => {
      share[label] = logSum(share[label]!, alpha[t * places + s]! + beta[t * places + s]!);
    });
    for (let c = 0; c < classes; c++) {
      const lp = x[at + c]!;
      out[at + c] = (Math.exp(lp) - Math.exp(share[c]! + loss - lp)) * grad;
    }
  }
}
