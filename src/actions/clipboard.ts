// Owns copying nodes: through the system's clipboard, as text, so that it works across windows; and pasted models.
import { FormatError } from "../../engine/core/errors.ts";
import { parseModelFile } from "../../engine/graph/file.ts";
import { printModelFile } from "../../engine/graph/print_file.ts";
import type { Layout, Position } from "../document/document.ts";
import { type Part, partOf, pasteNodes, removeNodes } from "../document/edits.ts";
import { freeShift } from "../document/placing.ts";
import { extent } from "../document/room.ts";
import type { Editor } from "../editor/editor.ts";
import { frontEditor } from "../editor/front.ts";
import { select } from "../editor/selection.ts";
import { t } from "../i18n/index.ts";
import { tell } from "../i18n/tell.ts";
import { openModel } from "../io/files.ts";
import { hasRoom } from "../session/room_left.ts";
import { notify } from "../session/store.ts";
import { takesText } from "./keys.ts";

/** What was copied last in this window: for a paste from a menu where reading the clipboard is not allowed. */
let lastCopied: string | null = null;

/** What tells copied nodes from a whole model: nothing else in a model's text can read so. */
const copied = /"format"\s*:\s*"edgewise nodes"/;
const whole = /"format"\s*:\s*"edgewise"/;

/** A part of a graph as the text of a model file, marked as a part. */
export const printPart = (part: Part): string =>
  printModelFile({ name: "Copy", seed: 0, ...part }).replace(whole, '"format": "edgewise nodes"');

/** The part a text holds; null of a text that is no copy. Throws FormatError where one is wrong. */
export function parsePart(text: string): Part | null {
  if (!copied.test(text)) return null;
  const { graph, layout } = parseModelFile(text.replace(copied, '"format": "edgewise"'));
  return { graph, layout };
}

/** The selected nodes as text, or null when none is selected. */
export function copyText(editor: Editor): string | null {
  const part = partOf(editor.document(), editor.view.getState().selectedNodes);
  if (Object.keys(part.graph.nodes).length === 0) return null;
  lastCopied = printPart(part);
  return lastCopied;
}

export const removeSelectedNodes = (editor: Editor): void =>
  editor.history.edit(removeNodes(editor.view.getState().selectedNodes));

/** From the middle of a part to the middle of the view; without a view a little to the right. */
function shiftIntoView(editor: Editor, layout: Layout): Position {
  const center = editor.canvas.current()?.viewportCenter();
  const places = Object.values(layout);
  if (!center || places.length === 0) return [0, 0];
  const middle = (axis: 0 | 1) => {
    const values = places.map((at) => at[axis]);
    const [least, greatest] = extent(values);
    return (least + greatest) / 2;
  };
  return [Math.round(center[0] - middle(0)), Math.round(center[1] - middle(1))];
}

function paste(editor: Editor, part: Part, wanted: Position): void {
  if (!hasRoom(editor.document().graph, part.graph, t("toolbar.cannotPaste"))) return;
  let ids: readonly string[] = [];
  editor.history.edit((d) => {
    const pasted = pasteNodes(d, part, freeShift(d.layout, part.layout, wanted));
    ids = pasted.ids;
    return pasted.document;
  });
  if (ids.length === 0) return;
  select(editor, ids);
  editor.canvas.current()?.show(ids);
}

/**
 * Adds the copied nodes near the middle of the view, as one step, and selects them; a whole model is opened beside the
 * one in front, as its file is. Returns whether the text was one of the two.
 */
export function pasteText(editor: Editor, text: string): boolean {
  try {
    const part = parsePart(text);
    if (part !== null) paste(editor, part, shiftIntoView(editor, part.layout));
    else if (whole.test(text)) openModel(parseModelFile(text), { origin: "pasted" });
    else return false;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    notify("error", t("toolbar.cannotPaste"), tell(error.said, t));
  }
  return true;
}

/** Copies the selected nodes beside themselves. */
export function duplicateSelected(editor: Editor): void {
  const part = partOf(editor.document(), editor.view.getState().selectedNodes);
  paste(editor, part, [0, 0]);
}

/** Copies from a menu. Where the clipboard is refused the copy still works within this window. */
export function copyFromMenu(editor: Editor): void {
  const text = copyText(editor);
  if (text !== null) void navigator.clipboard?.writeText(text).catch(() => undefined);
}

/** Pastes from a menu: from the clipboard, or where reading it is refused what was copied last here. */
export async function pasteFromMenu(editor: Editor): Promise<void> {
  const text = await Promise.resolve(navigator.clipboard?.readText()).catch(() => undefined);
  if (pasteText(editor, text ?? lastCopied ?? "")) return;
  notify("info", t("toolbar.nothingToPaste"), t("toolbar.nothingToPasteText"));
}

/** Whether the browser's own copying is meant: in a field, or of selected text. */
const meansText = (event: ClipboardEvent): boolean =>
  takesText(event.target) || (event.type !== "paste" && document.getSelection()?.isCollapsed === false);

/** Answers the browser's copy, cut and paste events; the returned function stops it. */
export function listenToClipboard(): () => void {
  const onCopy = (event: ClipboardEvent) => {
    const text = meansText(event) ? null : copyText(frontEditor());
    if (text === null) return;
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    if (event.type === "cut") removeSelectedNodes(frontEditor());
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!meansText(event) && pasteText(frontEditor(), event.clipboardData?.getData("text/plain") ?? ""))
      event.preventDefault();
  };
  document.addEventListener("copy", onCopy);
  document.addEventListener("cut", onCopy);
  document.addEventListener("paste", onPaste);
  return () => {
    document.removeEventListener("copy", onCopy);
    document.removeEventListener("cut", onCopy);
    document.removeEventListener("paste", onPaste);
  };
}
