// Modules let go over the canvas: no card ever comes to lie on another, in random documents.
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkProperty } from "../../engine/core/property.fixture.ts";
import { edgeId } from "../../engine/graph/graph.ts";
import { inferShapes } from "../../engine/graph/infer.ts";
import { anchorOf, appendAt } from "../actions/append.ts";
import { type Document, emptyDocument } from "../document/document.ts";
import { overlap, type Rect } from "../document/room.ts";
import { t } from "../i18n/index.ts";
import { nodeViews } from "../scene/cards.ts";
import { type DropTarget, dropModule } from "./drop.ts";
import { rectOf, toFlowNodes } from "./flow_nodes.ts";

/** The cards as they are drawn. */
function cardsOf(d: Document): ReadonlyMap<string, Rect> {
  const views = nodeViews(d.graph, inferShapes(d.graph), new Map(), t);
  return new Map(toFlowNodes(d, views, new Set(), new Map()).map((node) => [node.id, rectOf(node)]));
}

/** Pairs of cards that overlap. */
function overlaps(d: Document): string[] {
  const cards = [...cardsOf(d)];
  return cards.flatMap(([a, first], i) =>
    cards.slice(i + 1).flatMap(([b, second]) => (overlap(first, second) ? [`${a} ${b}`] : [])),
  );
}

const module = fc.constantFrom("ReLU", "Conv2d", "Add", "LSTM", "Input", "Output", "MultiheadAttention");
const at = fc.tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -400, max: 400 }));
const step = fc.record({ module, at, how: fc.constantFrom("canvas", "edge", "node", "append"), pick: fc.nat() });

/** One step of building: a drop on the canvas, on an edge or on a card, or a click in the palette. */
function build(
  d: Document,
  { module: name, at: [x, y], how, pick }: typeof step extends fc.Arbitrary<infer T> ? T : never,
) {
  const names = Object.keys(d.graph.nodes);
  const chosen = names[pick % Math.max(1, names.length)];
  if (how === "append") return appendAt(d, name, anchorOf(d.graph, chosen ? [chosen] : [], []), [x, y]).document;
  const edge = d.graph.edges[pick % Math.max(1, d.graph.edges.length)];
  let target: DropTarget = { kind: "canvas" };
  if (how === "edge" && edge) target = { kind: "edge", id: edgeId(edge) };
  if (how === "node" && chosen) target = { kind: "node", id: chosen };
  return dropModule(d, name, { x, y }, target, cardsOf(d).values()).document;
}

test("documents built by drops and clicks alone have no overlapping cards", () => {
  checkProperty(
    fc.property(fc.array(step, { maxLength: 16 }), (steps) => {
      let d = emptyDocument;
      for (const next of steps) {
        d = build(d, next);
        expect(overlaps(d)).toEqual([]);
      }
    }),
  );
});

test("where its user put cards on one another, a new one lies on none of them", () => {
  checkProperty(
    fc.property(fc.array(at, { minLength: 1, maxLength: 12 }), step, (places, next) => {
      const names = places.map((_, i) => `relu${i + 100}`);
      const d: Document = {
        ...emptyDocument,
        graph: { nodes: Object.fromEntries(names.map((name) => [name, { module: "ReLU" }])), edges: [] },
        layout: Object.fromEntries(names.map((name, i) => [name, places[i]!])),
      };
      const before = new Set(overlaps(d));
      expect(overlaps(build(d, next)).filter((pair) => !before.has(pair))).toEqual([]);
    }),
  );
});
