// Owns a document drawn as data: cards, ports, wires and labels with their texts, colours and places, for whoever draws it.
import type { Inference } from "../../engine/graph/infer.ts";
import type { Activation } from "../../workers/protocol.ts";
import type { Document } from "../document/document.ts";
import type { Rect } from "../document/room.ts";
import { cardsOf, nodeViews } from "./cards.ts";
import { drawCard, type SceneCard } from "./draw_card.ts";
import { drawLabel, type SceneLabel } from "./draw_label.ts";
import { boundsOf, type Point } from "./geometry.ts";
import type { SceneOptions } from "./options.ts";
import { placeMissing } from "./place.ts";
import { routesOf, type WireView, wireViews } from "./wires.ts";

export interface SceneWire {
  readonly id: string;
  /** The ids of the nodes it leads from and to. */
  readonly source: string;
  readonly target: string;
  readonly points: readonly Point[];
  /** The same as the `d` of an SVG path. */
  readonly path: string;
  readonly color: string;
  /** Where no shape is known. */
  readonly dashed: boolean;
  readonly label: SceneLabel;
}

export interface Scene {
  /** Around everything. */
  readonly bounds: Rect;
  readonly background: string;
  readonly cards: readonly SceneCard[];
  readonly wires: readonly SceneWire[];
}

/**
 * A document as the canvas draws it from nearby, in canvas units. Nodes without a place get one; `activations` are by
 * printed port, as a run gives them.
 */
export function sceneOf(
  document: Document,
  inference: Inference,
  activations: Readonly<Record<string, Activation>>,
  options: SceneOptions,
): Scene {
  const { theme, t } = options;
  const { graph } = document;
  const layout = { ...document.layout, ...placeMissing(graph, document.layout) };
  const placed = cardsOf({ ...document, layout }, nodeViews(graph, inference, new Map(), t).values());
  const views = wireViews(graph, inference, routesOf(graph, placed), t);
  const cards = placed.map((card) => drawCard(card, options));
  const wires = [...views.values()].map((view) => drawWire(view, activations, options));
  const around = wires.flatMap(({ points, label }) => [
    label.rect,
    ...points.map(({ x, y }) => ({ x, y, width: 0, height: 0 })),
  ]);
  const bounds = boundsOf([...cards.map(({ rect }) => rect), ...around]);
  return { bounds, background: theme["bg-canvas"], cards, wires };
}

function drawWire(view: WireView, activations: Readonly<Record<string, Activation>>, options: SceneOptions): SceneWire {
  const { theme } = options;
  const { id, port, into, shape, route } = view;
  const color = view.problem ? theme["edge-error"] : shape ? theme.edge : theme["edge-stale"];
  return {
    id,
    source: port.node,
    target: into.node,
    points: route.points,
    path: route.path,
    color,
    dashed: shape === null,
    label: drawLabel(view, activations, options),
  };
}
