// Exported Python with hostile names and values: whatever they say is text, and a real Python runs the model alone.

import { describe, expect, test } from "vitest";
import { moduleAttributes } from "../core/module_attributes.ts";
import { dunderPattern } from "../core/names.ts";
import { Generator } from "../core/random.ts";
import { fromSpec } from "../nn/build.ts";
import { compile } from "./compile.ts";
import { edge } from "./graph.fixture.ts";
import type { Graph } from "./graph.ts";
import { runPython, torchPython } from "./python.fixture.ts";
import { pytorchSource } from "./pytorch.ts";

const line = (name: string): Graph => ({
  nodes: {
    x: { module: "Input", args: { shape: [1, 4] } },
    [name]: { module: "Linear", args: { out_features: 4 } },
    out: { module: "Output" },
  },
  edges: [edge("x", name), edge(name, "out")],
});

/** The node's output is read twice, so that the source is a class with forward. */
const fork = (name: string): Graph => ({
  nodes: { ...line(name).nodes, sum: { module: "Add" } },
  edges: [edge("x", name), edge(name, "sum"), edge("x", "sum.other"), edge("sum", "out")],
});

const evil = "import os; os.system('exit 3')";
const hostileNames = [
  `coding: utf-7 +AAo-${evil}+AAo- #`,
  `-*- coding: utf-7 -*-`,
  `vim: set fileencoding=utf-7 :`,
  `a\n${evil}`,
  `a\r${evil}`,
  `a\r\n${evil}\r\n`,
  `a\f${evil}`,
  `a\v\u0085\u2028\u2029${evil}`,
  `"""\n${evil}\n"""`,
  `'''); ${evil} #`,
  `"); ${evil} #`,
  `\\`,
  `\\"); ${evil}`,
  `a\0b`,
  `\u202e\u2066 ${evil} \u2069`,
  `\ud800`,
  `\ufeff${evil}`,
  `模型 🧠 é`,
  "x".repeat(200),
  "",
];

const hostileNodes = [
  ...["getattr", "nn", "torch", "self", "F", "super", "Model", "model", "OrderedDict", "output", "print", "input"],
  ...[
    "lambda",
    "None",
    "True",
    "class",
    "import",
    "match",
    "_",
    "__",
    "__x",
    "__x_",
    "_x__",
    "0",
    "007",
    "l".repeat(100),
  ],
  ...Object.getOwnPropertyNames(Object.prototype).filter((name) => !dunderPattern.test(name)),
];

const special: Graph = {
  nodes: {
    x: { module: "Input", args: { shape: [2, 4] } },
    tanh: { module: "Hardtanh", args: { min_val: -Infinity, max_val: Infinity } },
    bound: { module: "Threshold", args: { threshold: 0.5, value: -Infinity } },
    out: { module: "Output" },
  },
  edges: [edge("x", "tanh"), edge("tanh", "bound"), edge("bound", "out")],
};

interface Case {
  readonly source: string;
  readonly keys: readonly string[];
}
const caseOf = (graph: Graph, name: string): Case => ({
  source: pytorchSource(graph, name),
  keys: [
    ...fromSpec(compile(graph).spec, () => new Generator())
      .state_dict()
      .keys(),
  ],
});
const cases: readonly Case[] = [
  ...hostileNames.flatMap((name) => [caseOf(line("fc"), name), caseOf(fork("fc"), name)]),
  ...hostileNodes.flatMap((node) => [caseOf(line(node), "names"), caseOf(fork(node), "names")]),
  caseOf(special, "inf"),
];

describe("the model's name", () => {
  test.each(hostileNames.map((name) => [name]))("%j is no more than a comment and a file's name", (name) => {
    for (const graph of [line("fc"), fork("fc")]) {
      const lines = pytorchSource(graph, name).split("\n");
      const plain = pytorchSource(graph, "").split("\n");
      expect(lines.length).toBe(plain.length);
      lines.forEach((text, i) => {
        if (text === plain[i]) return;
        expect(i).toBeGreaterThanOrEqual(5);
        expect(text).toMatch(/^# /);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
        expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u);
      });
    }
  });
});

test("numbers that are not finite are spelled for Python", () => {
  const { source } = caseOf(special, "inf");
  expect(source).toContain('nn.Hardtanh(min_val=float("-inf"), max_val=float("inf"))');
  expect(source).toContain('nn.Threshold(0.5, float("-inf"))');
});

const script = `
import contextlib, io, json, os, subprocess, sys, types
ran = []
watched = ("os.system", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.fork")
import torch, collections
torch.manual_seed(0)
safetensors = types.ModuleType("safetensors")
safetensors.torch = types.ModuleType("safetensors.torch")
sys.modules["safetensors"], sys.modules["safetensors.torch"] = safetensors, safetensors.torch
sys.addaudithook(lambda event, args: ran.append(event) if event in watched else None)
replies = []
for case in json.load(sys.stdin):
    space = {"__name__": "exported"}
    loaded = []
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(case["source"].encode("utf-8"), "model.py", "exec"), space)
        safetensors.torch.load_file = lambda path: loaded.append(path) or space["model"].state_dict()
        lines = case["source"].split("\\n")
        start = lines.index("# Weights saved by Edgewise fit as they are:") + 1
        comment = lines[start:lines.index("model.eval()")]
        assert all(line.startswith("# ") for line in comment)
        exec("\\n".join(line[2:] for line in comment), space)
    replies.append({"keys": list(space["model"].state_dict()), "printed": printed.getvalue(), "loaded": loaded})
print(json.dumps({"ran": ran, "replies": replies}))
`;

describe("in a real Python", () => {
  const withTorch = torchPython === null ? [] : [torchPython];
  test.each(withTorch)("%s runs every export, the comment on weights too, and nothing else", (command) => {
    interface Reply {
      readonly keys: readonly string[];
      readonly printed: string;
      readonly loaded: readonly string[];
    }
    const { ran, replies } = runPython<{ ran: string[]; replies: Reply[] }>(command, script, cases);
    expect(ran).toEqual([]);
    replies.forEach(({ keys, printed, loaded }, i) => {
      expect(keys).toEqual(cases[i]!.keys);
      expect(printed).toMatch(/^torch\.Size\(\[\d, 4\]\)\n$/);
      expect(loaded).toEqual([expect.stringMatching(/\.safetensors$/)]);
    });
  });

  test.each(withTorch)("%s: nn.Module and nn.Sequential have no other attributes", (command) => {
    const dir = "import json, torch.nn as nn; print(json.dumps(dir(nn.Module()) + dir(nn.Sequential())))";
    const attributes = runPython<string[]>(command, dir, null).filter((name) => !dunderPattern.test(name));
    expect(attributes.filter((name) => !moduleAttributes.has(name))).toEqual([]);
  });

  test("names that torch refuses are those of the list", () => {
    for (const name of ["training", "forward", "type", "train", "apply", "children", "half", "append", "parameters"]) {
      expect(moduleAttributes.has(name)).toBe(true);
    }
  });
});
