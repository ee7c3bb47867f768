// Walks the registry of functions: of each the shapes and dtypes, the gradients, an error, and the same numbers in PyTorch.
import { describe, expect, test } from "vitest";
import type { DType } from "../core/dtype.ts";
import { Generator, manual_seed, seedFor } from "../core/random.ts";
import { runPython, torchPython } from "../graph/python.fixture.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { functions } from "../modules/functions/index.ts";
import { outputTypes } from "../modules/interpret.ts";
import { pythonFunction } from "../modules/python_source.ts";
import { empty } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { buildModule } from "./build.ts";
import { callPorts, type DeclaredModule } from "./declared.ts";
import type { Size } from "./examples/example.fixture.ts";
import type { FunctionExample } from "./examples/functions/example.fixture.ts";
import { make, refusal } from "./examples/make.fixture.ts";
import { checkGradients } from "./finite_differences.fixture.ts";
import { functionExamples } from "./function_examples.ts";

const all = Object.values<AnyModuleDef>(functions);

test("every function has an example, every example a function", () => {
  expect(Object.keys(functionExamples).sort()).toEqual(Object.keys(functions).sort());
});

test("every function is called by the name it is found by", () => {
  for (const [name, def] of Object.entries<AnyModuleDef>(functions)) expect(def.name).toBe(name);
});

type Inputs = readonly (Tensor | null)[];

/** The example's function and inputs; what is random in them depends on the function and the round only. */
function prepare(def: AnyModuleDef, example: FunctionExample, round: number) {
  const generator = new Generator(seedFor(round, def.name));
  const n: Size = (min, max) => min + (generator.random32() % (max - min + 1));
  const inputs: Inputs = example.inputs(n).map((input) => input && make(input, generator));
  return { module: buildModule(def, example.args ?? {}), inputs, generator };
}

/** All outputs, with the same random draws at every call. */
function run(module: DeclaredModule, inputs: Inputs): Tensor[] {
  manual_seed(7);
  return callPorts(module, inputs).filter((out) => out !== null);
}

/** Floats among the inputs as another type. */
const castTo = (dtype: DType, inputs: Inputs): Inputs =>
  inputs.map((x) => x && (x.dtype === "float32" ? empty(x.shape, dtype).copy_(x) : x));

const typed = (x: Tensor | null) => x && { shape: [...x.shape], dtype: x.dtype };
const random = ["randn", "rand"];

describe.each(all.filter(({ name }) => name in functionExamples).map((def) => [def.name, def] as const))(
  "%s",
  (name, def) => {
    const example = functionExamples[name]!;

    test("its inferred shapes and dtypes are the executed ones", () => {
      for (let round = 0; round < 3; round++) {
        const { module, inputs } = prepare(def, example, round);
        expect(run(module, inputs).map(typed)).toEqual(outputTypes(def, module.args, inputs.map(typed)));
      }
    });

    test("of inputs of another dtype it says beforehand what comes out, or what torch says against it", () => {
      for (const dtype of ["float32", "int64", "bool"] as const satisfies readonly DType[]) {
        const { module, inputs } = prepare(def, example, 0);
        const cast = castTo(dtype, inputs);
        const told = () => outputTypes(def, module.args, cast.map(typed));
        const done = () => run(module, cast).map(typed);
        const error = refusal(told);
        expect(error === "no error" ? told() : error, dtype).toEqual(error === "no error" ? done() : refusal(done));
      }
    });

    test("its gradients are finite differences", () => {
      for (let round = 0; round < 2; round++) {
        const { module, inputs, generator } = prepare(def, example, round);
        const floats = inputs.filter((x) => x?.dtype === "float32").map((x) => x!.requires_grad_());
        const compute = () => run(module, inputs).filter(({ dtype }) => dtype === "float32");
        if (!compute().some((out) => out.requires_grad)) return;
        const { worst, clear, unclear } = checkGradients(compute, floats, generator);
        expect(worst).toBeLessThan(3e-3);
        expect(unclear).toBeLessThanOrEqual(0.1 * clear);
      }
    });

    if (example.wrong)
      test("refuses a wrong call in torch's words, before and while it runs", () => {
        const { args, inputs, error } = example.wrong!;
        const given = inputs.map((input) => input && make(input, new Generator(1)));
        const module = buildModule(def, args ?? example.args ?? {});
        expect(refusal(() => callPorts(module, given))).toBe(error);
        expect(refusal(() => outputTypes(def, module.args, given.map(typed)))).toBe(error);
      });
  },
);

