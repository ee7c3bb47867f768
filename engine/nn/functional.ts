// Owns torch.nn.functional: the ops over tensors with arguments by position or name, and what no module needs of it.
import { runtimeError } from "../core/errors.ts";
import { type Kwargs, splitKwargs } from "../core/kwargs.ts";
import { functionSignatures } from "../ops/function_signatures.ts";
import type { Functional } from "../ops/functional.ts";
import { requiredArguments } from "../ops/required.ts";
import { keywordsOf, type OpName, signatures } from "../ops/signatures.ts";
import { bindPython } from "../ops/torch/python.ts";
import { no_grad } from "../tensor/autograd.ts";
import { empty, tensor } from "../tensor/create.ts";
import { tensorFunctional } from "../tensor/functional.ts";
import { add, div, sub } from "../tensor/math/binary.ts";
import { log, neg } from "../tensor/math/elementwise.ts";
import { index_select, scatter } from "../tensor/math/indexing.ts";
import { max } from "../tensor/math/order.ts";
import { exponential_ } from "../tensor/math/random.ts";
import { norm } from "../tensor/math/reduce.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** What torch has in its own namespace is not in this one. */
type Elsewhere = keyof typeof functionSignatures;
type Ops = Omit<Functional<Tensor>, Elsewhere>;
type Op = (...given: readonly unknown[]) => unknown;
/** The op as it is declared, or with what follows some arguments by name in a last plain object. */
type Keyworded<T> = T extends (...given: infer A) => infer R
  ? ((...given: A) => R) & ((...given: readonly [...unknown[], Kwargs]) => R)
  : T;

/** Torch's names of the arguments of what is no op of the vocabulary. */
const furtherKeywords: { readonly [K in keyof typeof further]?: readonly string[] } = {
  gumbel_softmax: ["logits", "tau", "hard", "eps", "dim"],
  pdist: ["input", "p"],
  upsample: ["input", "size", "scale_factor", "mode", "align_corners"],
};

/** `op` that also takes arguments by name; Python's TypeErrors about wrong, missing and too many ones. */
function keyworded(name: string, said: string, names: readonly string[], op: Op): Op {
  const required = requiredArguments[name] ?? 1;
  const parameters = names.map((parameter, i) => (i < required ? parameter : `${parameter}=`));
  return (...given) => {
    const { positional, kwargs } = splitKwargs(given);
    return op(...bindPython(said, parameters, positional, kwargs));
  };
}

/** Max pooling that gives its indices too where `return_indices`, the argument at `place`, says so. */
const withIndices = (op: Op, both: Op, place: number): Op => {
  return (...args) => (args[place] === true ? both : op)(...args);
};

/** One-hot-like samples (Jang et al., 2017); with `hard` they are one-hot, with the soft ones' gradient. */
function gumbel_softmax(logits: Tensor, tau = 1, hard = false, _eps = 1e-10, dim = -1): Tensor {
  const gumbels = no_grad(() => neg(log(exponential_(empty(logits.shape)))));
  const soft = tensorFunctional.softmax(div(add(logits, gumbels), tau), dim);
  if (!hard) return soft;
  const { indices } = max(soft, dim, true);
  const oneHot = scatter(empty(logits.shape), dim, indices, 1);
  return add(sub(oneHot, soft.detach()), soft);
}

/** p-norm distances between every two rows of (N, M): (0, 1), (0, 2), …, as a vector. */
function pdist(input: Tensor, p = 2): Tensor {
  if (input.ndim !== 2) throw runtimeError(`pdist only supports 2D tensors, got: ${input.ndim}D`);
  if (!(p >= 0)) throw runtimeError("pdist only supports non-negative p values");
  const rows = [...new Array(input.shape[0]!).keys()];
  const pairs = rows.flatMap((i) => rows.slice(i + 1).map((j) => [i, j] as const));
  const pick = (side: 0 | 1): Tensor =>
    index_select(
      input,
      0,
      tensor(
        Float64Array.from(pairs, (pair) => pair[side]),
        { dtype: "int64" },
      ),
    );
  return norm(sub(pick(0), pick(1)), p, 1);
}

/** What torch.nn.functional has besides. */
const further = {
  gumbel_softmax,
  pdist,
  upsample: tensorFunctional.interpolate,
  relu_: (input: Tensor): Tensor => tensorFunctional.relu(input, true),
  selu_: (input: Tensor): Tensor => tensorFunctional.selu(input, true),
  elu_: (input: Tensor, alpha = 1): Tensor => tensorFunctional.elu(input, alpha, true),
  celu_: (input: Tensor, alpha = 1): Tensor => tensorFunctional.celu(input, alpha, true),
  leaky_relu_: (input: Tensor, negative_slope = 0.01): Tensor =>
    tensorFunctional.leaky_relu(input, negative_slope, true),
  hardtanh_: (input: Tensor, min_val = -1, max_val = 1): Tensor =>
    tensorFunctional.hardtanh(input, min_val, max_val, true),
  threshold_: (input: Tensor, threshold: number, value: number): Tensor =>
    tensorFunctional.threshold(input, threshold, value, true),
  rrelu_: (input: Tensor, lower = 1 / 8, upper = 1 / 3, training = false): Tensor =>
    tensorFunctional.rrelu(input, lower, upper, training, true),
};

type Everything = Ops & typeof further;

const isOp = (name: string): name is OpName => Object.hasOwn(signatures, name);

function build(): { readonly [K in keyof Everything]: Keyworded<Everything[K]> } {
  const ops = Object.entries(tensorFunctional).filter(([name]) => !Object.hasOwn(functionSignatures, name));
  const all = { ...Object.fromEntries(ops), ...further } as unknown as Record<string, Op>;
  const entries = Object.entries(all).map(([name, op]): [string, Op] => {
    const own = isOp(name) ? keywordsOf(name) : furtherKeywords[name as keyof typeof further];
    if (!own) return [name, op];
    const both = all[`${name}_with_indices`];
    const names = both && !own.includes("return_indices") ? [...own, "return_indices"] : own;
    if (!both) return [name, keyworded(name, name, names, op)];
    // Torch chooses between two functions here, and their errors name the one chosen.
    return [name, keyworded(name, `_${name}`, names, withIndices(op, both, names.indexOf("return_indices")))];
  });
  return Object.fromEntries(entries) as never;
}

/** torch.nn.functional. */
export const functional = build();
