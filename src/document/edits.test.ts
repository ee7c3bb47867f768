// Edits: what each does, and that undo brings back the very document.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkProperty } from "../../engine/core/property.fixture.ts";
import { edge, port } from "../../engine/graph/graph.fixture.ts";
import { edgeId, printPort, targetOf } from "../../engine/graph/graph.ts";
import { idFrom, idOf, nameOf } from "../../engine/graph/identity.ts";
import { type Document, emptyDocument } from "./document.ts";
import * as edits from "./edits.ts";
import { freeName } from "./free_names.ts";
import { createHistory } from "./history.ts";

/** `input → conv1 → relu1 → output`, and conv1 → add1.other beside it. */
const start: Document = {
  ...emptyDocument,
  graph: {
    nodes: {
      input: { module: "Input", args: { shape: [1, 1, 8, 8] } },
      conv1: { module: "Conv2d", args: { out_channels: 4, kernel_size: 3 } },
      relu1: { module: "ReLU" },
      add1: { module: "Add" },
      output: { module: "Output" },
    },
    edges: [
      edge("input", "conv1"),
      edge("conv1", "relu1"),
      edge("relu1", "add1"),
      edge("conv1", "add1.other"),
      edge("add1", "output"),
    ],
  },
  layout: { input: [0, 0], conv1: [0, 100], relu1: [0, 200], add1: [0, 300], output: [0, 400] },
};
const ids = (d: Document) => d.graph.edges.map(edgeId);
const names = (d: Document) => Object.keys(d.graph.nodes);
/** What the nodes are called, in their order. */
const calledNames = ({ graph }: Document) => Object.keys(graph.nodes).map((id) => nameOf(graph, id));

describe("names", () => {
  test.each([
    ["", "empty"],
    ["relu1", "taken"],
    ["a-b", "characters"],
    ["1a", "characters"],
    ["__proto__", "reserved"],
    ["training", "reserved"],
    ["forward", "reserved"],
    ["l".repeat(101), "long"],
    ["conv1", null],
    ["constructor", null],
    ["0", null],
  ] as const)("conv1 renamed to %j: %s", (name, problem) => {
    expect(edits.nameProblem(start.graph, name, "conv1")).toBe(problem);
  });
});

