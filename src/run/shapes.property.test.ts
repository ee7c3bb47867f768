// The promise of the app: a shape on an edge is the shape that was executed, whatever was edited, deleted or undone.
import { expect, test } from "vitest";
import { compile } from "../../engine/graph/compile.ts";
import { edgeId, type Graph, printPort, sourceOf } from "../../engine/graph/graph.ts";
import { inferShapes } from "../../engine/graph/infer.ts";
import { randomEdit, randomGraph, randomNumbers, shuffle } from "../../engine/graph/random.fixture.ts";
import { createSession } from "../../workers/session.ts";
import { emptyDocument } from "../document/document.ts";
import { removeNodes } from "../document/edits.ts";
import { createHistory } from "../document/history.ts";
import { createRunController } from "./controller.ts";
import { createRunStore } from "./store.ts";

const documents = 1000;
const store = createRunStore();

/** Waits until the controller has an answer to the newest revision. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => store.getState().status !== "running";
    if (done()) return resolve();
    const unsubscribe = store.subscribe(() => {
      if (!done()) return;
      unsubscribe();
      resolve();
    });
  });
}

/** What is wrong on the edges now: a shown shape other than the executed one, or a runnable node without values. */
function differences(graph: Graph): string[] {
  const { activations, current, failures } = store.getState();
  const inference = inferShapes(graph);
  const found = failures.map((failure) => `${failure.node}: ${failure.message}`);
  const { runnable } = compile(graph);
  for (const edge of graph.edges) {
    const from = sourceOf(edge);
    if (!Object.hasOwn(graph.nodes, from.node)) continue;
    const shown = inference.shapeOf(from);
    const isFirst = shown && Object.keys(inference.nodes.get(from.node)?.outputs ?? {})[0] === from.port;
    const port = isFirst ? from.node : printPort(from);
    const executed = current.has(port) ? activations[port]?.shape : undefined;
    if (executed && `${executed}` !== `${shown}`) found.push(`${edgeId(edge)} shows ${shown}, executed ${executed}`);
    if (shown && runnable.has(from.node) && !executed) found.push(`${edgeId(edge)} shows ${shown}, not executed`);
  }
  return found;
}

test(`${documents} random graphs with edits, deletes and undo never show a shape that was not executed`, async () => {
  const controller = createRunController({
    store,
    client: Object.assign(createSession(), { warm: () => {}, restart: () => {}, dispose: () => {} }),
  });
  let executed = 0;
  for (let seed = 1; seed <= documents; seed++) {
    const random = randomNumbers(seed);
    const history = createHistory({ ...emptyDocument, graph: randomGraph(seed, { size: 8, wrong: 0.1 }) });
    const graph = () => history.store.getState().present.graph;
    const check = async (what: string) => {
      controller.submit(graph(), 0);
      await settled();
      expect(differences(graph()), `seed ${seed}, after ${what}`).toEqual([]);
      executed += store.getState().ran.length;
    };
    await check("opening");
    history.edit((d) => ({ ...d, graph: { ...d.graph, edges: shuffle(d.graph.edges, random) } }));
    history.edit((d) => ({ ...d, graph: randomEdit(d.graph, random) }));
    await check("an edit");
    const names = Object.keys(graph().nodes);
    history.edit(removeNodes([names[Math.floor(random() * names.length)] ?? ""]));
    await check("a delete");
    history.undo();
    if (random() < 0.5) history.undo();
    await check("undo");
  }
  // The property would hold on graphs of which nothing runs.
  expect(executed).toBeGreaterThan(documents * 5);
}, 240_000);
