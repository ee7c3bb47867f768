// Owns the view of the canvas: fitting, zooming, centring, automatic layout, and the level of detail.
import { type RefObject, useCallback, useEffect, useMemo } from "react";
import { getViewportForBounds, useReactFlow, useStore } from "reactflow";
import { moveNodes } from "../document/edits.ts";
import { useEditor } from "../editor/context.ts";
import { select } from "../editor/selection.ts";
import { t } from "../i18n/index.ts";
import { heightOf } from "../scene/cards.ts";
import { boundsOf, centered, labelSize } from "../scene/geometry.ts";
import { documentsStore } from "../session/documents.ts";
import { notify } from "../session/store.ts";
import { rootScale } from "../ui/rem.ts";
import { type FlowNode, rectOf } from "./flow_nodes.ts";
import { focusNew, focusNode, focusSelected } from "./focus.ts";
import { layOut } from "./layout.ts";
import type { Flow } from "./use_flow.ts";

export const minZoom = 0.08;
export const maxZoom = 3;

/** How much labels show. Far: the shape; middle: the picture too; near: everything. */
export type Detail = "far" | "middle" | "near";
export const detailAt = (zoom: number): Detail => (zoom < 0.3 ? "far" : zoom < 0.6 ? "middle" : "near");
export const useDetail = (): Detail => useStore((s) => detailAt(s.transform[2]));

/** Whether part of the graph lies outside of the view. */
export function useOverflows(nodes: readonly FlowNode[]): boolean {
  const { x, y, width, height } = useMemo(() => boundsOf(nodes.map(rectOf)), [nodes]);
  return useStore(({ transform: [left, top, zoom], width: w, height: h }) => {
    const [a, b] = [x * zoom + left, y * zoom + top];
    return nodes.length > 0 && (a < 0 || b < 0 || a + width * zoom > w || b + height * zoom > h);
  });
}

const calm = () => typeof matchMedia === "function" && matchMedia("(prefers-reduced-motion: reduce)").matches;
const glide = () => ({ duration: calm() ? 0 : 180 });

/** How far to move something at `start`, `length` long, so that it lies well in a frame of `size`; its start wins. */
function shiftInto(start: number, length: number, size: number, margin = 32): number {
  if (start >= 0 && start + length <= size) return 0;
  if (start < margin) return margin - start;
  return Math.max(margin - start, Math.min(0, size - margin - start - length));
}

/** Fits the view when a document is opened, and lets actions reach the canvas. */
export function useViewport(frame: RefObject<HTMLElement | null>, flow: RefObject<Flow>): void {
  const editor = useEditor();
  const instance = useReactFlow<FlowNode>();

  const showAll = useCallback(
    (duration: number) => {
      const box = frame.current?.getBoundingClientRect();
      const { nodes, routes } = flow.current;
      if (!box || box.width === 0 || nodes.length === 0) return;
      const labels = [...routes.values()].map((route) => centered(route.label, labelSize));
      const bounds = boundsOf([...nodes.map(rectOf), ...labels]);
      const view = getViewportForBounds(bounds, box.width, box.height, minZoom, 1.15 * rootScale(), "20px");
      void instance.setViewport(view, { duration });
    },
    [instance, frame, flow],
  );

  const api = useMemo(
    () => ({
      fitView: () => showAll(glide().duration),
      zoomIn: () => void instance.zoomIn(glide()),
      zoomOut: () => void instance.zoomOut(glide()),
      autoLayout: async () => {
        const { graph } = editor.document();
        try {
          const heights = new Map(flow.current.nodes.map((node) => [node.id, heightOf(node.data)]));
          const layout = await layOut(graph, heights);
          if (editor.document().graph !== graph) return;
          editor.history.edit(moveNodes(layout));
          requestAnimationFrame(() => showAll(glide().duration));
        } catch (error) {
          notify("error", t("canvas.layoutFailed"), error instanceof Error ? error.message : String(error));
        }
      },
      centerOn: (id: string) => {
        const node = flow.current.nodes.find((other) => other.id === id);
        if (!node) return;
        const { x, y, width, height } = rectOf(node);
        const zoom = Math.max(0.8, instance.getZoom());
        void instance.setCenter(x + width / 2, y + height / 2, { zoom, ...glide() });
        select(editor, [id]);
        focusNode(id);
      },
      // New nodes are known here once they are drawn.
      show: (ids: readonly string[]) => {
        if (ids[0] !== undefined) focusNew(editor, ids[0]);
        requestAnimationFrame(() => {
          const box = frame.current?.getBoundingClientRect();
          const shown = new Set(ids);
          const rects = flow.current.nodes.filter((node) => shown.has(node.id)).map(rectOf);
          if (!box || rects.length === 0) return;
          const bounds = boundsOf(rects);
          const { x, y, zoom } = instance.getViewport();
          const dx = shiftInto(bounds.x * zoom + x, bounds.width * zoom, box.width);
          const dy = shiftInto(bounds.y * zoom + y, bounds.height * zoom, box.height);
          if (dx !== 0 || dy !== 0) void instance.setViewport({ x: x + dx, y: y + dy, zoom }, glide());
        });
      },
      takeFocus: () => {
        if (frame.current) focusSelected(editor, frame.current);
      },
      holds: (element: Element) => frame.current?.contains(element) ?? false,
      viewportCenter: () => {
        const box = frame.current?.getBoundingClientRect();
        if (!box) return [0, 0] as const;
        const { x, y } = instance.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
        return [Math.round(x), Math.round(y)] as const;
      },
    }),
    [editor, instance, showAll, frame, flow],
  );
  useEffect(() => editor.canvas.register({ ...api, autoLayout: () => void api.autoLayout() }), [editor, api]);

  useEffect(() => {
    const soon = () => requestAnimationFrame(() => showAll(0));
    soon();
    return documentsStore.subscribe((now, before) => {
      if (now.front !== before.front) soon();
    });
  }, [showAll]);
}
