// Owns expressions over sizes, as a model file has them: `input.shape[0] * 2` in Python's notation, read and worked out.
import { indexError, TorchError, typeError, valueError } from "./errors.ts";
import type { Shape } from "./shape.ts";

/** An argument that is worked out from what comes in, in place of a number. */
export interface Expression {
  readonly $: string;
}

/** What the names of an expression stand for: a number, or a tensor's sizes. */
export type Scope = Readonly<Record<string, number | Shape>>;

export const isExpression = (value: unknown): value is Expression =>
  typeof value === "object" &&
  value !== null &&
  "$" in value &&
  typeof value.$ === "string" &&
  Object.keys(value).length === 1;

/** The most characters an expression may have, and how deep its brackets go. */
const longest = 1000;

type Term = (scope: Scope) => number | Shape;

const token = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(\*\*|\/\/|[-+*/%()[\].,]))/y;

function tokens(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (!match) throw valueError(`${text}: unexpected ${text.slice(at).trim().slice(0, 1)} at character ${at + 1}`);
    found.push(match[1] ?? match[2] ?? match[3]!);
  }
  return found;
}

/** Python's floor division and remainder, which has the divisor's sign. */
const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / divisor(b),
  "//": (a, b) => Math.floor(a / divisor(b)),
  "%": (a, b) => a - Math.floor(a / divisor(b)) * b,
  "**": (a, b) => a ** b,
};

function divisor(b: number): number {
  if (b === 0) throw valueError("division by zero");
  return b;
}

const levels: readonly (readonly string[])[] = [
  ["+", "-"],
  ["*", "/", "//", "%"],
];

class Reader {
  private readonly text: string;
  private readonly list: readonly string[];
  private at = 0;

  constructor(text: string) {
    if (text.length > longest) throw valueError(`expected at most ${longest} characters, got ${text.length}`);
    this.text = text;
    this.list = tokens(text);
  }

  whole(): Term {
    const term = this.sum(0);
    if (this.at < this.list.length) this.refuse();
    return term;
  }

  private accept(...wanted: readonly string[]): string | null {
    const next = this.list[this.at];
    if (next === undefined || !wanted.includes(next)) return null;
    this.at++;
    return next;
  }

  private refuse(): never {
    const next = this.list[this.at];
    throw valueError(next === undefined ? `${this.text}: it ends too early` : `${this.text}: unexpected ${next}`);
  }

  private sum(level: number): Term {
    const operators = levels[level];
    if (!operators) return this.signed();
    let left = this.sum(level + 1);
    for (let sign = this.accept(...operators); sign !== null; sign = this.accept(...operators)) {
      const [a, b, work] = [left, this.sum(level + 1), operations[sign]!];
      left = (scope) => work(this.number(a(scope)), this.number(b(scope)));
    }
    return left;
  }

  private signed(): Term {
    if (this.accept("-")) {
      const inner = this.signed();
      return (scope) => -this.number(inner(scope));
    }
    if (this.accept("+")) return this.signed();
    const base = this.atom();
    if (!this.accept("**")) return base;
    const exponent = this.signed();
    return (scope) => operations["**"]!(this.number(base(scope)), this.number(exponent(scope)));
  }

  private atom(): Term {
    if (this.accept("(")) {
      const inner = this.sum(0);
      if (!this.accept(")")) this.refuse();
      return inner;
    }
    const next = this.list[this.at];
    if (next === undefined) return this.refuse();
    if (/^\d/.test(next)) {
      this.at++;
      return () => Number(next);
    }
    if (!/^[A-Za-z_]/.test(next)) return this.refuse();
    this.at++;
    const named: Term = (scope) => {
      if (!Object.hasOwn(scope, next)) throw new TorchError("TypeError", `name '${next}' is not defined`);
      return scope[next]!;
    };
    return this.accept(".") ? this.attribute(next, named) : named;
  }

  /** What stands behind a tensor: `shape[0]`, `size(0)`, `ndim`. */
  private attribute(name: string, tensor: Term): Term {
    const word = this.accept("shape", "size", "ndim");
    if (word === null) return this.refuse();
    const sizes = (scope: Scope): Shape => {
      const shape = tensor(scope);
      if (typeof shape === "number") throw typeError(`${name} is a number: it has no ${word}`);
      return shape;
    };
    if (word === "ndim") return (scope) => sizes(scope).length;
    if (!this.accept(word === "shape" ? "[" : "(")) return this.refuse();
    const dim = this.sum(0);
    if (!this.accept(word === "shape" ? "]" : ")")) return this.refuse();
    return (scope) => {
      const shape = sizes(scope);
      const at = this.number(dim(scope));
      const size = shape.at(at);
      if (size === undefined || at < -shape.length) {
        throw indexError(`${name}.shape[${at}]: ${name} has ${shape.length} dims`);
      }
      return size;
    };
  }

  private number(value: number | Shape): number {
    if (typeof value === "number") return value;
    throw typeError(`${this.text}: a tensor stands where a number should`);
  }
}

const known = new Map<string, Term>();

function read(text: string): Term {
  let term = known.get(text);
  if (!term) {
    term = new Reader(text).whole();
    if (known.size > 1000) known.clear();
    known.set(text, term);
  }
  return term;
}

/** What is wrong with an expression as it is written; null where nothing is. */
export function expressionFault({ $ }: Expression): string | null {
  try {
    read($);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The number that an expression comes to; throws where a name is missing, or a tensor stands for a number. */
export function evaluate({ $ }: Expression, scope: Scope): number {
  const value = read($)(scope);
  if (typeof value === "number") return value;
  throw typeError(`${$}: a tensor stands where a number should`);
}

/** The expression with other names: how Python writes it where its tensors are called so. */
export const renamed = ({ $ }: Expression, names: ReadonlyMap<string, string>): string =>
  $.replace(/(?<![\w.])[A-Za-z_]\w*/g, (name) => names.get(name) ?? name);