describe("nodes", () => {
  test("a node is added unconnected; a taken name changes nothing", () => {
    const added = edits.addNode("tanh1", { module: "Tanh" }, [5, 6])(start);
    expect(added.graph.nodes.tanh1).toEqual({ module: "Tanh" });
    expect(added.layout.tanh1).toEqual([5, 6]);
    expect(added.graph.edges).toBe(start.graph.edges);
    expect(edits.addNode("conv1", { module: "Tanh" }, [5, 6])(start)).toBe(start);
  });

  test("what read from a removed node reads from its source", () => {
    const removed = edits.removeNodes(["conv1"])(start);
    expect(names(removed)).toEqual(["input", "relu1", "add1", "output"]);
    expect(ids(removed)).toEqual(["input->relu1", "relu1->add1", "input->add1.other", "add1->output"]);
    expect("conv1" in removed.layout).toBe(false);
  });

  test("behind a removed merge nothing is guessed", () => {
    expect(ids(edits.removeNodes(["add1"])(start))).toEqual(["input->conv1", "conv1->relu1"]);
  });

  test("several at once close up", () => {
    expect(ids(edits.removeNodes(["conv1", "relu1"])(start))).toEqual([
      "input->add1",
      "input->add1.other",
      "add1->output",
    ]);
  });

  test("several at once close up in any order, around loops too", () => {
    const chain = ["a", "b", "c", "d", "e"];
    const edges = chain.slice(1).map((to, i) => edge(chain[i]!, to));
    const nodes = Object.fromEntries(chain.map((name) => [name, { module: "ReLU" }]));
    const d: Document = { ...emptyDocument, graph: { nodes, edges } };
    checkProperty(
      fc.property(fc.shuffledSubarray(chain), (gone) => {
        const left = chain.filter((name) => !gone.includes(name));
        expect(ids(edits.removeNodes(gone)(d))).toEqual(left.slice(1).map((to, i) => `${left[i]}->${to}`));
      }),
    );
    const round: Document = { ...d, graph: { nodes, edges: [...edges, edge("e", "b")] } };
    expect(ids(edits.removeNodes(["c", "d", "b"])(round))).toEqual([]);
    expect(ids(edits.removeNodes(["b", "c", "d", "e"])(round))).toEqual([]);
  });

  test("a long chain is removed and pasted in few steps", () => {
    const names = Array.from({ length: 5000 }, (_, i) => `relu${i + 1}`);
    const nodes = Object.fromEntries(names.map((name) => [name, { module: "ReLU" }]));
    const edges = names.slice(1).map((to, i) => edge(names[i]!, to));
    const layout = Object.fromEntries(names.map((name, i) => [name, [0, 136 * i] as const]));
    const long: Document = { ...emptyDocument, graph: { nodes, edges }, layout };
    expect(ids(edits.removeNodes(names.slice(1, -1))(long))).toEqual(["relu1->relu5000"]);
    const { document, ids: copies } = edits.pasteNodes(long, long, [232, 0]);
    expect(copies.at(-1)).toBe("relu10000");
    expect(document.graph.edges).toHaveLength(2 * edges.length);
  }, 60_000);

  test("nothing is pasted or moved out of bounds, and what has no place gets none", () => {
    const part = { graph: { nodes: { a: { module: "ReLU" }, b: { module: "ReLU" } }, edges: [] }, layout: {} };
    const far = { ...part, layout: { a: [9e5, Number.NaN] as const } };
    const { document } = edits.pasteNodes(start, far, [9e5, 0]);
    expect([document.layout.a, document.layout.b]).toEqual([[1e6, 0], undefined]);
    expect(edits.moveNodes({ conv1: [Number.NEGATIVE_INFINITY, 1e300] })(start).layout.conv1).toEqual([-1e6, 1e6]);
    expect(edits.addNode("x", { module: "ReLU" }, [Number.NaN, 2e6])(start).layout.x).toEqual([0, 1e6]);
  });

  test("a node that reads itself leaves no dangling edge", () => {
    const looped = edits.connect(port("relu1"), port("relu1"))(start);
    expect(ids(edits.removeNodes(["relu1"])(looped))).toEqual(["input->conv1", "conv1->add1.other", "add1->output"]);
  });

  test("a rename changes the name alone: edges, layout and order stay", () => {
    const renamed = edits.renameNode("conv1", "stem")(start);
    expect(calledNames(renamed)).toEqual(["input", "stem", "relu1", "add1", "output"]);
    expect(renamed.graph.edges).toBe(start.graph.edges);
    expect(renamed.layout).toBe(start.layout);
    expect(renamed.graph.nodes.conv1).toEqual({ ...start.graph.nodes.conv1, name: "stem" });
    expect(edits.renameNode("conv1", "relu1")(start)).toBe(start);
    expect(edits.renameNode("conv1", "conv1")(start)).toBe(start);
  });

  test("a node renamed to digits keeps its place, and so does one that was made with them", () => {
    const zero = edits.renameNode("relu1", "0")(start);
    expect(calledNames(zero)).toEqual(["input", "conv1", "0", "add1", "output"]);
    const made = edits.addNode(idFrom("7"), { module: "ReLU" }, [0, 0])(zero);
    expect(calledNames(made)).toEqual(["input", "conv1", "0", "add1", "output", "7"]);
    expect(edits.renameNode("#7", "last")(made).graph.nodes["#7"]).toEqual({ module: "ReLU", name: "last" });
  });

  test("a renamed node keeps its id, which no new node gets as its name", () => {
    const renamed = edits.renameNode("conv1", "stem")(start);
    const twice = edits.setArg("conv1", "padding", 1)(edits.renameNode("conv1", "base")(renamed));
    expect(idOf(twice.graph, "base")).toBe("conv1");
    expect(idOf(twice.graph, "conv1")).toBe(undefined);
    expect(freeName(twice.graph, "Conv2d")).toBe("conv2");
    expect(edits.addNode("conv1", { module: "Conv2d" }, [0, 0])(twice)).toBe(twice);
    expect(edits.addNode("base", { module: "Conv2d" }, [0, 0])(twice)).toBe(twice);
    const taken = edits.renameNode("relu1", "conv1")(twice);
    expect([idOf(taken.graph, "base"), idOf(taken.graph, "conv1")]).toEqual(["conv1", "relu1"]);
    expect(edits.renameNode("conv1", "conv1")(renamed)).toEqual(start);
  });

  test("an argument is set, taken back, and left when it is the same", () => {
    const set = edits.setArg("conv1", "stride", [2, 1])(start);
    expect(set.graph.nodes.conv1?.args).toEqual({ out_channels: 4, kernel_size: 3, stride: [2, 1] });
    expect(edits.setArg("conv1", "stride", [2, 1])(set)).toBe(set);
    expect(edits.setArg("conv1", "stride", undefined)(set)).toEqual(start);
    expect(edits.setArg("input", "shape", undefined)(start).graph.nodes.input).toEqual({ module: "Input" });
  });

  test("None, inf and 0 are three values", () => {
    const none = edits.setArg("conv1", "x", null)(start);
    const inf = edits.setArg("conv1", "x", Number.POSITIVE_INFINITY)(none);
    expect(inf.graph.nodes.conv1?.args?.x).toBe(Number.POSITIVE_INFINITY);
    expect(edits.setArg("conv1", "x", 0)(none)).not.toBe(none);
  });

  test("moving leaves the graph; not moving leaves the document", () => {
    const moved = edits.moveNodes({ conv1: [1, 2] })(start);
    expect(moved.graph).toBe(start.graph);
    expect(moved.layout.conv1).toEqual([1, 2]);
    expect(edits.moveNodes({ conv1: [0, 100] })(start)).toBe(start);
  });
});

