// Owns the automatic layout: elkjs's layered algorithm in a worker, loaded when first asked for.
import type { ELK, ElkNode } from "elkjs/lib/elk-api.js";
import { edgeId, type Graph } from "../../engine/graph/graph.ts";
import type { Layout, Position } from "../document/document.ts";
import { t } from "../i18n/index.ts";
import { labelSize, nodeWidth, pitch, snap } from "../scene/geometry.ts";
import { foldLayout } from "../scene/place.ts";

interface Engine {
  readonly elk: ELK;
  /** Rejects when the worker cannot be fetched or fails: elkjs itself would wait for its answer for ever. */
  readonly death: Promise<never>;
}

let engine: Promise<Engine> | null = null;

/** The next layout begins with a new engine: what failed (no connection, a renewed server) may work by then. */
const forgetEngine = (): void => {
  engine = null;
};

async function startEngine(): Promise<Engine> {
  const { default: Elk } = await import("elkjs/lib/elk-api.js");
  const worker = new Worker(new URL("../../workers/layout.worker.ts", import.meta.url), { type: "module" });
  const death = new Promise<never>((_, reject) => {
    worker.addEventListener("error", ({ message }) => {
      forgetEngine();
      worker.terminate();
      reject(new Error(message || t("errors.missing")));
    });
  });
  // Between two layouts nobody waits for it.
  death.catch(() => undefined);
  return { elk: new Elk({ workerFactory: () => worker }), death };
}

function startedEngine(): Promise<Engine> {
  if (engine === null) {
    engine = startEngine();
    engine.catch(forgetEngine);
  }
  return engine;
}

/** Between two layers lies a layer of labels, so each of the two gaps is half of what is left. */
const gap = (pitch.y - 64 - labelSize.height) / 2;

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.edgeLabels.centerLabelPlacementStrategy": "MEDIAN_LAYER",
  "elk.separateConnectedComponents": "true",
  "elk.spacing.nodeNode": "40",
  "elk.spacing.edgeNode": "24",
  "elk.spacing.labelNode": "12",
  "elk.spacing.labelLabel": "12",
  "elk.layered.spacing.nodeNodeBetweenLayers": String(gap),
  "elk.layered.spacing.edgeNodeBetweenLayers": String(gap),
};

/** On its line, as the canvas draws it. */
const labelOptions = { "elk.edgeLabels.placement": "CENTER", "elk.edgeLabels.inline": "true" };

/** The graph as elkjs takes it: cards of their sizes, each edge with a label of its size. */
export function toElk(graph: Graph, heights: ReadonlyMap<string, number>): ElkNode {
  const known = (node: string) => Object.hasOwn(graph.nodes, node);
  const edges = new Map(
    graph.edges.filter((e) => known(e.source) && known(e.target)).map((edge) => [edgeId(edge), edge]),
  );
  return {
    id: "graph",
    layoutOptions: options,
    children: Object.keys(graph.nodes).map((node) => ({
      id: `node ${node}`,
      width: nodeWidth,
      height: heights.get(node) ?? 64,
    })),
    edges: [...edges].map(([id, edge]) => ({
      id: `edge ${id}`,
      sources: [`node ${edge.source}`],
      targets: [`node ${edge.target}`],
      labels: [{ text: id, ...labelSize, layoutOptions: labelOptions }],
    })),
  };
}

/**
 * Places for all nodes, in layers from top to bottom, long chains folded into columns.
 * @throws Error where the layout engine cannot be fetched or fails; the next call starts another
 */
export async function layOut(graph: Graph, heights: ReadonlyMap<string, number>): Promise<Layout> {
  const { elk, death } = await startedEngine();
  const placed = await Promise.race([elk.layout(toElk(graph, heights)), death]);
  const layout: Record<string, Position> = {};
  for (const child of placed.children ?? []) {
    layout[child.id.slice("node ".length)] = [snap(child.x ?? 0), snap(child.y ?? 0)];
  }
  const lanes = (placed.edges ?? []).flatMap(({ labels = [] }) =>
    labels.map(({ x = 0, y = 0 }) => ({ x, y, ...labelSize })),
  );
  return foldLayout(graph, layout, lanes);
}
