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
import { currentDocument, history } from "../document/store.ts";
import { canGoBack, canGoForth, goBack, goForth } from "../io/files.ts";
import { select } from "../session/selection.ts";
import { sessionStore, updateSession } from "../session/store.ts";
import { copyFromMenu, duplicateSelected, pasteFromMenu, removeSelectedNodes } from "./clipboard.ts";
import { defineAction } from "./define.ts";

const nodesSelected = () => sessionStore.getState().selectedNodes.length > 0;
const anySelected = () => nodesSelected() || sessionStore.getState().selectedEdges.length > 0;

export const editActions = [
  defineAction({
    id: "edit.undo",
    label: "toolbar.undo",
    icon: Undo2,
    keys: ["Mod+Z"],
    inFields: "untouched",
    // Directly after opening a document, undo goes back to the one before.
    enabled: () => history.store.getState().past.length > 0 || canGoBack(),
    perform: () => (canGoBack() ? void goBack() : history.undo()),
  }),
  defineAction({
    id: "edit.redo",
    label: "toolbar.redo",
    icon: Redo2,
    keys: ["Mod+Shift+Z", "Mod+Y"],
    inFields: "untouched",
    enabled: () => history.store.getState().future.length > 0 || canGoForth(),
    perform: () => (canGoForth() ? void goForth() : history.redo()),
  }),
  defineAction({
    id: "edit.cut",
    label: "toolbar.cut",
    icon: Scissors,
    keys: ["Mod+X"],
    byBrowser: true,
    enabled: nodesSelected,
    perform: () => {
      copyFromMenu();
      removeSelectedNodes();
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
    perform: () => void pasteFromMenu(),
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
    perform: () => {
      const { selectedNodes, selectedEdges } = sessionStore.getState();
      history.edit((d) => removeNodes(selectedNodes)(removeEdges(selectedEdges)(d)));
    },
  }),
  defineAction({
    id: "edit.rename",
    label: "toolbar.rename",
    icon: PencilLine,
    keys: ["F2"],
    enabled: () => sessionStore.getState().selectedNodes.length === 1,
    perform: () => updateSession({ renaming: sessionStore.getState().selectedNodes[0] ?? null }),
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
    enabled: () => Object.keys(currentDocument().graph.nodes).length > 0,
    perform: () => select(Object.keys(currentDocument().graph.nodes)),
  }),
  defineAction({
    id: "edit.deselect",
    label: "toolbar.deselect",
    icon: SquareDashedMousePointer,
    keys: ["Escape"],
    enabled: anySelected,
    perform: () => select([]),
  }),
] as const;
