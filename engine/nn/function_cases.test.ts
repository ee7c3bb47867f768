// Tests functions as nodes on PyTorch's own cases of them: what is inferred beforehand is what PyTorch gave.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readSafetensors } from "../io/safetensors.ts";
import { parseArg } from "../modules/arguments.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { requireArgs } from "../modules/derive.ts";
import { functions } from "../modules/functions/index.ts";
import { outputTypes, type Typed } from "../modules/interpret.ts";
import { signatures } from "../ops/signatures.ts";
import { fromArray } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { buildModule } from "./build.ts";
import { callPorts } from "./declared.ts";

/** Values as the files have them. */
type Told = null | boolean | number | string | readonly Told[] | { readonly [key: string]: Told };
interface Case {
  readonly input: Told;
  readonly args: readonly Told[];
  readonly kwargs: Readonly<Record<string, Told>>;
  readonly output: Told;
}

const folder = new URL("../../conformance/functions/", import.meta.url);
const isRecord = (value: Told | undefined): value is { readonly [key: string]: Told } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Python's text of an index; null where tensors are in it. */
function indexText(told: Told): string | null {
  const one = (item: Told): string | null => {
    if (item === null) return "None";
    if (typeof item === "number" || typeof item === "boolean")
      return item === true ? "True" : item === false ? "False" : `${item}`;
    if (!isRecord(item)) return null;
    if ("ellipsis" in item) return "...";
    if ("slice" in item) return (item.slice as Told[]).map((n) => n ?? "").join(":");
    if ("list" in item) {
      const items = (item.list as Told[]).map(one);
      return items.includes(null) ? null : `[${items.join(", ")}]`;
    }
    return null;
  };
  // A list of lists is as good as a tuple of them.
  const several = isRecord(told) ? (told.tuple ?? told.list) : undefined;
  const apart = isRecord(told) && ("tuple" in told || (several as Told[] | undefined)?.some(isRecord));
  const items = apart ? (several as Told[]).map(one) : [one(told)];
  return items.includes(null) ? null : `[${items.join(", ")}]`;
}

/** A call of a function's node, or null where its declaration has no place for what the case gives. */
function nodeOf(def: AnyModuleDef, found: Case, tensor: (name: string) => Tensor) {
  const ports = [...def.inputs, ...def.optional];
  const values: (Tensor | null)[] = [];
  const args: Record<string, unknown> = {};
  const plain = (value: Told): unknown => {
    if (!isRecord(value)) return value;
    if ("list" in value || "tuple" in value) return ((value.list ?? value.tuple) as Told[]).map(plain);
    if ("dtype" in value) return value.dtype;
    return "float" in value ? Number(String(value.float).replace("inf", "Infinity").replace("nan", "NaN")) : undefined;
  };
  const tensorsOf = (value: Told): Tensor[] | null => {
    if (!isRecord(value)) return null;
    if ("tensor" in value) return [tensor(String(value.tensor))];
    const list = (value.list ?? value.tuple) as Told[] | undefined;
    const all = list?.map(tensorsOf);
    return all?.length && all.every((each) => each !== null) ? all.flat() : null;
  };
  const put = (name: string | undefined, value: Told): boolean => {
    const tensors = tensorsOf(value);
    if (tensors && def.variadic) return values.push(...tensors) > 0;
    if (name === undefined) return false;
    const port = ports.indexOf(name);
    if (tensors && (port < 0 || tensors.length !== 1)) return false;
    if (tensors) {
      values[port] = tensors[0]!;
      return true;
    }
    const field = def.args[name];
    args[name] = plain(value);
    return field !== undefined && parseArg(field, args[name]).ok;
  };
  if (def.name === "getitem") {
    const index = indexText(found.args[0]!);
    if (index === null) return null;
    return { args: { index }, values: tensorsOf(found.input)! };
  }
  const names: readonly string[] = signatures[def.name as keyof typeof signatures];
  const given =
    def.name === "where" ? [found.args[0]!, found.input, ...found.args.slice(1)] : [found.input, ...found.args];
  // The case has the operands first.
  const places = def.name === "einsum" ? ["operands", "equation"] : names;
  const all = [
    ...given.map((value, i) => put(places[i], value)),
    ...Object.entries(found.kwargs).map(([key, value]) => put(key, value)),
  ];
  const missing = def.inputs.some((port, i) => !values[i] && args[port] === undefined);
  const asked = Object.entries(def.args).some(([key, field]) => field.default === undefined && args[key] === undefined);
  if (!all.every(Boolean) || missing || asked) return null;
  return { args, values: Array.from(values, (value) => value ?? null) };
}

const typed = (x: Tensor | null): Typed | null => x && { shape: [...x.shape], dtype: x.dtype };
const counts = { tried: 0, left: 0 };

test.each(readdirSync(folder).filter((name) => name.endsWith(".safetensors")))("%s", (file) => {
  const { metadata, tensors } = readSafetensors(new Uint8Array(readFileSync(new URL(file, folder))));
  const { op, cases } = JSON.parse(metadata.cases!) as { readonly op: string; readonly cases: readonly Case[] };
  const name = op === "__getitem__" ? "getitem" : op.replace("nn.functional.", "");
  if (!Object.hasOwn(functions, name)) return;
  const def: AnyModuleDef = functions[name as keyof typeof functions];
  for (const [n, found] of cases.entries()) {
    const node = nodeOf(def, found, (key) => fromArray(tensors.get(`${n}.${key}`)!));
    if (!node) {
      counts.left++;
      continue;
    }
    counts.tried++;
    const args = requireArgs(def, node.args);
    const wanted = [...tensors]
      .filter(([key]) => key.startsWith(`${n}.out`))
      .map(([, { shape, dtype }]) => ({ shape, dtype }));
    const what = `${file} ${n} ${JSON.stringify(found)}`;
    expect(outputTypes(def, args, node.values.map(typed)), what).toEqual(wanted);
    const outputs = callPorts(buildModule(def, node.args), node.values).map(typed);
    expect(
      outputs.filter((out) => out !== null),
      what,
    ).toEqual(wanted);
  }
});

test("most of PyTorch's cases of the functions there are have a place in a node", () => {
  expect(counts.tried).toBeGreaterThan(4 * counts.left);
});
