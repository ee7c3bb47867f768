// What the engine says is wrong, told in the user's language: every kind of problem, and refusals of files.

import { afterAll, beforeAll, expect, test } from "vitest";
import { FormatError } from "../../engine/core/errors.ts";
import { plain } from "../../engine/core/said.ts";
import { parseModelFile } from "../../engine/graph/file.ts";
import { edge } from "../../engine/graph/graph.fixture.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { inferShapes } from "../../engine/graph/infer.ts";
import type { ProblemKind } from "../../engine/graph/problem.ts";
import { readNpy } from "../../engine/io/npy.ts";
import { readSafetensors } from "../../engine/io/safetensors.ts";
import { setLanguage, t } from "../i18n/index.ts";
import { tellError } from "../i18n/tell.ts";
import { messageOf } from "./explain.ts";

beforeAll(() => setLanguage("zh-CN"));
afterAll(() => setLanguage("en"));

const input = { module: "Input", args: { shape: [1, 4] } };
const graph = (nodes: Graph["nodes"], ...edges: string[]): Graph => ({
  nodes,
  edges: edges.map((text) => edge(text.split(">")[0]!, text.split(">")[1]!)),
});
const linear = (args: object = { out_features: 3 }) => ({ module: "Linear", args: { ...args } });

/** Graphs that have a problem of each kind that the engine tells in its own words; null where the words are torch's. */
const examples: Readonly<Record<ProblemKind, readonly Graph[] | null>> = {
  unknown_module: [graph({ a: { module: "Linaer" } }), graph({ a: { module: "Qqqqqqqqq" } })],
  argument: [
    ...[-3, 1e12, 1.5, "x", null, [1], true].map((value) =>
      graph({ input, a: linear({ out_features: value }) }, "input>a"),
    ),
    graph({ input, a: linear({}) }, "input>a"),
    graph({ input, a: { module: "Conv2d", args: { out_channels: 2, kernel_size: [1, 2, 3] } } }, "input>a"),
    graph({ input, a: { module: "Conv2d", args: { out_channels: 2, kernel_size: 1, padding_mode: "q" } } }, "input>a"),
    graph({ input: { module: "Input", args: { shape: new Array(70).fill(1) } } }),
    graph({ input: { module: "Input", args: {} } }),
  ],
  missing_input: [graph({ a: { module: "ReLU" } })],
  unknown_port: [
    graph({ input, a: { module: "ReLU" } }, "input.nowhere>a"),
    graph({ input, a: { module: "ReLU" } }, "input>a.nowhere"),
  ],
  dangling_edge: [graph({ input }, "input>b"), graph({ input }, "c>b")],
  duplicate_edge: [graph({ input, a: { module: "ReLU" } }, "input>a", "input>a")],
  occupied_port: [graph({ input, b: input, a: { module: "ReLU" } }, "input>a", "b>a")],
  cycle: [
    graph({ a: { module: "ReLU" } }, "a>a"),
    graph({ a: { module: "ReLU" }, b: { module: "ReLU" } }, "a>b", "b>a"),
    graph(
      Object.fromEntries([...Array(20).keys()].map((i) => [`r${i}`, { module: "ReLU" }])),
      ...[...Array(20).keys()].map((i) => `r${i}>r${(i + 1) % 20}`),
    ),
  ],
  unreachable: [graph({ input, a: { module: "ReLU" }, out: { module: "Output" } }, "input>a", "input>out")],
  upstream: [graph({ a: { module: "ReLU" }, b: { module: "ReLU" } }, "a>b")],
  too_large: [
    graph({ input: { module: "Input", args: { shape: [100_000, 100_000] } } }),
    graph({ input, a: linear({ out_features: 1e9 }) }, "input>a"),
  ],
  shape: null,
  dtype: null,
  training: null,
  run: null,
};

/** Three English words in a row are a sentence, no name. */
const sentence = /\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b/;

