// Owns what React Flow is given: nodes, edges and ways, derived from document and session, unchanged parts as the same objects.
import { useEffect, useMemo, useRef } from "react";
import { trainingProblems } from "../../engine/graph/training.ts";
import type { Document } from "../document/document.ts";
import { useEditor } from "../editor/context.ts";
import { useDocument, useInference, useRun, useView } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { type NodeView, nodeViews } from "../scene/cards.ts";
import { placeMissing } from "../scene/place.ts";
import type { Route } from "../scene/route.ts";
import { type FlowEdge, routesOf, toFlowEdges } from "./flow_edges.ts";
import { type FlowNode, toFlowNodes } from "./flow_nodes.ts";

export interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  readonly routes: ReadonlyMap<string, Route>;
}

/** The earlier list where it has the same items. */
const kept = <T>(items: readonly T[], before: readonly T[]): readonly T[] =>
  items.length === before.length && items.every((item, i) => item === before[i]) ? before : items;

const byId = <T extends { readonly id: string }>(items: readonly T[]) => new Map(items.map((item) => [item.id, item]));

/** A document whose every node has a place: the same one where that is so already. */
export function placed(document: Document): Document {
  const missing = placeMissing(document.graph, document.layout);
  return Object.keys(missing).length === 0 ? document : { ...document, layout: { ...document.layout, ...missing } };
}

/** `passing` is a node that edges do not dodge: it hovers over them. `dropping` is the edge it would be put into. */
export function useFlow(passing: string | null, dropping: string | null): Flow {
  const editor = useEditor();
  const t = useT();
  const present = useDocument((d) => d);
  const inference = useInference();
  const selectedNodes = useView((s) => s.selectedNodes);
  const selectedEdges = useView((s) => s.selectedEdges);
  const before = useRef<{
    views: ReadonlyMap<string, NodeView>;
    nodes: ReadonlyMap<string, FlowNode>;
    edges: ReadonlyMap<string, FlowEdge>;
    edgeList: readonly FlowEdge[];
  }>({ views: new Map(), nodes: new Map(), edges: new Map(), edgeList: [] });

  const document = useMemo(() => placed(present), [present]);
  useEffect(() => {
    // Places that nobody chose are part of the document, and no step of its history.
    if (document !== present)
      editor.history.store.setState((s) => (s.present === present ? { ...s, present: document } : s));
  }, [editor, document, present]);

  const { graph } = document;
  const training = useRun((run) => run.training);
  const views = useMemo(() => {
    const problems = training ? [...inference.problems, ...trainingProblems(graph)] : inference.problems;
    return nodeViews(graph, inference, before.current.views, t, problems);
  }, [graph, inference, training, t]);
  const nodes = useMemo(
    () => toFlowNodes(document, views, new Set(selectedNodes), before.current.nodes),
    [document, views, selectedNodes],
  );
  // A change of the selection alone moves nothing.
  const places = nodes.map((node) => `${node.id} ${node.position.x} ${node.position.y}`).join("|");
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the nodes only places and views count.
  const routes = useMemo(() => routesOf(graph, nodes, passing), [graph, views, places, passing]);
  const edges = useMemo(
    () =>
      kept(
        toFlowEdges(graph, inference, routes, new Set(selectedEdges), dropping, before.current.edges, t),
        before.current.edgeList,
      ),
    [graph, inference, routes, selectedEdges, dropping, t],
  );
  useEffect(() => {
    before.current = { views, nodes: byId(nodes), edges: byId(edges), edgeList: edges };
  }, [views, nodes, edges]);
  return { nodes, edges, routes };
}
