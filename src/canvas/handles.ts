// Owns measuring handles again where a card's ports have changed: the cards of one commit together.
import { useCallback } from "react";
import { useUpdateNodeInternals } from "reactflow";
import { useEditor } from "../editor/context.ts";
import type { Editor } from "../editor/editor.ts";

/** The nodes of each editor that wait to be measured. */
const waitingIn = new WeakMap<Editor, Set<string>>();

/**
 * Has a node's handles measured again. Every measuring lays the page out and tells every handle of the canvas, so it is
 * done once for all nodes that ask for it together.
 */
export function useMeasureHandles(): (node: string) => void {
  const editor = useEditor();
  const update = useUpdateNodeInternals();
  return useCallback(
    (node) => {
      const waiting = waitingIn.get(editor) ?? new Set();
      waitingIn.set(editor, waiting.add(node));
      if (waiting.size > 1) return;
      queueMicrotask(() => {
        const nodes = [...waiting];
        waiting.clear();
        update(nodes);
      });
    },
    [editor, update],
  );
}