describe("edges", () => {
  test("a port takes one tensor", () => {
    const connected = edits.connect(port("input"), port("add1.other"))(start);
    expect(ids(connected).filter((id) => id.endsWith("add1.other"))).toEqual(["input->add1.other"]);
    expect(edits.connect(port("input"), port("conv1"))(start)).toBe(start);
  });

  test("an edge moves to other ends", () => {
    const moved = edits.reconnect("conv1->add1.other", port("input"), port("add1.other"))(start);
    expect(ids(moved)).toEqual(["input->conv1", "conv1->relu1", "relu1->add1", "add1->output", "input->add1.other"]);
    expect(edits.reconnect("input->conv1", port("input"), port("conv1"))(start)).toBe(start);
  });

  test("an edge needs a node at both ends: without one nothing changes", () => {
    expect(edits.connect(port("gone"), port("relu1"))(start)).toBe(start);
    expect(edits.connect(port("relu1"), port("gone.other"))(start)).toBe(start);
    expect(edits.connect(port("toString"), port("relu1"))(start)).toBe(start);
    expect(edits.reconnect("input->conv1", port("input"), port("gone"))(start)).toBe(start);
    expect(edits.appendAfter("relu1", "gone")(start)).toBe(start);
    expect(edits.appendAfter("gone", "relu1")(start)).toBe(start);
    expect(edits.insertBefore("relu1", "gone")(start)).toBe(start);
  });

  test("edges are removed by id", () => {
    expect(ids(edits.removeEdges(["conv1->relu1"])(start))).not.toContain("conv1->relu1");
    expect(edits.removeEdges(["a->b"])(start)).toBe(start);
  });

  test("a node goes into an edge, out of where it was", () => {
    const fresh = edits.insertOnEdge(
      "tanh1",
      "conv1->relu1",
    )(edits.addNode("tanh1", { module: "Tanh" }, [0, 0])(start));
    expect(ids(fresh)).toEqual([
      "input->conv1",
      "conv1->tanh1",
      "tanh1->relu1",
      "relu1->add1",
      "conv1->add1.other",
      "add1->output",
    ]);
    const moved = edits.insertOnEdge("relu1", "add1->output")(start);
    expect(ids(moved)).toEqual(["input->conv1", "conv1->add1", "conv1->add1.other", "add1->relu1", "relu1->output"]);
    expect(edits.insertOnEdge("relu1", "conv1->relu1")(start)).toBe(start);
  });

  test("after a node everything that read its first port reads the new one", () => {
    const added = edits.addNode("tanh1", { module: "Tanh" }, [0, 0])(start);
    expect(ids(edits.appendAfter("tanh1", "conv1")(added))).toEqual([
      "input->conv1",
      "tanh1->relu1",
      "relu1->add1",
      "tanh1->add1.other",
      "add1->output",
      "conv1->tanh1",
    ]);
  });

  test("before a node the new one takes its edge, or its free port", () => {
    const added = edits.addNode("tanh1", { module: "Tanh" }, [0, 0])(start);
    expect(ids(edits.insertBefore("tanh1", "output")(added))).toContain("tanh1->output");
    const open = edits.removeEdges(["add1->output"])(added);
    expect(ids(edits.insertBefore("tanh1", "output")(open)).at(-1)).toBe("tanh1->output");
  });
});

