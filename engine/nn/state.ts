// Owns state_dict: collecting a module's tensors by torch's keys, and loading them with torch's error texts.
import { runtimeError } from "../core/errors.ts";
import { printSize } from "../core/python.ts";
import { sameShape } from "../core/shape.ts";
import { no_grad } from "../tensor/autograd.ts";
import { Tensor } from "../tensor/tensor.ts";

export interface IncompatibleKeys {
  readonly missing_keys: string[];
  readonly unexpected_keys: string[];
}

const quoted = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(", ");

/**
 * Copies `given` into the tensors of `own`. Nothing is changed when something does not fit. `num_batches_tracked` may
 * be missing, as in state_dicts older than that buffer.
 */
export function loadState(
  moduleName: string,
  own: ReadonlyMap<string, Tensor>,
  given: ReadonlyMap<string, Tensor>,
  strict: boolean,
): IncompatibleKeys {
  const missing_keys = [...own.keys()].filter((key) => !given.has(key) && !/(^|\.)num_batches_tracked$/.test(key));
  const unexpected_keys = [...given.keys()].filter((key) => !own.has(key));
  const problems: string[] = [];
  if (strict && missing_keys.length > 0) problems.push(`Missing key(s) in state_dict: ${quoted(missing_keys)}. `);
  if (strict && unexpected_keys.length > 0) {
    problems.push(`Unexpected key(s) in state_dict: ${quoted(unexpected_keys)}. `);
  }
  for (const [key, target] of own) {
    const source: unknown = given.get(key);
    if (source === undefined) continue;
    if (!(source instanceof Tensor)) {
      problems.push(
        `While copying the parameter named "${key}", expected torch.Tensor or Tensor-like object from checkpoint ` +
          `but received ${typeof source}`,
      );
    } else if (!sameShape(source.shape, target.shape) && !isWrappedScalar(source, target)) {
      problems.push(
        `size mismatch for ${key}: copying a param with shape ${printSize(source.shape)} from checkpoint, ` +
          `the shape in current model is ${printSize(target.shape)}.`,
      );
    }
  }
  if (problems.length > 0) {
    throw runtimeError(`Error(s) in loading state_dict for ${moduleName}:\n\t${problems.join("\n\t")}`);
  }
  no_grad(() => {
    for (const [key, target] of own) {
      const source = given.get(key);
      if (source) target.copy_(source);
    }
  });
  return { missing_keys, unexpected_keys };
}

/** Scalars were saved with one dim of 1 before torch had 0-dim tensors. */
const isWrappedScalar = (source: Tensor, target: Tensor): boolean =>
  target.ndim === 0 && source.ndim === 1 && source.numel() === 1;
