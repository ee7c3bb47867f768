// Owns what the cards of nodes say and where their ports lie; a card that says the same as before is the same object.
import { own } from "../../engine/core/record.ts";
import { printShape } from "../../engine/core/shape.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { nameOf } from "../../engine/graph/identity.ts";
import type { Inference, NodeInference } from "../../engine/graph/infer.ts";
import type { Problem } from "../../engine/graph/problem.ts";
import { isDefault, printArg } from "../../engine/modules/derive.ts";
import type { Document } from "../document/document.ts";
import { messageOf } from "../document/explain.ts";
import type { Rect } from "../document/room.ts";
import type { Translate } from "../i18n/index.ts";
import { shorten } from "../ui/shorten.ts";
import { nodeHeight, nodeWidth, type Point, portX } from "./geometry.ts";
import { type PortView, portsOf } from "./ports.ts";

/** What a card shows. */
export type NodeView = {
  readonly id: string;
  readonly name: string;
  readonly module: string;
  readonly category: string;
  /** Arguments that differ from torch's default, as Python text; "" for none. */
  readonly args: string;
  /** Shape of the first output (of an Output: of its input) as torch prints it; null while unknown. */
  readonly shape: string | null;
  readonly parameters: number;
  readonly state: NodeInference["state"];
  /** Messages of the node's problems, or null. */
  readonly problem: string | null;
  readonly severity: Problem["severity"] | null;
  readonly inputs: readonly PortView[];
  readonly outputs: readonly PortView[];
};

/** A card at its place: its top left corner, in canvas units. */
export interface Card extends Point {
  readonly view: NodeView;
}

/** Given arguments that differ from torch's default: `out_channels=6, kernel_size=5`. */
function argsText(graph: Graph, id: string, inference: NodeInference | undefined): string {
  const node = graph.nodes[id]!;
  const given = node.args ?? {};
  const fields = inference?.def?.args ?? {};
  return Object.keys(given)
    .map((arg) => {
      const field = fields[arg];
      if (!field) return `${arg}=${JSON.stringify(given[arg])}`;
      const { resolution } = inference ?? {};
      if (!resolution || arg in resolution.errors) return `${arg}=${JSON.stringify(given[arg])}`;
      if (isDefault(field, resolution.args[arg])) return null;
      // As it was given: kernel_size=5 rather than (5, 5).
      return `${arg}=${printArg(field, given[arg])}`;
    })
    .filter((text) => text !== null)
    .join(", ");
}

/** The messages of a node's problems, bounded: they stand in attributes and in what screen readers say. */
const messagesOf = (problems: readonly Problem[], t: Translate): string =>
  shorten(
    problems
      .slice(0, 8)
      .map((problem) => shorten(messageOf(problem, t), 600))
      .join("\n"),
    2000,
  );

function nodeView(
  graph: Graph,
  id: string,
  inference: NodeInference | undefined,
  problems: readonly Problem[],
  t: Translate,
): NodeView {
  const { inputs, outputs } = portsOf(graph, id, inference);
  const gives = inference?.outputs ? Object.values(inference.outputs) : [];
  // An Output gives nothing on; what it takes is what the model returns.
  const shape = gives.length === 0 && inference?.state === "ok" ? inference.inputs[0] : gives[0];
  const own = problems.filter((problem) => problem.kind !== "missing_input");
  const told = own.length > 0 ? own : problems;
  return {
    id,
    name: nameOf(graph, id),
    module: graph.nodes[id]!.module,
    category: inference?.def?.category ?? "",
    args: argsText(graph, id, inference),
    shape: shape ? printShape(shape) : null,
    parameters: inference?.parameters ?? 0,
    state: inference?.state ?? "error",
    problem: told.length > 0 ? messagesOf(told, t) : null,
    severity: told.some((p) => p.severity === "error") ? "error" : told.length > 0 ? "warning" : null,
    inputs,
    outputs,
  };
}

const samePorts = (a: readonly PortView[], b: readonly PortView[]): boolean =>
  a.length === b.length && a.every((view, i) => view.label === b[i]!.label && view.connected === b[i]!.connected);

const sameView = (a: NodeView, b: NodeView): boolean =>
  (Object.keys(a) as (keyof NodeView)[]).every(
    (key) => key === "inputs" || key === "outputs" || Object.is(a[key], b[key]),
  ) &&
  samePorts(a.inputs, b.inputs) &&
  samePorts(a.outputs, b.outputs);

/** What every card shows; a view that says the same as before is the same object. */
export function nodeViews(
  graph: Graph,
  inference: Inference,
  before: ReadonlyMap<string, NodeView>,
  t: Translate,
  known: readonly Problem[] = inference.problems,
): ReadonlyMap<string, NodeView> {
  const problems = new Map<string, Problem[]>();
  for (const problem of known) {
    if (problem.node === undefined) continue;
    const list = problems.get(problem.node);
    if (list) list.push(problem);
    else problems.set(problem.node, [problem]);
  }
  const views = new Map<string, NodeView>();
  for (const id of Object.keys(graph.nodes)) {
    const view = nodeView(graph, id, inference.nodes.get(id), problems.get(id) ?? [], t);
    const old = before.get(id);
    if (!old) views.set(id, view);
    else if (sameView(old, view)) views.set(id, old);
    else {
      // Ports that are the same are the same objects, so that their handles are not drawn again.
      const inputs = samePorts(old.inputs, view.inputs) ? old.inputs : view.inputs;
      const outputs = samePorts(old.outputs, view.outputs) ? old.outputs : view.outputs;
      views.set(id, { ...view, inputs, outputs });
    }
  }
  return views;
}

export const heightOf = ({ args, inputs, outputs }: NodeView): number =>
  nodeHeight(args !== "", inputs.length, outputs.length);

/** The cards of all nodes that have a place. */
export function cardsOf({ layout }: Document, views: Iterable<NodeView>): readonly Card[] {
  const cards: Card[] = [];
  for (const view of views) {
    const at = own(layout, view.id);
    if (at) cards.push({ view, x: at[0], y: at[1] });
  }
  return cards;
}

export const cardRect = ({ view, x, y }: Card): Rect => ({ x, y, width: nodeWidth, height: heightOf(view) });

/** Where a port's edge meets the card; null for a port that is not there. */
export function portPoint(card: Card, side: "inputs" | "outputs", port: string | null): Point | null {
  const views = card.view[side];
  const index = views.findIndex((view) => view.port === port || (port === views[0]?.label && view.port === null));
  if (index < 0) return null;
  const rect = cardRect(card);
  return { x: portX(rect, index, views.length), y: side === "inputs" ? rect.y : rect.y + rect.height };
}
