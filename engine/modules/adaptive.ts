// Declares AdaptiveLogSoftmaxWithLoss and what its clusters are made of.
import { type ChildList, defineModule } from "./define.ts";
import { bool, float, int, ints } from "./fields.ts";
import { Linear } from "./linear.ts";

const linear = (in_features: number, out_features: number, bias: boolean) => ({
  module: Linear,
  args: { in_features, out_features, bias },
});

/** One cluster: down to a few features, then up to the scores of its classes. */
const Projection = defineModule({
  name: "Sequential",
  category: "Activation",
  doc: "Two linear transformations, one after the other.",
  hidden: true,
  args: { in_features: int(), hidden_features: int(), out_features: int() },
  children: ({ in_features, hidden_features, out_features }) => ({
    0: linear(in_features, hidden_features, false),
    1: linear(hidden_features, out_features, false),
  }),
  forward: (_, { run }, x) => run[1](run[0](x)),
  repr: () => "",
});

interface AdaptiveArgs {
  readonly in_features: number;
  readonly n_classes: number;
  readonly cutoffs: readonly number[];
  readonly div_value: number;
}

const clusters = ({ in_features, n_classes, cutoffs, div_value }: AdaptiveArgs): ChildList => ({
  list: cutoffs.map((start, i) => ({
    module: Projection,
    args: {
      in_features,
      hidden_features: Math.floor(in_features / div_value ** (i + 1)),
      out_features: (cutoffs[i + 1] ?? n_classes) - start,
    },
  })),
});

export const AdaptiveLogSoftmaxWithLoss = defineModule({
  name: "AdaptiveLogSoftmaxWithLoss",
  category: "Activation",
  doc: "Log-probabilities over very many classes: frequent ones in a short list, rare ones in smaller clusters.",
  inputs: ["input", "target"],
  outputs: ["output", "loss"],
  args: {
    in_features: int({ min: 1, infer: (input) => input.at(-1), doc: "Number of features of the input." }),
    n_classes: int({ min: 1, start: 10, doc: "Number of classes." }),
    cutoffs: ints({
      most: 1000,
      start: [4],
      doc: "The first class of every cluster, the most frequent classes coming first.",
    }),
    div_value: float({ default: 4, doc: "How many times fewer features each cluster has than the one before." }),
    head_bias: bool({ default: false, doc: "Adds a learned bias to the head." }),
  },
  check: ({ cutoffs, n_classes }) =>
    cutoffs.length > 0 && cutoffs.every((c, i) => c > (cutoffs[i - 1] ?? 0) && c < n_classes)
      ? null
      : "cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each value is " +
        "between 1 and n_classes-1",
  children: (args) => ({
    head: linear(args.in_features, args.cutoffs[0]! + args.cutoffs.length, args.head_bias),
    tail: clusters(args),
  }),
  indexLimit: (input, { args }) => (input === 1 ? (args.n_classes as number) : undefined),
  forward: (F, { args, run }, input, target) =>
    F.adaptive_log_softmax(
      input,
      target,
      run.head(input),
      run.tail.map((cluster) => cluster(input)),
      [...args.cutoffs, args.n_classes],
    ),
  repr: () => "",
});
