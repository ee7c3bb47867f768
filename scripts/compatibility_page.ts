// Owns the page docs/compatibility.md: what of torch is there, how near the conformance cases came to PyTorch, or why not.
import { F, nn, optim } from "../engine/index.ts";
import type { AnyModuleDef } from "../engine/modules/define.ts";
import { moduleDef, modules } from "../engine/modules/index.ts";
import randomGolden from "../engine/nn/golden/random.json" with { type: "json" };
import { missingArguments, missingClasses, missingNames, otherNumbers, otherRandom } from "./compatibility_reasons.ts";
import type { Errors } from "./conformance_case.ts";
import torchNames from "./golden/torch_names.json" with { type: "json" };

/** The conformance cases of one class: how many, and the worst errors where they were run. */
export interface Cases {
  readonly count: number;
  readonly errors: Readonly<Errors> | null;
}

type Row = readonly string[];
const row = (cells: Row): string => `| ${cells.join(" | ")} |`;
const table = (head: Row, rows: readonly Row[]): string => [head, head.map(() => "---"), ...rows].map(row).join("\n");
const code = (text: string): string => `\`${text}\``;
const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Throws unless exactly what is missing has a reason, so that neither the code nor the reasons go stale. */
function reasons(what: string, missing: readonly string[], given: Readonly<Record<string, string>>): void {
  const unexplained = missing.filter((name) => !Object.hasOwn(given, name));
  const needless = Object.keys(given).filter((name) => !missing.includes(name));
  if (unexplained.length > 0) throw new Error(`${what} without a reason: ${unexplained.join(", ")}`);
  if (needless.length > 0) throw new Error(`${what} that are there, with a reason: ${needless.join(", ")}`);
}

const torchClasses: Readonly<Record<string, readonly string[]>> = torchNames.nn;
/** The ends of a graph, and merges, which torch has as operators. */
const ours = Object.keys(modules).filter((name) => !Object.hasOwn(torchClasses, name));
const missingArgs = Object.entries(torchClasses).flatMap(([name, args]) => {
  const def = moduleDef(name);
  return def ? args.filter((arg) => !Object.hasOwn(def.args, arg)).map((arg) => `${name}.${arg}`) : [];
});

function argumentsOf(def: AnyModuleDef): string {
  const names = Object.keys(def.args).map(code).join(", ");
  const lacking = missingArgs
    .filter((name) => name.startsWith(`${def.name}.`))
    .map((name) => `${code(name.slice(def.name.length + 1))} (${missingArguments[name]})`);
  return [names || "none", ...lacking.map((text) => `not ${text}`)].join("; ");
}

/** One digit is enough of an error; 0 when equal to the last bit, – where nothing is compared. */
const error = (value: number | null | undefined): string =>
  value === undefined ? "?" : value === null ? "–" : value === 0 ? "0" : value.toExponential(0);

function classRow(name: string, cases: ReadonlyMap<string, Cases>): Row {
  const def = moduleDef(name);
  if (!def) return [name, `not there: ${missingClasses[name]}`, "", "", ""];
  const { count = 0, errors = { forward: null, gradient: null } } = cases.get(name) ?? {};
  return [name, argumentsOf(def), String(count), error(errors?.forward), error(errors?.gradient)];
}

function names(group: "functional" | "init" | "utils" | "optim" | "lr_scheduler", there: object): string {
  const torch: readonly string[] = Array.isArray(torchNames[group])
    ? torchNames[group]
    : Object.keys(torchNames[group]);
  const missing = torch.filter((name) => !(name in there));
  reasons(
    `names of ${group}`,
    missing.map((name) => `${group}.${name}`),
    Object.fromEntries(Object.entries(missingNames).filter(([name]) => name.startsWith(`${group}.`))),
  );
  const has = torch.filter((name) => name in there);
  const list = `${has.length} of ${torch.length}: ${has.map(code).join(", ")}.`;
  const rows = missing.map((name) => [code(name), missingNames[`${group}.${name}`]!]);
  return missing.length === 0 ? list : `${list}\n\n${table(["not there", "why"], rows)}`;
}

const containers = ["Module", "Sequential", "ModuleList", "ModuleDict", "Parameter", "ParameterList", "ParameterDict"];

