// Declares the linear modules.
import { defineModule, sameBound } from "./define.ts";
import { bool, int } from "./fields.ts";

export const Linear = defineModule({
  name: "Linear",
  category: "Linear",
  lastAxis: "features",
  doc: "Every output is a learned weighted sum of all inputs: y = x Wᵀ + b.",
  args: {
    in_features: int({
      min: 0,
      infer: (x) => x.at(-1) ?? 1,
      doc: "Size of the input's last dim; taken from the input when left empty.",
    }),
    out_features: int({ min: 0, start: 10, doc: "Size of the output's last dim." }),
    bias: bool({ default: true, doc: "Adds a learned number to every output." }),
  },
  params: ({ in_features, out_features, bias }) => ({
    weight: { shape: [out_features, in_features], init: { kind: "kaiming_uniform" } },
    bias: bias
      ? { shape: [out_features], init: { kind: "uniform", bound: in_features > 0 ? 1 / Math.sqrt(in_features) : 0 } }
      : null,
  }),
  forward: (F, { weight, bias }, x) => F.linear(x, weight, bias),
});

export const Bilinear = defineModule({
  name: "Bilinear",
  category: "Linear",
  doc: "Every output is a learned weighted sum of all products of a value of each input: y = x1ᵀ W x2 + b.",
  inputs: ["input1", "input2"],
  args: {
    in1_features: int({
      min: 1,
      infer: (x) => x.at(-1),
      doc: "Size of the first input's last dim; taken from the input when left empty.",
    }),
    in2_features: int({ min: 1, start: 10, doc: "Size of the second input's last dim." }),
    out_features: int({ min: 1, start: 10, doc: "Size of the output's last dim." }),
    bias: bool({ default: true, doc: "Adds a learned number to every output." }),
  },
  params: ({ in1_features, in2_features, out_features, bias }) => {
    const init = { kind: "uniform", bound: 1 / Math.sqrt(in1_features) } as const;
    return {
      weight: { shape: [out_features, in1_features, in2_features], init },
      bias: bias ? { shape: [out_features], init } : null,
    };
  },
  forward: (F, { weight, bias }, x1, x2) => F.bilinear(x1, x2, weight, bias),
});

export const Identity = defineModule({
  name: "Identity",
  category: "Linear",
  doc: "Gives its input as it is.",
  args: {},
  inputBound: sameBound,
  forward: (_F, _self, x) => x,
});
