// Owns the keys that belong to the canvas: moving the focus along edges, moving nodes, connecting.

import { type KeyboardEvent, useCallback } from "react";
import { own } from "../../engine/core/record.ts";
import { firstPort } from "../../engine/graph/graph.ts";
import { roleOf } from "../../engine/modules/index.ts";
import { connect, moveNodes } from "../document/edits.ts";
import { useEditor } from "../editor/context.ts";
import type { Editor } from "../editor/editor.ts";
import { select } from "../editor/selection.ts";
import { grid } from "../scene/geometry.ts";
import { hasFreeInput } from "../scene/ports.ts";
import { updateSession } from "../session/store.ts";
import { type Connecting, endsOn, startConnecting } from "./connecting.ts";
import { type Arrow, focusSpot, isArrow, nextSpot, type Spot, spotOf } from "./focus.ts";

const steps: Readonly<Record<Arrow, readonly [number, number]>> = {
  ArrowUp: [0, -grid],
  ArrowDown: [0, grid],
  ArrowLeft: [-grid, 0],
  ArrowRight: [grid, 0],
};

/** Moves the selected nodes, or the focused one, by one step of the grid. */
function nudge(editor: Editor, id: string, key: Arrow): void {
  const [dx, dy] = steps[key];
  editor.history.edit((d) => {
    const { selectedNodes } = editor.view.getState();
    const ids = selectedNodes.includes(id) ? selectedNodes : [id];
    const places = ids.flatMap((moved) => {
      const at = own(d.layout, moved);
      return at ? [[moved, [at[0] + dx, at[1] + dy]] as const] : [];
    });
    return moveNodes(Object.fromEntries(places))(d);
  });
}

/** Targets of a connection in reading order. */
function inOrder(editor: Editor, legal: ReadonlySet<string>): readonly string[] {
  const { layout } = editor.document();
  const at = (id: string) => own(layout, id) ?? [0, 0];
  return [...legal].sort((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
}

/** Selects a node; once it is, goes on to its form: Tab would pass, and select, every other card on the way. */
function openNode(editor: Editor, id: string): void {
  const { selectedNodes } = editor.view.getState();
  if (selectedNodes.length === 1 && selectedNodes[0] === id) {
    updateSession({ inspectorOpen: true });
    requestAnimationFrame(() => document.querySelector<HTMLElement>("#inspector input")?.focus());
  } else select(editor, [id]);
}

/** The canvas's own keys. Returns whether the key was one of them. */
function onSpot(editor: Editor, key: string, alt: boolean, spot: Spot, begin: (next: Connecting) => void): boolean {
  const { graph, layout } = editor.document();
  if (isArrow(key)) {
    if (alt && spot.kind === "node") nudge(editor, spot.id, key);
    else {
      const next = nextSpot(graph, layout, spot, key);
      if (next) focusSpot(next);
    }
    return true;
  }
  if (spot.kind !== "node" || alt) return false;
  if (key === "Enter") {
    openNode(editor, spot.id);
    return true;
  }
  if (key.toLowerCase() === "c") {
    const start = startConnecting(graph, firstPort(spot.id), "source");
    const gives = roleOf(own(graph.nodes, spot.id)?.module) !== "output";
    const targets = gives ? inOrder(editor, start.legal) : [];
    // First one that has room: Enter alone takes no other edge away.
    const aim = targets.find((id) => hasFreeInput(graph, id)) ?? targets[0];
    if (aim !== undefined) begin({ ...start, aim });
    return true;
  }
  return false;
}

export function useKeyboard(connecting: Connecting | null, setConnecting: (next: Connecting | null) => void) {
  const editor = useEditor();
  return useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
      if (event.target instanceof Element && event.target.matches("input, textarea, select")) return;
      if (connecting && connecting.aim !== null) {
        const targets = inOrder(editor, connecting.legal);
        const index = targets.indexOf(connecting.aim);
        if (isArrow(event.key)) {
          const step = event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : targets.length - 1;
          setConnecting({ ...connecting, aim: targets[(index + step) % targets.length] ?? null });
        } else if (event.key === "Enter") {
          const ends = endsOn(editor.document().graph, connecting, connecting.aim);
          if (ends) editor.history.edit(connect(ends.from, ends.to));
          setConnecting(null);
        } else if (event.key === "Escape" || event.key === "Tab") setConnecting(null);
        else return;
        event.preventDefault();
        return;
      }
      const spot = spotOf(event.target);
      if (spot && onSpot(editor, event.key, event.altKey, spot, setConnecting)) event.preventDefault();
    },
    [editor, connecting, setConnecting],
  );
}
