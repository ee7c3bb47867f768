// Owns the actions on the model: undo, the clipboard, deleting, selecting, adding.
import {
  BoxSelect,
  ClipboardPaste,
  Copy,
  CopyPlus,
  PencilLine,
  Plus,
  Redo2,
  Scissors,
  SquareDashedMousePointer,
  Trash2,
  Undo2,
} from "lucide-react";
import { removeEdges, removeNodes } from "../document/edits.ts";
import type { Editor } from "../editor/editor.ts";
import { select } from "../editor/selection.ts";
import { canGoBack, canGoForth, goBack, goForth } from "../io/files.ts";
import { updateSession } from "../session/store.ts";
import { copyFromMenu, duplicateSelected, pasteFromMenu, removeSelectedNodes } from "./clipboard.ts";
import { defineAction } from "./define.ts";

const nodesSelected = ({ view }: Editor) => view.getState().selectedNodes.length > 0;
const anySelected = (editor: Editor) => nodesSelected(editor) || editor.view.getState().selectedEdges.length > 0;

export const editActions = [
  defineAction({
    id: "edit.undo",
    label: "toolbar.undo",
    icon: Undo2,
    keys: ["Mod+Z"],
    inFields: "untouched",
    // Directly after opening a document, undo goes back to the one before.
    enabled: (editor) => editor.history.store.getState().past.length > 0 || canGoBack(),
    perform: (editor) => (canGoBack() ? void goBack() : editor.history.undo()),
  }),
  defineAction({
    id: "edit.redo",
    label: "toolbar.redo",
    icon: Redo2,
    keys: ["Mod+Shift+Z", "Mod+Y"],
    inFields: "untouched",
    enabled: (editor) => editor.history.store.getState().future.length > 0 || canGoForth(),
    perform: (editor) => (canGoForth() ? void goForth() : editor.history.redo()),
  }),
  defineAction({
    id: "edit.cut",
    label: "toolbar.cut",
    icon: Scissors,
    keys: ["Mod+X"],
    byBrowser: true,
    enabled: nodesSelected,
    perform: (editor) => {
      copyFromMenu(editor);
      removeSelectedNodes(editor);
    },
  }),
  defineAction({
    id: "edit.copy",
    label: "toolbar.copy",
    icon: Copy,
    keys: ["Mod+C"],
    byBrowser: true,
    enabled: nodesSelected,
    perform: copyFromMenu,
  }),
  defineAction({
    id: "edit.paste",
    label: "toolbar.paste",
    icon: ClipboardPaste,
    keys: ["Mod+V"],
    byBrowser: true,
    perform: (editor) => void pasteFromMenu(editor),
  }),
  defineAction({
    id: "edit.duplicate",
    label: "toolbar.duplicate",
    icon: CopyPlus,
    keys: ["Mod+D"],
    enabled: nodesSelected,
    perform: duplicateSelected,
  }),
  defineAction({
    id: "edit.delete",
    label: "toolbar.delete",
    icon: Trash2,
    keys: ["Delete", "Backspace"],
    enabled: anySelected,
    perform: (editor) => {
      const { selectedNodes, selectedEdges } = editor.view.getState();
      editor.history.edit((d) => removeNodes(selectedNodes)(removeEdges(selectedEdges)(d)));
    },
  }),
  defineAction({
    id: "edit.rename",
    label: "toolbar.rename",
    icon: PencilLine,
    keys: ["F2"],
    enabled: (editor) => editor.view.getState().selectedNodes.length === 1,
    perform: (editor) => editor.view.setState({ renaming: editor.view.getState().selectedNodes[0] ?? null }),
  }),
  defineAction({
    id: "edit.insert",
    label: "toolbar.insert",
    icon: Plus,
    keys: ["A"],
    perform: () => updateSession({ commandMenu: "layers" }),
  }),
  defineAction({
    id: "edit.selectAll",
    label: "toolbar.selectAll",
    icon: BoxSelect,
    keys: ["Mod+A"],
    enabled: (editor) => Object.keys(editor.document().graph.nodes).length > 0,
    perform: (editor) => select(editor, Object.keys(editor.document().graph.nodes)),
  }),
  defineAction({
    id: "edit.deselect",
    label: "toolbar.deselect",
    icon: SquareDashedMousePointer,
    keys: ["Escape"],
    enabled: anySelected,
    perform: (editor) => select(editor, []),
  }),
] as const;