function randomRows(): Row[] {
  const draws = new Map<string, string[]>();
  for (const { name, call } of randomGolden.draws) draws.set(name, [...(draws.get(name) ?? []), call]);
  return [...draws].sort(byName).map(([name, calls]) => [code(name), calls.map(code).join("<br>")]);
}

/** The page; where cases were only counted its errors are question marks. */
export function compatibilityPage(cases: ReadonlyMap<string, Cases>): string {
  const classes = Object.keys(torchClasses).filter((name) => !containers.includes(name));
  const there = classes.filter((name) => moduleDef(name));
  reasons(
    "classes",
    classes.filter((name) => !moduleDef(name)),
    missingClasses,
  );
  reasons("arguments", missingArgs, missingArguments);
  reasons(
    "containers",
    containers.filter((name) => !(name in nn)),
    {},
  );
  const total = [...cases.values()].reduce((sum, { count }) => sum + count, 0);
  const list = (items: readonly { readonly name: string }[]): string =>
    [...new Set(items.map(({ name }) => code(name)))].join(", ");
  return `# Compatibility with PyTorch

Written by \`npm run compatibility\`; a test compares it with the code.

## Classes of torch.nn

${there.length} of ${classes.length} classes of PyTorch 1.13, and of what later versions added (CircularPad, LPPool3d,
RMSNorm, ZeroPad), with all arguments but \`device\` and \`dtype\` unless the table says otherwise. Lists and tuples may be
given where torch takes them. Cases are PyTorch's own (\`conformance/cases\`, ${total} of them): each builds the module,
compares \`repr\`, state_dict and parameter count, loads the weights, and compares outputs, gradients of inputs and
parameters, and buffers. Errors are the worst of all cases, |a − b| / max(1, |b|), on the kernels in use; – where there is
nothing to compare. Classes without cases are checked by \`engine/nn/registry.test.ts\` like all others: repr, state,
shapes, gradients by finite differences, an error of torch's.

${table(
  ["class", "arguments", "cases", "forward", "gradient"],
  classes.map((name) => classRow(name, cases)),
)}

Besides there are ${ours.map(code).join(", ")}, the nodes of a graph that torch writes as arguments, results and operators.
Not there either: \`torch.ao.nn\` and \`torch.nn.quantized\` (there are no 8-bit tensors), \`nn.parallel\` (there is one
device), \`nn.utils.rnn\` (no packed sequences), \`nn.utils.parametrize\`, \`prune\` and \`stateless\`.

## Containers and base classes

${containers.map(code).join(", ")}.

## torch.nn.functional

${names("functional", F)}

## torch.nn.init

${names("init", nn.init)}

## torch.nn.utils

${names("utils", nn.utils)}

## torch.optim

Arguments are torch's; \`foreach\`, \`fused\`, \`capturable\` and \`differentiable\`, which choose among ways to compute
the same, change nothing. Each is compared with PyTorch over 20 steps (\`engine/optim/optim.test.ts\`).

${names("optim", optim)}

## torch.optim.lr_scheduler

Arguments are torch's but for \`verbose\`, which prints. Each is compared with PyTorch over 20 steps
(\`engine/optim/lr_scheduler.test.ts\`).

${names("lr_scheduler", optim.lr_scheduler)}

## Random numbers

After \`manual_seed(s)\` these give the numbers PyTorch gives on a CPU (\`engine/nn/random.test.ts\` and
\`engine/core/random.test.ts\` compare them):

${table(["function", "compared"], randomRows())}

- Masks and samples in training: ${list(randomGolden.masks)}.
- Masks of dropout between an LSTM's layers, in attention and in Transformers (\`engine/nn/sequence.test.ts\`).
- First weights: ${list(randomGolden.weights)}. Classes without random weights start as torch's.
- \`torch.nn.init\`: all functions (\`engine/nn/init.test.ts\`).

Otherwise:

${table(["what", "how it is"], otherRandom)}

## Where PyTorch 1.13 is not followed

${table(["what", "why"], otherNumbers)}
`;
}

/** The page without what may differ between machines: the errors, the last two columns of the classes' table. */
export const withoutErrors = (page: string): string =>
  page.replace(/^(\| \w+ \| .* \| \d+ \|) [^|]* \| [^|]* \|$/gm, "$1");
