// Names of new nodes and of copies: counted on, in few steps, whatever is taken.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkProperty } from "../../engine/core/property.fixture.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { idFrom, idOf } from "../../engine/graph/identity.ts";
import { copyNames, freeName } from "./free_names.ts";

const graphOf = (...names: string[]): Graph => ({
  nodes: Object.fromEntries(names.map((name) => [idFrom(name), { module: "ReLU" }])),
  edges: [],
});

test("new nodes are counted per module, Input and Output without a number at first", () => {
  const taken = graphOf("conv1", "input");
  expect(freeName(taken, "Conv2d")).toBe("conv2");
  expect(freeName(taken, "Input")).toBe("input1");
  expect(freeName(taken, "Output")).toBe("output");
  expect(freeName(taken, "MaxPool2d")).toBe("maxpool1");
});

const copyName = (graph: Graph, name: string) => copyNames(graph).take(name).name;

describe("a copy", () => {
  const nines = "9".repeat(99);
  test.each([
    ["conv1", "conv2"],
    ["input", "input2"],
    ["7", "8"],
    ["007", "008"],
    ["x007", "x008"],
    ["x099", "x100"],
    ["x999", "x1000"],
    ["x9007199254740992", "x9007199254740993"],
    ["9007199254740993", "9007199254740994"],
    [`x${nines}`, `1${"0".repeat(99)}`],
    [`9${nines}`, "1"],
    ["x".repeat(100), `${"x".repeat(99)}2`],
    ["1a", "1a2"],
  ])("of %s is %s", (name, copy) => {
    expect(copyName(graphOf(name), name)).toBe(copy);
  });

  test("keeps a name that is free", () => {
    expect(copyName(graphOf("conv1"), "stem")).toBe("stem");
  });

  test("passes over what is taken, also by other copies", () => {
    const names = copyNames(graphOf("conv1", "conv2", "conv4"));
    expect(["conv1", "conv4", "conv1", "conv2", "conv3"].map((name) => names.take(name).name)).toEqual([
      "conv3",
      "conv5",
      "conv6",
      "conv7",
      "conv8",
    ]);
  });

  test("names are new and different, whatever they end with", () => {
    const name = fc.stringMatching(/^[ab]?(0{0,3}[0-9]{0,2}|900719925474099[0-9])$/);
    checkProperty(
      fc.property(fc.array(name, { minLength: 1, maxLength: 40 }), (taken) => {
        const graph = graphOf(...taken);
        const names = copyNames(graph);
        const copies = taken.map((name) => names.take(name).name);
        expect(new Set(copies).size).toBe(copies.length);
        for (const copy of copies) expect(idOf(graph, copy)).toBe(undefined);
      }),
    );
  });

  test("of each of many takes few steps", () => {
    const all = Array.from({ length: 5000 }, (_, i) => `conv${i + 1}`);
    let asked = 0;
    const nodes = new Proxy(graphOf(...all).nodes, {
      getOwnPropertyDescriptor: (target, key) => {
        asked++;
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    });
    const names = copyNames({ nodes, edges: [] });
    expect(all.map((name) => names.take(name).name).at(-1)).toBe("conv10000");
    expect(asked).toBeLessThan(10 * all.length);
  }, 60_000);
});