function expectChinese(text: string): void {
  expect(text).toMatch(/[\u4e00-\u9fff]/);
  expect(text).not.toMatch(sentence);
  expect(text).not.toMatch(/\{\{|said\./);
}

for (const [kind, graphs] of Object.entries(examples)) {
  if (graphs === null) continue;
  test(`problems of the kind ${kind} are told in Chinese, with the English text beside`, () => {
    for (const each of graphs) {
      const found = inferShapes(each).problems.filter((problem) => problem.kind === kind);
      expect(found.length).toBeGreaterThan(0);
      for (const problem of found) {
        if (problem.said === undefined) throw new Error(`no words: ${problem.message}`);
        expect(plain(problem.said)).toBe(problem.message);
        expectChinese(messageOf(problem, t));
      }
    }
  });
}

test("torch's words stay as they are", () => {
  const wrong = graph({ input, a: linear({ in_features: 9, out_features: 3 }) }, "input>a");
  const [problem] = inferShapes(wrong).problems;
  expect(messageOf(problem!, t)).toBe("mat1 and mat2 shapes cannot be multiplied (1x4 and 9x3)");
});

const file = (change: object) =>
  JSON.stringify({ format: "edgewise", version: 1, graph: { nodes: { input }, edges: [] }, ...change });
const nodes = (of: object, edges: unknown = []) => file({ graph: { nodes: of, edges } });
const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const weights = (header: string, data = 0) => {
  const out = new Uint8Array(8 + header.length + data);
  out[0] = header.length;
  out.set(bytes(header), 8);
  return out;
};
const npy = (header: string, data = "") =>
  bytes(`\x93NUMPY\x01\x00${String.fromCharCode(header.length, 0)}${header}${data}`);

const models = [
  ...[
    "",
    "[",
    "{",
    '{"a" 1}',
    '{"a": 1',
    '{"a": 1 "b"}',
    '{"a": 1, "a": 2}',
    '{"__proto__": 1}',
    '"abc',
    '"\\q"',
    "1 2",
    "@",
  ],
  ...[
    "[".repeat(100),
    "7",
    "[]",
    "{}",
    file({ version: 99 }),
    file({ version: "x" }),
    file({ extra: 1 }),
    file({ "": 1 }),
  ],
  ...[
    file({ name: 5 }),
    file({ name: "x".repeat(300) }),
    file({ seed: -1 }),
    file({ graph: { nodes: [], edges: [] } }),
  ],
  ...[nodes({ "a b": input }), nodes({ ["x".repeat(200)]: input }), nodes({ forward: input }), nodes({ __a__: input })],
  ...[nodes({ a: { module: "Linaer" } }), nodes({ a: { module: "Linear", args: { q: 1 } } }), nodes({ a: 1 })],
  ...[nodes({ a: { module: "Linear", args: { out_features: -1 } } }), nodes({ a: { module: "Input", id: "a b" } })],
  ...[nodes({ a: { module: "Input", args: { shape: [1e5, 1e5] } } }), nodes({ a: input, b: { ...input, id: "a" } })],
  ...[nodes({ input }, 5), nodes({ input }, [edge("input", "no")]), nodes({ input }, [edge("input", "input")])],
  nodes({ input, r: { module: "ReLU" } }, [edge("input", "r.no")]),
  nodes({ input, r: { module: "ReLU" } }, [edge("input.no", "r")]),
  nodes({ r: { module: "ReLU" } }, [edge("r", "r")]),
  nodes({ input, r: { module: "ReLU" } }, [edge("input", "r"), edge("input", "r")]),
  nodes({ input, b: input, r: { module: "ReLU" } }, [edge("input", "r"), edge("b", "r")]),
  nodes({ input, o: { module: "Output" }, r: { module: "ReLU" } }, [edge("o", "r")]),
  ...[file({ layout: { no: [0, 0] } }), file({ layout: { input: [0] } }), file({ layout: { input: [1e9, 0] } })],
];
const arrays = [
  ...[bytes(""), bytes("\x93NUMPY"), bytes("\x93NUMPY\x09\x00"), bytes("\x93NUMPY\x01\x00"), npy("x")],
  ...[npy("{}"), npy("{!}"), npy("{'q': 1}"), npy("{'descr': '<f4', 'descr': '<f4'}"), npy("{'fortran_order': Maybe}")],
  npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}"),
  npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3)}"),
  npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}"),
  npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}"),
  npy("{'descr': '|b1', 'fortran_order': False, 'shape': (1,)}", "\x07"),
  npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,)}", "\xff\xff\xff\xff\xff\xff\xff\x7f"),
];
const tensor = (entry: object, data = 0) => weights(JSON.stringify({ w: entry }), data);
const safetensors = [
  ...[
    bytes(""),
    bytes("\xff\xff\xff\xff\xff\xff\xff\xff"),
    bytes("\x09\0\0\0\0\0\0\0"),
    weights("\xff"),
    weights("!"),
    weights("[]"),
  ],
  ...[
    weights('{"__metadata__": 1}'),
    weights('{"__metadata__": {"a": 1}}'),
    weights('{"w": 1}'),
    weights('{"w": 1, "w": 1}'),
  ],
  ...[tensor({ dtype: "Q" }), tensor({ dtype: "F32", shape: 1 }), tensor({ dtype: "F32", shape: [-1] })],
  ...[
    tensor({ dtype: "F32", shape: [1], data_offsets: 1 }),
    tensor({ dtype: "F32", shape: [1], data_offsets: [0, 8] }, 8),
  ],
  ...[
    tensor({ dtype: "F32", shape: [1], data_offsets: [0, 4] }),
    tensor({ dtype: "F32", shape: [1], data_offsets: [4, 8] }, 8),
  ],
  tensor({ dtype: "F32", shape: [1], data_offsets: [0, 4] }, 8),
];

test.each<[string, () => unknown]>([
  ...models.map((text): [string, () => unknown] => [text.slice(0, 80), () => parseModelFile(text)]),
  ...arrays.map((array, i): [string, () => unknown] => [`.npy ${i}`, () => readNpy(array)]),
  ...safetensors.map((array, i): [string, () => unknown] => [`.safetensors ${i}`, () => readSafetensors(array)]),
])("a refused file is told in Chinese: %s", (_, read) => {
  let error: unknown;
  try {
    read();
  } catch (thrown) {
    error = thrown;
  }
  if (!(error instanceof FormatError)) throw new Error(`not refused: ${String(error)}`);
  expect(plain(error.said)).toBe(error.message);
  // What the browser's own JSON parser says is in its language.
  expectChinese(tellError(error, t).replace(/\(.*JSON.*\)/, ""));
});
