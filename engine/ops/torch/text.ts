// Owns how a call is written down: torch's own notation, `(Tensor input, int dim=-1, *, dtype? dtype=None)`, and what it says.

/** What a parameter takes: torch's words, shortened. `ints` and the like are lists. */
export type ParameterType = keyof typeof typeNames;

/** As torch's errors name it. */
export const typeNames = {
  Tensor: "Tensor",
  Tensors: "tuple of Tensors",
  Number: "Number",
  int: "int",
  ints: "tuple of ints",
  /** Sizes, which torch also takes as symbols. */
  syms: "tuple of SymInts",
  float: "float",
  bool: "bool",
  str: "str",
  name: "name",
  names: "tuple of names",
  dtype: "torch.dtype",
  layout: "torch.layout",
  device: "torch.device",
  memory_format: "torch.memory_format",
  generator: "torch.Generator",
} as const;

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** Whether one number serves as a list of them: torch's `int[1]`. */
  readonly single: boolean;
  /** Whether None may be given. */
  readonly nullable: boolean;
  /** The default as text; null where a value must be given. */
  readonly default: string | null;
  /** Whether it is given by name only. */
  readonly keyword: boolean;
}

/** One way to call a function. */
export interface Overload {
  readonly parameters: readonly Parameter[];
  /** How many may be given by position. */
  readonly positional: number;
  /** How many must be given. */
  readonly required: number;
  /** As torch's errors show it: types and names alone. */
  readonly printed: string;
}

/** What many calls end with. */
const endings: Readonly<Record<string, string>> = {
  "@outs": "Tensors out=None",
  "@out": "Tensor out=None",
  "@made":
    "Tensor out=None, dtype? dtype=None, layout? layout=None, device? device=None, bool? pin_memory=False, " +
    "bool? requires_grad=False",
  "@like":
    "dtype? dtype=None, layout? layout=None, device? device=None, bool? pin_memory=False, bool? requires_grad=False",
};

function written(text: string): string {
  const ending = Object.keys(endings).find((mark) => text.endsWith(`${mark})`));
  if (!ending) return text.slice(1, -1);
  const before = text.slice(1, -ending.length - 1);
  return `${before.includes("*,") ? before : `${before}*, `}${endings[ending]}`;
}

const form = /^(\w+?)(\[1\])?(\?)? (\w+)(?:=(.*))?$/;

function parameterOf(text: string, keyword: boolean): Parameter {
  const [, type, single, nullable, name, byDefault] = form.exec(text) ?? [];
  if (!type || !name || !(type in typeNames)) throw new SyntaxError(`not a parameter: ${text}`);
  return {
    name,
    type: type as ParameterType,
    single: single !== undefined,
    nullable: nullable !== undefined || byDefault === "None",
    default: byDefault ?? null,
    keyword,
  };
}

/** Reads one way to call a function. */
export function overloadOf(text: string): Overload {
  const parts = written(text).split(/, (?![^[]*\])/);
  const star = parts.indexOf("*");
  const parameters = parts
    .filter((part) => part !== "*" && part !== "")
    .map((part, i) => parameterOf(part, star >= 0 && i >= star));
  const words = parameters.map((p) => `${typeNames[p.type]} ${p.name}`);
  if (star >= 0) words.splice(star, 0, "*");
  return {
    parameters,
    positional: parameters.filter((p) => !p.keyword).length,
    required: parameters.filter((p) => p.default === null).length,
    printed: `(${words.join(", ")})`,
  };
}
