// Declares the linear modules.
import { defineModule } from "./define.ts";
import { bool, int } from "./fields.ts";

export const Linear = defineModule({
  name: "Linear",
  category: "Linear",
  doc: "Every output is a learned weighted sum of all inputs: y = x Wᵀ + b.",
  args: {
    in_features: int({
      min: 1,
      infer: (x) => x.at(-1) ?? 1,
      doc: "Size of the input's last dim; taken from the input when left empty.",
    }),
    out_features: int({ min: 1, doc: "Size of the output's last dim." }),
    bias: bool({ default: true, doc: "Adds a learned number to every output." }),
  },
  params: ({ in_features, out_features, bias }) => ({
    weight: { shape: [out_features, in_features], init: { kind: "kaiming_uniform" } },
    bias: bias ? { shape: [out_features], init: { kind: "uniform", bound: 1 / Math.sqrt(in_features) } } : null,
  }),
  forward: (F, { weight, bias }, x) => F.linear(x, weight, bias),
});
