// Model files and copied text changed at random, on their whole way: read, inferred, drawn, exported, pasted, saved.
import { expect, test } from "vitest";
import { FormatError } from "../engine/core/errors.ts";
import { fileName } from "../engine/core/names.ts";
import { compile } from "../engine/graph/compile.ts";
import { type ModelFile, parseModelFile } from "../engine/graph/file.ts";
import { hostileCases, pick, printJson } from "../engine/graph/hostile.fixture.ts";
import { examples, hostileText } from "../engine/graph/hostile_models.fixture.ts";
import { inferShapes } from "../engine/graph/infer.ts";
import { farthest } from "../engine/graph/limits.ts";
import { printSpec } from "../engine/graph/print.ts";
import { printModelFile } from "../engine/graph/print_file.ts";
import { pytorchSource } from "../engine/graph/pytorch.ts";
import { pasteText } from "./actions/clipboard.ts";
import { routesOf, toFlowEdges } from "./canvas/flow_edges.ts";
import { toFlowNodes } from "./canvas/flow_nodes.ts";
import { frontEditor } from "./editor/front.ts";
import { t } from "./i18n/index.ts";
import { nodeViews } from "./scene/cards.ts";
import { placeNodes } from "./scene/place.ts";
import { sessionStore, updateSession } from "./session/store.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** What a canvas is given of a model: all of it finite and near, all of its words of a length to read. */
function draw(model: ModelFile): void {
  const inference = inferShapes(model.graph);
  for (const { message } of inference.problems) expect(message.length).toBeLessThan(4_000);
  const views = nodeViews(model.graph, inference, new Map(), t);
  const placed = { ...model, layout: { ...placeNodes(model.graph), ...model.layout } };
  const nodes = toFlowNodes(placed, views, new Set(), new Map());
  expect(nodes.length).toBe(Object.keys(model.graph.nodes).length);
  for (const { position, height } of nodes) {
    expect(Math.abs(position.x)).toBeLessThanOrEqual(farthest);
    expect(Math.abs(position.y)).toBeLessThanOrEqual(farthest);
    expect(height).toBeLessThan(100_000);
  }
  for (const { problem, args } of views.values()) {
    expect(problem?.length ?? 0).toBeLessThanOrEqual(2_000);
    expect(args.length).toBeLessThan(200_000);
  }
  const routes = routesOf(model.graph, nodes);
  for (const { path, label } of routes.values()) {
    expect(path).not.toMatch(/NaN|Infinity|undefined/);
    expect(Number.isFinite(label.x + label.y)).toBe(true);
  }
  toFlowEdges(model.graph, inference, routes, new Set(), null, new Map(), t);
}

function exportAll(model: ModelFile): void {
  expect(printSpec(compile(model.graph).spec)).not.toMatch(controls);
  const source = pytorchSource(model.graph, model.name);
  expect(source).not.toMatch(controls);
  expect(source).not.toMatch(/(?<![\w.])(?:NaN|Infinity|undefined|null|true|false)(?![\w"])/);
  for (const line of source.split("\n").slice(0, 2)) expect(line).not.toMatch(/coding[:=]/);
  const file = fileName(model.name, "json");
  expect(file).toMatch(/^[^/\\:*?"<>|]{1,210}$/);
  expect(file).not.toMatch(controls);
}

/** The refusal, told shortly, or the model. */
function read(text: string): ModelFile | null {
  try {
    return parseModelFile(text);
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).place).not.toBe("");
    expect((error as FormatError).message.length).toBeLessThan(800);
    return null;
  }
}

const stats = (counts: ReadonlyMap<string, number>) => [...counts.keys()].sort();

test("a file is refused shortly, or drawn, exported and saved as it is", () => {
  const counts = hostileCases(1_500, (random) => {
    const model = read(hostileText(random));
    if (model === null) return "refused";
    draw(model);
    exportAll(model);
    const saved = printModelFile(model);
    expect(parseModelFile(saved)).toEqual(model);
    expect(printModelFile(parseModelFile(saved))).toBe(saved);
    return "read";
  });
  expect(stats(counts)).toEqual(["read", "refused"]);
});

const asCopy = (text: string): string => text.replace(/"format"\s*:\s*"edgewise"/, '"format":"edgewise nodes"');

test("a copied text changes nothing where it is refused, and what it adds can be saved, drawn and taken back", () => {
  const counts = hostileCases(500, (random) => {
    const start = parseModelFile(printJson(pick(random, examples)));
    frontEditor().history.replace(start);
    updateSession({ notices: [] });
    const taken = pasteText(frontEditor(), asCopy(hostileText(random)));
    const after = frontEditor().document();
    for (const { text } of sessionStore.getState().notices) expect(text?.length ?? 0).toBeLessThan(800);
    if (after === start) return taken ? "refused" : "no copy";
    const saved = printModelFile(after);
    expect(parseModelFile(saved)).toEqual(after);
    draw(after);
    frontEditor().history.undo();
    expect(frontEditor().document()).toBe(start);
    return "pasted";
  });
  expect(stats(counts)).toEqual(["no copy", "pasted", "refused"]);
});
