// Owns the keyboard's ways on the canvas: what has the focus, and where an arrow key takes it.
import { own } from "../../engine/core/record.ts";
import { edgeId, type Graph } from "../../engine/graph/graph.ts";
import type { Layout } from "../document/document.ts";
import type { Editor } from "../editor/editor.ts";
import { sessionStore, updateSession } from "../session/store.ts";

/** A node or an edge by its id, which the element that shows it has as `data-id`. */
export interface Spot {
  readonly kind: "node" | "edge";
  readonly id: string;
}

export type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";
export const isArrow = (key: string): key is Arrow => /^Arrow(Up|Down|Left|Right)$/.test(key);

/** Down and up follow edges (node, its edge, the next node); left and right go to the neighbour on that side. */
export function nextSpot(graph: Graph, layout: Layout, at: Spot, key: Arrow): Spot | null {
  const sideways = key === "ArrowLeft" || key === "ArrowRight";
  if (at.kind === "edge") {
    const edge = graph.edges.find((e) => edgeId(e) === at.id);
    if (!edge) return null;
    if (!sideways) return { kind: "node", id: key === "ArrowDown" ? edge.target : edge.source };
    const siblings = graph.edges.filter((e) => e.source === edge.source);
    const next = siblings[siblings.indexOf(edge) + (key === "ArrowLeft" ? -1 : 1)];
    return next ? { kind: "edge", id: edgeId(next) } : null;
  }
  if (!sideways) {
    const end = key === "ArrowDown" ? "source" : "target";
    const edge = graph.edges.find((e) => e[end] === at.id);
    return edge ? { kind: "edge", id: edgeId(edge) } : null;
  }
  return neighbour(layout, at.id, key === "ArrowLeft" ? -1 : 1);
}

/** The nearest node on one side; distance down or up counts double. */
function neighbour(layout: Layout, from: string, side: 1 | -1): Spot | null {
  const here = own(layout, from);
  if (!here) return null;
  let best: Spot | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, [x, y]] of Object.entries(layout)) {
    const across = (x - here[0]) * side;
    if (id === from || across <= 0) continue;
    const distance = across + 2 * Math.abs(y - here[1]);
    if (distance < least) {
      least = distance;
      best = { kind: "node", id };
    }
  }
  return best;
}

/** The node or edge that an element belongs to. */
export function spotOf(target: EventTarget | null): Spot | null {
  if (!(target instanceof Element)) return null;
  const node = target.closest<HTMLElement>("[data-node]")?.dataset.id;
  if (node !== undefined) return { kind: "node", id: node };
  const edge =
    target.closest<HTMLElement>("[data-edge]")?.dataset.id ??
    target.closest(".react-flow__edge")?.getAttribute("data-id");
  return edge == null ? null : { kind: "edge", id: edge };
}

const elementOf = ({ kind, id }: Spot): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-${kind}][data-id="${CSS.escape(id)}"]`);

/** Gives a spot the focus: at once where it is drawn, so that the next key finds it, else once it is. */
export function focusSpot(spot: Spot): void {
  const focus = (element: HTMLElement | null) => element?.focus({ preventScroll: true });
  const element = elementOf(spot);
  if (element) focus(element);
  else requestAnimationFrame(() => focus(elementOf(spot)));
}

export const focusNode = (id: string): void => focusSpot({ kind: "node", id });

/** Gives an element the focus and leaves the selection as it is, which otherwise follows the focus. */
function focusOnly(editor: Editor, element: HTMLElement): void {
  const view = editor.view.getState();
  const { sidePanel } = sessionStore.getState();
  element.focus({ preventScroll: true });
  editor.view.setState(view);
  updateSession({ sidePanel });
}

/** Frames within which a new card is drawn, and a closing menu has given the focus back to where it was. */
const patience = 30;

/** Gives a card that is not drawn yet the focus, and again where a closing menu takes it, until the user does something. */
export function focusNew(editor: Editor, id: string): void {
  let [tries, kept] = [0, 0];
  const stop = () => {
    tries = patience;
  };
  const attempt = () => {
    if (tries++ >= patience || kept >= 3) {
      for (const type of ["keydown", "pointerdown"]) window.removeEventListener(type, stop, true);
      return;
    }
    const card = elementOf({ kind: "node", id });
    if (card && document.activeElement === card) kept++;
    else if (card) {
      kept = 0;
      focusOnly(editor, card);
    }
    requestAnimationFrame(attempt);
  };
  for (const type of ["keydown", "pointerdown"]) window.addEventListener(type, stop, true);
  requestAnimationFrame(attempt);
}

/** Gives the focus to what is selected, or else to the canvas. */
export function focusSelected(editor: Editor, canvas: HTMLElement): void {
  const { selectedNodes, selectedEdges } = editor.view.getState();
  const spots: readonly Spot[] = [
    ...selectedNodes.map((id) => ({ kind: "node", id }) as const).toReversed(),
    ...selectedEdges.map((id) => ({ kind: "edge", id }) as const).toReversed(),
  ];
  const element = spots.map(elementOf).find((found) => found !== null) ?? canvas;
  focusOnly(editor, element);
}
