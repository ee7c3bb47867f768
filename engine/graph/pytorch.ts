// Owns the PyTorch source of a graph: nn.Sequential for a chain, a Module with forward for anything else.
import { type DType, printDType } from "../core/dtype.ts";
import { fileName } from "../core/names.ts";
import { pyComment, pyString } from "../core/python.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { pythonCall } from "../modules/derive.ts";
import type { ArgValues } from "../modules/fields.ts";
import { moduleDef } from "../modules/index.ts";
import { pythonAttribute, pythonFunction } from "../modules/python_source.ts";
import { compile } from "./compile.ts";
import { type Graph, type PortRef, printPort } from "./graph.ts";
import { nameOf } from "./identity.ts";
import { inferShapes } from "./infer.ts";
import type { ModuleSpec, SequentialSpec, WiredModule } from "./spec.ts";
import { wiredModules } from "./wiring.ts";

/**
 * A Python script that builds the runnable part of the graph with torch and runs it once. Its state_dict has the same
 * keys as the graph: node names are attribute names. Names are text in it, whatever they say: the model's stands in a
 * comment beside the model, since Python reads `coding:` in the first two lines, and editors read the first five.
 */
export function pytorchSource(graph: Graph, name: string): string {
  const { spec, runnable } = compile(graph);
  const chain = spec.items.every((item) => item.kind === "module" && moduleDef(item.module)?.kind === "class");
  const left = Object.keys(graph.nodes).flatMap((id) => (runnable.has(id) ? [] : [nameOf(graph, id)]));
  const title = [
    `# ${pyComment(name.replace(/\s+/g, " ").trim()) || "Model"}`,
    ...(left.length > 0 ? [`# Left out, since they cannot run yet: ${pyComment(left.join(", "))}`] : []),
  ];
  const lines = [
    "# Written by Edgewise: the model in PyTorch, and one run of it.",
    ...(chain && spec.items.length > 0 ? ["from collections import OrderedDict", ""] : []),
    "import torch",
    "from torch import nn",
    "",
    ...(chain ? [...title, ...sequential(spec)] : ["", ...title, ...moduleClass(spec)]),
    "",
    "# Weights saved by Edgewise fit as they are:",
    "# from safetensors.torch import load_file",
    `# model.load_state_dict(load_file(${pyString(fileName(name, "safetensors"))}))`,
    "model.eval()",
    ...example(graph, spec),
  ];
  return `${lines.join("\n")}\n`;
}

function call({ module, args }: ModuleSpec): string {
  const def = moduleDef(module);
  return def ? pythonCall(def, args) : `nn.${module}()`;
}

function sequential(spec: SequentialSpec): string[] {
  const items = spec.items.filter((item) => item.kind === "module");
  if (items.length === 0) return ["model = nn.Sequential()"];
  return [
    "model = nn.Sequential(OrderedDict([",
    ...items.map((item) => `    (${pyString(item.name)}, ${call(item)}),`),
    "]))",
  ];
}

/** How many values one expression adds up: Python's compiler goes as deep as there are, and not beyond some thousands. */
const longestSum = 100;

/** `a + b + c`, in statements that each go on with the one before. */
function fold(target: string, values: readonly string[], operator: string): string[] {
  const statements = [`${target} = ${values.slice(0, longestSum).join(operator)}`];
  for (let from = longestSum; from < values.length; from += longestSum) {
    statements.push(`${target} = ${[target, ...values.slice(from, from + longestSum)].join(operator)}`);
  }
  return statements;
}

/** What torch has as an operator or a function of tensors. */
function asFunction(def: AnyModuleDef, target: string, values: readonly (string | null)[], args: ArgValues): string[] {
  const { python } = def;
  return python && "operator" in python && values.length > longestSum
    ? fold(
        target,
        values.filter((value) => value !== null),
        ` ${python.operator} `,
      )
    : [`${target} = ${pythonFunction(def, values, args)}`];
}