describe("copies", () => {
  test("keep the edges between them, under free names", () => {
    const part = edits.partOf(start, ["conv1", "relu1", "gone"]);
    expect(part.graph.edges.map(edgeId)).toEqual(["conv1->relu1"]);
    const { document, ids: pasted } = edits.pasteNodes(start, part, [10, 20]);
    expect(pasted).toEqual(["conv2", "relu2"]);
    expect(ids(document).at(-1)).toBe("conv2->relu2");
    expect(document.layout.conv2).toEqual([10, 120]);
    expect(document.graph.nodes.conv2).toEqual(start.graph.nodes.conv1);
  });

  test("of a renamed node are other nodes; cut and pasted it is the same one", () => {
    const renamed = edits.renameNode("conv1", "stem")(start);
    const part = edits.partOf(renamed, ["conv1"]);
    const copied = edits.pasteNodes(renamed, part, [0, 0]);
    expect(copied.ids).toEqual(["stem2"]);
    expect(nameOf(copied.document.graph, "stem2")).toBe("stem2");
    const back = edits.pasteNodes(edits.removeNodes(["conv1"])(renamed), part, [0, 0]);
    expect(back.ids).toEqual(["conv1"]);
    expect(nameOf(back.document.graph, "conv1")).toBe("stem");
    // Beside a node that was called so when it was made, a copy under its name would be taken for it.
    expect(edits.pasteNodes(renamed, edits.partOf(start, ["conv1"]), [0, 0]).ids).toEqual(["conv2"]);
  });

  test("cut and pasted it is the same one although another has its first name by now", () => {
    const renamed = edits.renameNode("conv1", "stem")(start);
    const other = edits.renameNode("relu1", "conv1")(edits.removeNodes(["conv1"])(renamed));
    const back = edits.pasteNodes(other, edits.partOf(renamed, ["conv1"]), [0, 0]);
    expect(back.ids).toEqual(["conv1"]);
    expect(calledNames(back.document)).toEqual(["input", "conv1", "add1", "output", "stem"]);
  });

  test("cut and pasted they keep their names", () => {
    const part = edits.partOf(start, ["conv1"]);
    expect(edits.pasteNodes(edits.removeNodes(["conv1"])(start), part, [0, 0]).ids).toEqual(["conv1"]);
  });

  test("of nothing are nothing", () => {
    expect(edits.pasteNodes(start, edits.partOf(start, []), [0, 0]).document).toBe(start);
  });
});

const modules = ["Conv2d", "ReLU", "Add", "Input", "Output"];
const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

/** Names that are taken by every object, and ones of a document's. */
const newNames = ["constructor", "toString", "hasOwnProperty", "valueOf", "__proto__", "7"];

/** A random edit, meant for whatever document it meets. */
const anyEdit: fc.Arbitrary<edits.Edit> = fc
  .tuple(fc.integer({ min: 0, max: 11 }), fc.nat(20), fc.nat(20), fc.nat(4))
  .map(([kind, a, b, m]) => (d: Document) => {
    const one = pick(names(d), a) ?? "nothing";
    const two = pick(names(d), b) ?? "nothing";
    const edge = pick(ids(d), a) ?? "no->edge";
    const module = modules[m]!;
    const fresh = freeName(d.graph, module);
    const add = edits.addNode(fresh, { module }, [a, b]);
    const all: readonly edits.Edit[] = [
      add,
      edits.connect(port(one), port(m === 0 ? `${two}.other` : two)),
      edits.reconnect(edge, port(one), port(two)),
      edits.removeEdges([edge]),
      edits.removeNodes([one, two]),
      edits.renameNode(one, newNames[b] ?? `n${b}`),
      edits.setArg(one, "x", m === 0 ? undefined : m),
      edits.insertOnEdge(one, edge),
      (x) => edits.appendAfter(fresh, one)(add(x)),
      (x) => edits.insertBefore(fresh, one)(add(x)),
      edits.moveNodes(one in d.layout ? { [one]: [a, b] } : {}),
      (x) => edits.pasteNodes(x, edits.partOf(x, [one, two]), [a, b]).document,
    ];
    return all[kind]!(d);
  });

test("after any edits every edge has its nodes, every port one tensor, every node a place; undo brings all back", () => {
  checkProperty(
    fc.property(fc.array(anyEdit, { maxLength: 40 }), (walk) => {
      const history = createHistory(start);
      const seen: Document[] = [start];
      for (const edit of walk) {
        history.edit(edit);
        const { present } = history.store.getState();
        if (present !== seen.at(-1)) seen.push(present);
        const { nodes, edges } = present.graph;
        for (const { source, target } of edges) {
          expect(nodes).toHaveProperty([source]);
          expect(nodes).toHaveProperty([target]);
        }
        expect(new Set(edges.map((e) => printPort(targetOf(e)))).size).toBe(edges.length);
        expect(new Set(calledNames(present)).size).toBe(names(present).length);
        expect(Object.keys(present.layout).sort()).toEqual(names(present).sort());
      }
      const frozen = JSON.stringify(seen);
      for (let i = seen.length - 1; i >= 0; i--) {
        expect(history.store.getState().present).toBe(seen[i]);
        history.undo();
      }
      expect(history.store.getState().present).toBe(start);
      expect(JSON.stringify(seen)).toBe(frozen);
      for (let i = 1; i < seen.length; i++) history.redo();
      expect(history.store.getState().present).toBe(seen.at(-1));
    }),
    { numRuns: 300 },
  );
});
