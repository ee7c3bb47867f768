// Declares distances between two inputs.
import { defineModule } from "./define.ts";
import { bool, float, int } from "./fields.ts";

export const CosineSimilarity = defineModule({
  name: "CosineSimilarity",
  category: "Distance",
  doc: "The cosine of the angle between the vectors of two inputs along a dim.",
  inputs: ["x1", "x2"],
  args: {
    dim: int({ default: 1, doc: "The dim along which the vectors lie." }),
    eps: float({ default: 1e-8, doc: "The least length a vector is taken to have." }),
  },
  forward: (F, { args }, x1, x2) => F.cosine_similarity(x1, x2, args.dim, args.eps),
  repr: () => "",
});

export const PairwiseDistance = defineModule({
  name: "PairwiseDistance",
  category: "Distance",
  doc: "How far the vectors of two inputs lie apart, along the last dim.",
  inputs: ["x1", "x2"],
  args: {
    p: float({ default: 2, doc: "Which norm measures the difference." }),
    eps: float({ default: 1e-6, doc: "Added to the difference so that it is never zero." }),
    keepdim: bool({ default: false, doc: "Keeps the last dim, with size 1." }),
  },
  forward: (F, { args }, x1, x2) => F.pairwise_distance(x1, x2, args.p, args.eps, args.keepdim),
  repr: () => "",
});
