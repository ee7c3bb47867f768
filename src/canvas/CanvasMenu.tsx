// The context menu of the canvas: of a node, of an edge, or of the canvas itself.

import { Spline, Unplug } from "lucide-react";
import { type ReactElement, useState } from "react";
import { own } from "../../engine/core/record.ts";
import { edgeId, firstPort, type Graph, printPort, sourceOf } from "../../engine/graph/graph.ts";
import { portName } from "../../engine/graph/identity.ts";
import { inferShapes, outputPort } from "../../engine/graph/infer.ts";
import { roleOf } from "../../engine/modules/index.ts";
import type { ActionItem } from "../actions/hooks.tsx";
import { useActionItems } from "../actions/hooks.tsx";
import { connect, removeEdges } from "../document/edits.ts";
import { useEditor } from "../editor/context.ts";
import type { Editor } from "../editor/editor.ts";
import { useGraph } from "../editor/hooks.ts";
import { select } from "../editor/selection.ts";
import { useT } from "../i18n/index.ts";
import { ContextMenu } from "../ui/ContextMenu.tsx";
import type { MenuEntry } from "../ui/MenuEntries.tsx";
import { type Spot, spotOf } from "./focus.ts";
import { mostTargets, nearestTargets } from "./targets.ts";

/** Makes what was clicked the selection, unless it is part of it. */
function choose(editor: Editor, spot: Spot | null, graph: Graph): void {
  const { selectedNodes, selectedEdges } = editor.view.getState();
  if (!spot) return;
  if (spot.kind === "node" && !selectedNodes.includes(spot.id)) select(editor, [spot.id]);
  if (spot.kind === "edge" && !selectedEdges.includes(spot.id)) {
    select(editor, [], [spot.id]);
    const edge = graph.edges.find((other) => edgeId(other) === spot.id);
    if (edge) editor.view.setState({ viewedPort: outputPort(inferShapes(graph), sourceOf(edge)) });
  }
}

/** Gives the canvas its context menu. */
export function CanvasMenu({ children }: { readonly children: ReactElement }) {
  const editor = useEditor();
  const graph = useGraph();
  const [spot, setSpot] = useState<Spot | null>(null);
  const nodeItems = useActionItems([
    "edit.insert",
    "edit.rename",
    "edit.duplicate",
    "-",
    "edit.cut",
    "edit.copy",
    "edit.paste",
    "-",
    "edit.delete",
  ]);
  const edgeItems = useActionItems(["edit.insert", "edit.delete"]);
  const canvasItems = useActionItems([
    "edit.insert",
    "edit.paste",
    "edit.selectAll",
    "-",
    "edit.undo",
    "edit.redo",
    "-",
    "view.fit",
    "view.autoLayout",
  ]);
  const links = useLinkEntries(graph, spot?.kind === "node" ? spot.id : null);
  const entries: readonly MenuEntry[] =
    spot === null ? canvasItems : spot.kind === "edge" ? edgeItems : withLinks(nodeItems, links);
  return (
    <ContextMenu entries={entries}>
      <div
        style={{ display: "contents" }}
        onContextMenuCapture={(event) => {
          const clicked = spotOf(event.target);
          setSpot(clicked);
          choose(editor, clicked, graph);
        }}
      >
        {children}
      </div>
    </ContextMenu>
  );
}

/** The entries about connections come after those that act on the node itself. */
function withLinks(
  items: readonly (ActionItem | { readonly kind: "separator"; readonly id: string })[],
  links: readonly MenuEntry[],
): readonly MenuEntry[] {
  const at = items.findIndex((item) => item.kind === "separator");
  return [...items.slice(0, at), ...links, ...items.slice(at)];
}

/** Says that there is more than is listed; a space is in no name of a port. */
const restEntry = (label: string): MenuEntry => ({ kind: "heading", id: "the rest", label });

/** "Connect to…" with the nodes an edge may lead to, and "Disconnect". */
function useLinkEntries(graph: Graph, id: string | null): readonly MenuEntry[] {
  const editor = useEditor();
  const t = useT();
  const node = id === null ? undefined : own(graph.nodes, id);
  if (id === null || !node) return [];
  const gives = roleOf(node.module) !== "output";
  const { inputs, all } = gives ? nearestTargets(editor.document(), id) : { inputs: [], all: 0 };
  const edges = graph.edges.filter(({ source, target }) => source === id || target === id);
  return [
    {
      kind: "submenu",
      id: "connect",
      label: t("canvas.connect"),
      icon: <Spline />,
      disabled: all === 0,
      entries: [
        ...inputs.map((input): MenuEntry => {
          const note = own(graph.nodes, input.node)?.module;
          const onSelect = () => editor.history.edit(connect(firstPort(id), input));
          return { kind: "item", id: printPort(input), label: portName(graph, input), note, onSelect };
        }),
        ...(all > mostTargets ? [restEntry(t("canvas.connectRest", { shown: inputs.length, all }))] : []),
      ],
    },
    {
      kind: "item",
      id: "disconnect",
      label: t("canvas.disconnect"),
      icon: <Unplug />,
      disabled: edges.length === 0,
      onSelect: () => editor.history.edit(removeEdges(edges.map(edgeId))),
    },
  ];
}
