// Declares the tensors that a model holds itself: what it learns, and what it keeps beside that.
import { defineModule, type Init, type ParamSpec } from "./define.ts";
import { bool, choice, ints } from "./fields.ts";

const inits = ["zeros", "ones", "normal", "uniform", "xavier_uniform", "kaiming_uniform"] as const;
type First = (typeof inits)[number];

const initOf = (init: First): Init => {
  if (init === "normal") return { kind: "normal", std: 1 };
  return init === "uniform" ? { kind: "uniform", bound: 1 } : { kind: init };
};

/** The first values as Python makes them. */
function source(shape: string, init: First): string {
  switch (init) {
    case "zeros":
    case "ones":
      return `torch.${init}(${shape})`;
    case "normal":
      return `torch.randn(${shape})`;
    case "uniform":
      return `torch.empty(${shape}).uniform_(-1, 1)`;
    case "xavier_uniform":
      return `nn.init.xavier_uniform_(torch.empty(${shape}))`;
    case "kaiming_uniform":
      return `nn.init.kaiming_uniform_(torch.empty(${shape}), a=5 ** 0.5)`;
    default:
      return init satisfies never;
  }
}

const shape = ints({ min: 0, start: [1, 1, 8], doc: "Sizes of the dims." });
const init = choice(inits, { default: "zeros", doc: "How the first values are drawn." });

interface Args {
  readonly shape: readonly number[];
  readonly init: First;
}

/** Its key is the node's own name: nothing follows it. */
const own = <S extends Partial<ParamSpec>>({ shape, init }: Args, more: S) => ({
  "": { shape, init: initOf(init), ...more },
});

export const Parameter = defineModule({
  name: "Parameter",
  category: "Source",
  doc: "A tensor that the model learns, under this name: a class token, positions, a scale.",
  words: ["weight", "learned", "cls token", "position embedding", "class token", "参数", "可学习", "位置编码"],
  inputs: [],
  args: {
    shape,
    init,
    requires_grad: bool({ default: true, doc: "Whether training changes it." }),
  },
  params: (args) => own(args, args.requires_grad ? {} : { frozen: true as const }),
  python: {
    attribute: (name, { shape, init, requires_grad }) =>
      `self.${name} = nn.Parameter(${source(shape!, JSON.parse(init!.replaceAll("'", '"')))}` +
      `${requires_grad === "True" ? "" : ", requires_grad=False"})`,
  },
  forward: (_F, self) => self[""],
});

export const Buffer = defineModule({
  name: "Buffer",
  category: "Source",
  doc: "A tensor that the model keeps under this name without learning it: a mask, fixed positions.",
  words: ["constant", "mask", "running statistics", "缓冲区", "常量"],
  inputs: [],
  args: {
    shape,
    init,
    persistent: bool({ default: true, doc: "Whether it is saved with the weights." }),
  },
  params: (args) => own(args, { buffer: true as const, ...(args.persistent ? {} : { transient: true as const }) }),
  python: {
    attribute: (name, { shape, init, persistent }) =>
      `self.register_buffer("${name}", ${source(shape!, JSON.parse(init!.replaceAll("'", '"')))}` +
      `${persistent === "True" ? "" : ", persistent=False"})`,
  },
  forward: (_F, self) => self[""],
});
