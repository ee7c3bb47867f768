// The Python of models changed at random, in a real Python: it compiles, runs where the graph has no problem, and does no more.
import { expect, test } from "vitest";
import { numel } from "../core/shape.ts";
import { parseModelFile } from "./file.ts";
import { edge } from "./graph.fixture.ts";
import type { Graph } from "./graph.ts";
import { hostileCases } from "./hostile.fixture.ts";
import { hostileText } from "./hostile_models.fixture.ts";
import { inferShapes } from "./infer.ts";
import { runPython, torchPython } from "./python.fixture.ts";
import { pytorchSource } from "./pytorch.ts";

interface Case {
  readonly source: string;
  /** Whether it is run, not only compiled: all of it is right, and small. */
  readonly runs: boolean;
}

const small = 2 ** 20;

function isSmallAndRight(graph: Graph): boolean {
  const { problems, nodes } = inferShapes(graph);
  return (
    problems.every(({ severity }) => severity === "warning") &&
    [...nodes.values()].every(
      ({ outputs, parameters }) =>
        parameters < small && Object.values(outputs ?? {}).every((shape) => shape === null || numel(shape) < small),
    )
  );
}

function hostileSources(cases: number): Case[] {
  const found: Case[] = [];
  hostileCases(cases, (random) => {
    const text = hostileText(random);
    try {
      const { graph, name } = parseModelFile(text);
      found.push({ source: pytorchSource(graph, name), runs: isSmallAndRight(graph) });
      return "read";
    } catch {
      // What refusals are is another test's.
      return "refused";
    }
  });
  return found;
}

/** One Add and one Mul that read the same value as often as a file allows edges. */
const wide = (module: string): Graph => ({
  nodes: { x: { module: "Input", args: { shape: [2] } }, sum: { module } },
  edges: Array.from({ length: 20_000 }, (_, i) =>
    edge("x", i === 0 ? "sum" : i === 1 ? "sum.other" : `sum.input${i + 1}`),
  ),
});

const script = `
import contextlib, io, json, os, sys, warnings
import torch
warnings.simplefilter("ignore")
ran = []
watched = ("os.", "subprocess.", "socket.", "shutil.", "ctypes.", "urllib.")
def watch(event, args):
    writes = event == "open" and isinstance(args[1], str) and any(letter in args[1] for letter in "wax+")
    if watching and (writes or event.startswith(watched) and event not in ("os.listdir", "os.scandir")):
        ran.append([event, str(args)[:200]])
        raise PermissionError(event)
watching = False
sys.addaudithook(watch)
replies = []
for case in json.load(sys.stdin):
    error = None
    watching = True
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            code = compile(case["source"].encode("utf-8"), "model.py", "exec")
            if case["runs"]: exec(code, {"__name__": "exported"})
    except BaseException as thrown:
        error = f"{type(thrown).__name__}: {str(thrown)[:300]}"
    watching = False
    replies.append(error)
print(json.dumps({"ran": ran, "replies": replies}))
`;

test.each(torchPython === null ? [] : [torchPython])("%s", (command) => {
  const sums = ["Add", "Mul"].map((module) => ({ source: pytorchSource(wide(module), "wide"), runs: true }));
  for (const { source } of sums)
    expect(source.split("\n").filter((line) => line.includes("sum = sum ")).length).toBe(199);
  const cases = [...hostileSources(600), ...sums];
  expect(cases.filter(({ runs }) => runs).length).toBeGreaterThan(50);
  const { ran, replies } = runPython<{ ran: unknown[]; replies: (string | null)[] }>(command, script, cases);
  expect(ran).toEqual([]);
  const failed = replies.flatMap((error, i) =>
    error === null ? [] : [`${error}\n${cases[i]!.source.slice(0, 2_000)}`],
  );
  expect(failed.slice(0, 5)).toEqual([]);
});
