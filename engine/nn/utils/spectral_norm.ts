// Owns spectral_norm: a weight divided by its largest singular value (Miyato et al., 2018).
import { valueError } from "../../core/errors.ts";
import { defaultGenerator, type Generator } from "../../core/random.ts";
import { no_grad } from "../../tensor/autograd.ts";
import { randn } from "../../tensor/create.ts";
import { clamp, div } from "../../tensor/math/binary.ts";
import { dot, mv } from "../../tensor/math/matmul.ts";
import { norm } from "../../tensor/math/reduce.ts";
import { flatten, movedim, t } from "../../tensor/math/shape.ts";
import { scope } from "../../tensor/storage.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Module } from "../base.ts";
import { Parameter } from "../parameter.ts";
import { Reparametrization, tensorOf } from "./reparametrize.ts";

export interface SpectralNormOptions {
  readonly n_power_iterations?: number;
  readonly eps?: number;
  /** The dim of the outputs; 0, but 1 for transposed convolutions. */
  readonly dim?: number | null;
  readonly generator?: Generator;
}

const kind = new Reparametrization("spectral_norm");
const normalized = (x: Tensor, eps: number): Tensor => div(x, clamp(norm(x), eps));
const asMatrix = (weight: Tensor, dim: number): Tensor => flatten(movedim(weight, dim, 0), 1);

/**
 * Replaces a parameter by `name`_orig / σ with σ = uᵀ W v: u and v (buffers) come closer to the singular vectors by
 * `n_power_iterations` at every forward in training.
 */
export function spectral_norm<M extends Module>(module: M, name = "weight", options: SpectralNormOptions = {}): M {
  const { n_power_iterations = 1, eps = 1e-12, generator = defaultGenerator } = options;
  const dim = options.dim ?? (module._get_name().startsWith("ConvTranspose") ? 1 : 0);
  if (n_power_iterations <= 0) {
    throw valueError(`Expected n_power_iterations to be positive, but got n_power_iterations=${n_power_iterations}`);
  }
  const weight = kind.take(module, name);
  const parts = [`${name}_orig`, `${name}_u`, `${name}_v`] as const;
  no_grad(() =>
    scope(() => {
      const [height, width] = asMatrix(weight, dim).shape as [number, number];
      const vector = (size: number): Tensor => normalized(randn([size], { generator }), eps);
      const [u, v] = [vector(height), vector(width)];
      module.register_parameter(parts[0], new Parameter(weight.detach()));
      module.register_buffer(parts[1], u);
      module.register_buffer(parts[2], v);
    }),
  );
  const compute = (iterations: number): Tensor => {
    const [original, u, v] = parts.map((part) => tensorOf(module, part)!) as [Tensor, Tensor, Tensor];
    no_grad(() =>
      scope(() => {
        const matrix = asMatrix(original, dim);
        for (let i = 0; i < iterations; i++) {
          v.copy_(normalized(mv(t(matrix), u), eps));
          u.copy_(normalized(mv(matrix, v), eps));
        }
      }),
    );
    // Copies: the next forward writes into u and v, and this one's backward still needs them.
    const [left, right] = [u.clone(), v.clone()];
    return div(original, dot(left, mv(asMatrix(original, dim), right)));
  };
  kind.put(module, name, parts, () => compute(module.training ? n_power_iterations : 0), {
    first: () => weight.detach(),
    last: () => compute(0),
  });
  return module;
}

/** Makes the weight, divided by σ, a parameter again. */
export function remove_spectral_norm<M extends Module>(module: M, name = "weight"): M {
  no_grad(() => kind.remove(module, name));
  return module;
}