function moduleClass(spec: SequentialSpec): string[] {
  const modules = wiredModules(spec);
  const used = new Set(["self", "torch", "nn", "getattr"]);
  const variables = new Map<string, string>();
  const declare = (name: string, port: PortRef): string => {
    const wanted = port.port === null ? name : `${name}_${port.port}`;
    let variable = isName(wanted) ? wanted : /^[0-9]/.test(wanted) ? `x${wanted}` : `${wanted}_`;
    while (used.has(variable)) variable += "_";
    used.add(variable);
    variables.set(printPort(port), variable);
    return variable;
  };
  const read = (port: PortRef): string => variables.get(printPort(port)) ?? "None";
  const parameters = spec.inputs.map(({ id, name }) => declare(name, { node: id, port: null }));
  const init: string[] = [];
  const forward: string[] = [];
  for (const module of modules) {
    const { id, name, outputs } = module;
    const def = moduleDef(module.module);
    const form = def?.python ? def : null;
    const held = def && isAttribute(name) ? pythonAttribute(def, name, module.args) : null;
    if (held) init.push(held);
    else if (!form) {
      init.push(
        isAttribute(name) ? `self.${name} = ${call(module)}` : `self.add_module(${pyString(name)}, ${call(module)})`,
      );
    }
    const self = isAttribute(name) ? `self.${name}` : `getattr(self, ${pyString(name)})`;
    const targets = outputs.map((port, i) => declare(name, { node: id, port: i === 0 ? null : port }));
    // A list of one is unpacked too.
    const target = def?.list && targets.length === 1 ? `(${targets[0]},)` : tuplesOf(module, targets);
    const values = module.inputs.map((port) => port && read(port));
    if (held) forward.push(`${target} = ${self}`);
    else if (form) forward.push(...asFunction(form, target, values, module.args));
    else forward.push(`${target} = ${self}(${callArguments(module, read).join(", ")})`);
  }
  forward.push(`return ${spec.outputs.map(read).join(", ") || "None"}`);
  const indent = (line: string) => `        ${line}`;
  return [
    "class Model(nn.Module):",
    "    def __init__(self):",
    "        super().__init__()",
    ...init.map(indent),
    "",
    `    def forward(${["self", ...parameters].join(", ")}):`,
    ...forward.map(indent),
    "",
    "",
    "model = Model()",
  ];
}

/** What a module is called with: what it needs by position, the optional inputs by keyword, torch's tuples as tuples. */
function callArguments({ module, inputs }: WiredModule, read: (port: PortRef) => string): string[] {
  const def = moduleDef(module);
  if (!def || def.variadic) return inputs.map((port) => (port ? read(port) : "None"));
  const needed = def.inputs.map((_, i) => read(inputs[i]!));
  const given = new Map<string, string>();
  def.optional.forEach((name, i) => {
    const port = inputs[def.inputs.length + i];
    if (port) given.set(name, read(port));
  });
  for (const [group, members] of Object.entries(def.groups)) {
    if (!members.some((name) => given.has(name))) continue;
    given.set(group, `(${members.map((name) => given.get(name) ?? "None").join(", ")})`);
    for (const name of members) given.delete(name);
  }
  return [...needed, ...[...given].map(([name, value]) => `${name}=${value}`)];
}

/** The variables a call's results go to, nested as torch nests them: an LSTM returns `output, (h_n, c_n)`. */
function tuplesOf({ module, outputs }: WiredModule, targets: readonly string[]): string {
  const tuples = moduleDef(module)?.tuples ?? [];
  const tupleAt = (port: string) => tuples.find((tuple) => tuple.includes(port));
  const parts = targets.map((target, i) => {
    const port = outputs[i]!;
    const tuple = tupleAt(port);
    return `${tuple?.[0] === port ? "(" : ""}${target}${tuple?.at(-1) === port ? ")" : ""}`;
  });
  return parts.join(", ");
}

/** A call with a random tensor of each Input's shape. */
function example(graph: Graph, spec: SequentialSpec): string[] {
  const inference = inferShapes(graph);
  const tensors = spec.inputs.map(({ id }) => {
    const shape = inference.shapeOf({ node: id, port: null }) ?? [];
    const sizes = shape.length === 0 ? "()" : shape.join(", ");
    const dtype = inference.nodes.get(id)?.resolution?.args.dtype as DType;
    return dtype === "float32" ? `torch.randn(${sizes})` : `torch.zeros(${sizes}, dtype=${printDType(dtype)})`;
  });
  if (tensors.length === 0) return [];
  return [
    "with torch.no_grad():",
    `    output = model(${tensors.join(", ")})`,
    spec.outputs.length === 1 ? "print(output.shape)" : "print([tensor.shape for tensor in output])",
  ];
}

const keywords = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Whether Python takes it as a name. */
const isName = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text) && !keywords.has(text);

/** Whether it can follow `self.`: inside a class, Python reads `self.__x` as another name. */
const isAttribute = (text: string): boolean => isName(text) && !/^__.*(?<!__)$/.test(text);