interface Shown {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}
interface Answer {
  readonly outputs?: readonly Shown[];
  readonly error?: string;
}

const script = `
import json, math, sys, torch
from torch import nn
def made(t):
    return torch.tensor(t["values"], dtype=getattr(torch, t["dtype"])).reshape(t["shape"])
def shown(t):
    return {"shape": list(t.shape), "dtype": str(t.dtype)[6:], "values": [v if math.isfinite(v) else None for v in t.double().flatten().tolist()]}
def answer(case):
    names = {"x%d" % i: made(t) for i, t in enumerate(case["inputs"]) if t is not None}
    try:
        out = eval(case["source"], {"torch": torch, "nn": nn, **names})
    except Exception as error:
        return {"error": "%s: %s" % (type(error).__name__, str(error).split("\\nException raised")[0])}
    return {"outputs": [shown(t) for t in (out if isinstance(out, (tuple, list)) else [out])]}
print(json.dumps([answer(case) for case in json.load(sys.stdin)]))
`;

const shown = (x: Tensor): Shown => ({ shape: [...x.shape], dtype: x.dtype, values: Array.from(x.data, Number) });

/** A call as Python writes it, with its inputs. */
function caseOf(def: AnyModuleDef, module: DeclaredModule, inputs: Inputs) {
  const variables = inputs.map((x, i) => x && `x${i}`);
  return { source: pythonFunction(def, variables, module.args), inputs: inputs.map((x) => x && shown(x)) };
}

describe.runIf(torchPython)("in PyTorch", () => {
  // Later than the PyTorch that is there.
  const later = ["scaled_dot_product_attention"];
  const tried = all.filter(({ name }) => !random.includes(name) && !later.includes(name));

  test("the source of every function gives the same numbers", () => {
    const prepared = tried.map((def) => ({ def, ...prepare(def, functionExamples[def.name]!, 0) }));
    const answers = runPython<Answer[]>(
      torchPython!,
      script,
      prepared.map(({ def, module, inputs }) => caseOf(def, module, inputs)),
    );
    for (const [i, { def, module, inputs }] of prepared.entries()) {
      const { source } = caseOf(def, module, inputs);
      const ours = run(module, inputs).map(shown);
      expect(answers[i]!.error, source).toBeUndefined();
      expect(
        answers[i]!.outputs!.map(({ shape, dtype }) => [shape, dtype]),
        source,
      ).toEqual(ours.map(({ shape, dtype }) => [shape, dtype]));
      for (const [k, { values }] of ours.entries()) {
        const theirs = answers[i]!.outputs![k]!.values;
        for (const [j, value] of values.entries()) {
          expect(Math.abs(value - theirs[j]!), source).toBeLessThanOrEqual(1e-5 + 1e-4 * Math.abs(theirs[j]!));
        }
      }
    }
  }, 60_000);

  test("what comes out of other dtypes, and what is said against them", () => {
    const cases = (["int64", "bool"] as const).flatMap((dtype) =>
      tried.map((def) => {
        const { module, inputs } = prepare(def, functionExamples[def.name]!, 0);
        const cast = castTo(dtype, inputs);
        const told = () => outputTypes(def, module.args, cast.map(typed)).map((out) => out.dtype);
        const error = refusal(told);
        return { ...caseOf(def, module, cast), told: error === "no error" ? told().join() : error };
      }),
    );
    const answers = runPython<Answer[]>(torchPython!, script, cases);
    const said = ({ outputs, error }: Answer) => error ?? outputs!.map(({ dtype }) => dtype).join();
    expect(cases.map(({ source, told }) => `${source} ${told}`)).toEqual(
      cases.map(({ source }, i) => `${source} ${said(answers[i]!)}`),
    );
  }, 60_000);

  test("what every function refuses, it refuses in these words", () => {
    const wrong = tried.flatMap((def) => {
      const { wrong: call, args } = functionExamples[def.name]!;
      if (!call) return [];
      const inputs = call.inputs.map((input) => input && make(input, new Generator(1)));
      return [{ error: call.error, ...caseOf(def, buildModule(def, call.args ?? args ?? {}), inputs) }];
    });
    const answers = runPython<Answer[]>(torchPython!, script, wrong);
    expect(wrong.map(({ source }, i) => `${source} ${answers[i]!.error}`)).toEqual(
      wrong.map(({ source, error }) => `${source} ${error}`),
    );
  }, 60_000);
});
