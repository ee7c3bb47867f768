// The canvas: the graph drawn and edited with React Flow.
import { type MouseEvent as ReactMouseEvent, useCallback, useEffect, useMemo, useRef } from "react";
import {
  Background,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
} from "reactflow";
import "reactflow/dist/base.css";
import type { PortRef } from "../../engine/graph/graph.ts";
import { nameOf, portName } from "../../engine/graph/identity.ts";
import { useEditor } from "../editor/context.ts";
import type { Editor } from "../editor/editor.ts";
import { select } from "../editor/selection.ts";
import { useT } from "../i18n/index.ts";
import { grid } from "../scene/geometry.ts";
import { categoryColor } from "../ui/tokens.ts";
import styles from "./Canvas.module.css";
import { CanvasMenu } from "./CanvasMenu.tsx";
import { type Applied, applyChanges, applyEdgeChanges } from "./changes.ts";
import { ConnectingContext } from "./connecting.ts";
import { EmptyCanvas } from "./EmptyCanvas.tsx";
import type { FlowEdge } from "./flow_edges.ts";
import type { FlowNode } from "./flow_nodes.ts";
import { LabelLayerContext, useFoundLayer } from "./label_layer.ts";
import { NodeCard } from "./NodeCard.tsx";
import { TensorEdge } from "./TensorEdge.tsx";
import { useConnections } from "./use_connections.ts";
import { useDropping } from "./use_dropping.ts";
import { useFlow } from "./use_flow.ts";
import { useKeyboard } from "./use_keyboard.ts";
import { maxZoom, minZoom, useDetail, useOverflows, useViewport } from "./use_viewport.ts";

const nodeTypes = { module: NodeCard };
const edgeTypes = { tensor: TensorEdge };
const snapGrid: [number, number] = [grid, grid];
const panButtons = [0, 1];
const further = ["Shift", "Meta", "Control"];
const nodeColor = (node: FlowNode): string => categoryColor(node.data.category);

function apply(editor: Editor, { edits, selection }: Applied): void {
  for (const edit of edits) editor.history.edit(edit);
  if (Object.keys(selection).length > 0) editor.view.setState(selection);
}

export function Canvas() {
  return (
    <ReactFlowProvider>
      <CanvasMenu>
        <Graph />
      </CanvasMenu>
    </ReactFlowProvider>
  );
}

function Graph() {
  const editor = useEditor();
  const t = useT();
  const frame = useRef<HTMLElement>(null);
  const current = useRef<ReturnType<typeof useFlow>>({ nodes: [], edges: [], routes: new Map() });
  const { connecting, setConnecting, gestures } = useConnections();
  const { hovering, drags, frame: dragging } = useDropping(current);
  const { target } = hovering;
  const flow = useFlow(hovering.node, target.kind === "edge" ? target.id : null);
  useEffect(() => {
    current.current = flow;
  }, [flow]);
  useViewport(frame, current);
  const onKeyDown = useKeyboard(connecting, setConnecting);
  const detail = useDetail();
  const layer = useFoundLayer(frame);
  const overflows = useOverflows(flow.nodes);
  const reports = useMemo(
    () => ({
      onNodesChange: (changes: NodeChange<FlowNode>[]) => apply(editor, applyChanges(changes, editor.view.getState())),
      onEdgesChange: (changes: EdgeChange<FlowEdge>[]) =>
        apply(editor, applyEdgeChanges(changes, editor.view.getState())),
      onNodeClick: (event: ReactMouseEvent, node: FlowNode) => selectAlone(editor, event, node),
      onEdgeClick: (_event: unknown, edge: FlowEdge) => showTensor(editor, edge),
    }),
    [editor],
  );
  const onPaneClick = useCallback(() => {
    setConnecting(null);
    select(editor, []);
  }, [editor, setConnecting]);

  return (
    <section
      ref={frame}
      className={styles.canvas}
      aria-label={t("canvas.label")}
      data-zoom={detail}
      data-connecting={connecting !== null}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      {...dragging}
    >
      <ConnectingContext value={connecting}>
        <LabelLayerContext value={layer}>
          <ReactFlow<FlowNode, FlowEdge>
            nodes={flow.nodes as FlowNode[]}
            edges={flow.edges as FlowEdge[]}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            {...reports}
            onPaneClick={onPaneClick}
            {...gestures}
            {...drags}
            snapToGrid
            snapGrid={snapGrid}
            minZoom={minZoom}
            maxZoom={maxZoom}
            connectionRadius={28}
            reconnectRadius={12}
            nodesFocusable={false}
            edgesFocusable={false}
            disableKeyboardA11y
            deleteKeyCode={null}
            multiSelectionKeyCode={further}
            selectionKeyCode="Shift"
            selectionMode={SelectionMode.Partial}
            panOnDrag={panButtons}
            panOnScroll
            autoPanSpeed={6}
            // A port near the edge must not run away from the pointer; the wheel pans while connecting.
            autoPanOnConnect={false}
            zoomOnDoubleClick={false}
            attributionPosition="bottom-left"
          >
            <Background gap={24} size={1.5} color="var(--canvas-dot)" />
            {overflows ? (
              <MiniMap
                className={styles.minimap ?? ""}
                nodeColor={nodeColor}
                nodeBorderRadius={6}
                maskColor="var(--minimap-mask)"
                bgColor="var(--bg-panel)"
                ariaLabel={t("canvas.minimap")}
                pannable
                zoomable
              />
            ) : null}
          </ReactFlow>
        </LabelLayerContext>
      </ConnectingContext>
      {target.kind === "node" ? <style>{dropMark(target.id)}</style> : null}
      {flow.nodes.length === 0 ? <EmptyCanvas /> : null}
      <p className={styles.status} role="status" data-shown={connecting?.aim != null}>
        {connecting?.aim ? t("canvas.connecting", connectingNames(editor, connecting.from, connecting.aim)) : ""}
      </p>
    </section>
  );
}

function connectingNames(editor: Editor, from: PortRef, to: string): { from: string; to: string } {
  const { graph } = editor.document();
  return { from: portName(graph, from), to: nameOf(graph, to) };
}

/** Marks the card that a module would be appended to, without drawing any card anew. */
const dropMark = (id: string): string =>
  `[data-node][data-id="${CSS.escape(id)}"] { border-bottom: 3px solid var(--accent); }`;

/** Of several selected cards the one that is clicked, and not dragged, is meant alone. */
function selectAlone(editor: Editor, event: ReactMouseEvent, node: FlowNode): void {
  const { selectedNodes, selectedEdges } = editor.view.getState();
  if (event.shiftKey || event.ctrlKey || event.metaKey || selectedNodes.length + selectedEdges.length < 2) return;
  select(editor, [node.id]);
}

/** Shows the tensor of an edge whose line was clicked. */
function showTensor(editor: Editor, edge: FlowEdge): void {
  if (edge.data) editor.view.setState({ viewedPort: edge.data.port });
}
