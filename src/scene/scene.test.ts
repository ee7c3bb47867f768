// Scenes without a page: every example whole, apart, within its bounds and its cards, twice the same.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseModelFile } from "../../engine/graph/file.ts";
import { edge } from "../../engine/graph/graph.fixture.ts";
import { inferShapes } from "../../engine/graph/infer.ts";
import type { Activation } from "../../workers/protocol.ts";
import { type Document, emptyDocument } from "../document/document.ts";
import { overlap, type Rect } from "../document/room.ts";
import { t } from "../i18n/index.ts";
import { fitText, textWidth } from "./font_metrics.ts";
import { labelSize } from "./geometry.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { svgOf } from "./svg.fixture.ts";
import { themes } from "./theme.ts";

const folder = new URL("../../public/examples/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
const read = (file: string): Document => parseModelFile(readFileSync(new URL(file, folder), "utf8"));

const options = { theme: themes.light, t, show: {} };

/** Values on every port: what they are does not matter here, only that their labels are full. */
const activations = ({ graph }: Document): Readonly<Record<string, Activation>> =>
  Object.fromEntries(
    Object.keys(graph.nodes).map((node): [string, Activation] => [
      node,
      {
        from: { node, port: null },
        shape: [1, 2],
        dtype: "float32",
        stats: { min: -0.123, max: 1234567, mean: -0.00012, std: 12.345, nonFinite: 0 },
        picture: { kind: "strip", length: 2, rows: 1, total: 2, low: -1, high: 1, values: Uint8Array.of(1, 255) },
      },
    ]),
  );

const draw = (document: Document, withValues = true): Scene =>
  sceneOf(document, inferShapes(document.graph), withValues ? activations(document) : {}, options);

const within = (inner: Rect, outer: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width + 1e-6 &&
  inner.y + inner.height <= outer.y + outer.height + 1e-6;

describe.each(files)("%s", (file) => {
  const document = read(file);
  const scene = draw(document);
  const svg = svgOf(scene);

  test("every node and every edge is in the picture, and every picture of it is the same", () => {
    const { nodes, edges } = document.graph;
    expect(scene.cards.map(({ id }) => id).sort()).toEqual(Object.keys(nodes).sort());
    expect(scene.wires).toHaveLength(edges.length);
    for (const { id } of scene.cards) expect(svg).toContain(`<g id="${id}">`);
    for (const { path, label } of scene.wires) {
      expect(svg).toContain(`d="${path}"`);
      expect(label.texts).toHaveLength(3);
      for (const { text } of label.texts) expect(svg).toContain(`>${text}</text>`);
    }
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(svgOf(draw(read(file)))).toBe(svg);
  });

  test("wires join the ports they name", () => {
    const byId = new Map(scene.cards.map((card) => [card.id, card]));
    for (const { source, target, points } of scene.wires) {
      const ports = (id: string, side: string) => byId.get(id)!.ports.filter((port) => port.side === side);
      expect(ports(source, "outputs").map(({ at }) => at)).toContainEqual(points[0]);
      expect(ports(target, "inputs").map(({ at }) => at)).toContainEqual(points.at(-1));
    }
  });

  test("nothing is cut off, no label lies on a card or on another, no text leaves its frame", () => {
    const { bounds, cards, wires } = scene;
    wires.forEach(({ label }, i) => {
      expect(within(label.rect, bounds)).toBe(true);
      expect(label.rect.width).toBeLessThanOrEqual(labelSize.width);
      expect(label.rect.height).toBeLessThanOrEqual(labelSize.height);
      for (const { rect } of cards) expect(overlap(label.rect, rect)).toBe(false);
      for (const other of wires.slice(i + 1)) expect(overlap(label.rect, other.label.rect)).toBe(false);
      for (const { x, y, width, size } of label.texts) {
        expect(within({ x, y: y - size, width, height: size }, label.rect)).toBe(true);
      }
    });
    for (const { rect, texts, ports } of cards) {
      expect(within(rect, bounds)).toBe(true);
      const all = [...texts, ...ports.flatMap(({ name }) => name ?? [])];
      for (const { x, y, width, size } of all) expect(within({ x, y: y - size, width, height: size }, rect)).toBe(true);
    }
  });
});

test("what is wrong is drawn in the colours of errors, in each theme its own", () => {
  const graph = {
    nodes: {
      x: { module: "Input", args: { shape: [1, 8] } },
      fc: { module: "Linear", args: { in_features: 4, out_features: 2 } },
      y: { module: "Output" },
    },
    edges: [edge("x", "fc"), edge("fc", "y")],
  };
  const document = { ...emptyDocument, graph };
  for (const theme of [themes.light, themes.dark]) {
    const { cards, wires, background } = sceneOf(document, inferShapes(graph), {}, { ...options, theme });
    expect(background).toBe(theme["bg-canvas"]);
    expect(cards.find(({ id }) => id === "fc")!.border).toBe(theme.danger);
    expect(wires.map(({ color, dashed }) => [color, dashed])).toEqual([
      [theme["edge-error"], false],
      [theme["edge-stale"], true],
    ]);
    expect(wires[1]!.label.texts[0]!.text).toMatch(/^fc: mat1 and mat2 /);
  }
});

test("what is not to be shown is left out", () => {
  const document = read("lenet-5.json");
  const none = { arguments: false, shapes: false, parameters: false, activations: false };
  const { cards, wires } = sceneOf(document, inferShapes(document.graph), activations(document), {
    ...options,
    show: none,
  });
  for (const { texts } of cards) expect(texts).toHaveLength(2);
  for (const { label } of wires) expect([label.texts, label.picture, label.rect.width]).toEqual([[], null, 0]);
});

test("a text is cut where it no longer fits, between letters", () => {
  const face = { font: "mono", size: 10 } as const;
  expect(textWidth("abcd", face)).toBeCloseTo(24.08);
  expect(textWidth("层层", face)).toBe(20);
  expect(fitText("abcd", face, 24.1)).toBe("abcd");
  expect(fitText("abcd", face, 24)).toBe("ab…");
  expect(fitText("\u{1f600}\u{1f600}\u{1f600}", face, 17)).toBe("\u{1f600}…");
  for (const font of ["ui", "strong", "mono"] as const) {
    const long = fitText("in_channels=".repeat(10_000), { font, size: 11 }, 150);
    expect(textWidth(long, { font, size: 11 })).toBeLessThanOrEqual(150);
    expect(long.length).toBeGreaterThan(15);
  }
});
