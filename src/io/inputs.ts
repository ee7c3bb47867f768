// Owns the way of inputs into the run: files the user opens for an Input node, and feeding every Input node.

import type { ArrayTensor } from "../../engine/core/array.ts";
import type { DType } from "../../engine/core/dtype.ts";
import { FormatError } from "../../engine/core/errors.ts";
import { say } from "../../engine/core/said.ts";
import { type Shape, sameShape } from "../../engine/core/shape.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { nameOf } from "../../engine/graph/identity.ts";
import { indexBounds, usualBound } from "../../engine/graph/index_bounds.ts";
import { inferShapes } from "../../engine/graph/infer.ts";
import { readNpy } from "../../engine/io/npy.ts";
import { roleOf } from "../../engine/modules/index.ts";
import { setArg } from "../document/edits.ts";
import type { Editor } from "../editor/editor.ts";
import { choiceOf, chooseInput, type InputChoice } from "../editor/inputs.ts";
import { t } from "../i18n/index.ts";
import { tellError } from "../i18n/tell.ts";
import { notify } from "../session/store.ts";
import { refuseForeign } from "./foreign.ts";
import { decodeImage } from "./images.ts";
import { refuse } from "./refusals.ts";
import { sniff, sniffLength } from "./sniff.ts";
import { checkImageTarget, checkInputArray, feedOf, imageShape } from "./sources.ts";

/** The Input nodes of a graph by id, in its order. */
export const inputNodes = (graph: Graph): readonly string[] =>
  Object.keys(graph.nodes).filter((id) => roleOf(graph.nodes[id]?.module) === "input");

export interface InputTarget {
  readonly shape: Shape;
  readonly dtype: DType;
  /** What random whole numbers are below. */
  readonly below: number;
}

/** Shape and dtype of an Input node; null where its arguments are not valid (yet). */
export function inputTarget(graph: Graph, id: string): InputTarget | null {
  const inference = inferShapes(graph);
  const shape = inference.shapeOf({ node: id, port: null });
  const dtype = inference.nodes.get(id)?.resolution?.args.dtype;
  return shape && dtype ? { shape, dtype: dtype as DType, below: indexBounds(graph).get(id) ?? usualBound } : null;
}

/** How well a file suits an Input node: higher is better, null where the node cannot take it. */
type Suits = (target: InputTarget) => number | null;

/** The Input node a file is meant for: the selected one, else the first of those it suits best, else the first. */
function meantInput(editor: Editor, graph: Graph, suits: Suits): string | undefined {
  const inputs = inputNodes(graph);
  const chosen = editor.view.getState().selectedNodes.find((id) => inputs.includes(id));
  if (chosen !== undefined) return chosen;
  let best: { readonly id: string; readonly score: number } | undefined;
  for (const id of inputs) {
    const target = inputTarget(graph, id);
    const score = target && suits(target);
    if (score != null && (best === undefined || score > best.score)) best = { id, score };
  }
  return best?.id ?? inputs[0];
}

/** An array suits an Input of its rank; better one of its dtype, and best one of its very shape. */
const suitsArray =
  (array: ArrayTensor): Suits =>
  ({ shape, dtype }) => {
    if (shape.length !== array.shape.length) return null;
    return (sameShape(shape, array.shape) ? 2 : 0) + (dtype === array.dtype ? 1 : 0);
  };

/** An image suits every Input that a batch of images could come through. */
const suitsImage: Suits = ({ shape, dtype }) => (dtype === "float32" && imageShape(shape) ? 1 : null);

/** Feeds every Input node anew whenever its choice, shape or dtype changes. The returned function stops it. */
export function feedInputs(editor: Editor): () => void {
  const fed = new Map<string, { choice: InputChoice; key: string }>();
  const update = () => {
    const { graph } = editor.document();
    const choices = editor.inputs.getState();
    for (const id of inputNodes(graph)) {
      const target = inputTarget(graph, id);
      if (!target) continue;
      const choice = choiceOf(choices, id);
      const key = `${target.dtype} ${target.shape.join()}`;
      const last = fed.get(id);
      if (last?.choice === choice && last.key === key) continue;
      fed.set(id, { choice, key });
      void editor.controller.setInput(id, feedOf(choice, target.shape, target.dtype)).then((result) => {
        if (!result.ok && result.error.kind === "input") notify("error", nameOf(graph, id), tellError(result.error, t));
      });
    }
  };
  const stops = [editor.history.store.subscribe(update), editor.inputs.subscribe(update)];
  update();
  return () => {
    for (const stop of stops) stop();
  };
}

/**
 * Opens an image or an .npy for an Input node: the given or selected one, else the one it suits best. An .npy is taken as the tensor
 * itself: the Input's shape and dtype become the file's, as one step. What is refused changes nothing.
 */
export async function openInputFile(editor: Editor, file: File, node?: string): Promise<void> {
  if (await refuseForeign(file)) return;
  try {
    const head = new Uint8Array(await file.slice(0, sniffLength).arrayBuffer());
    const kind = sniff(file.name, head);
    if (kind === "npy") takeArray(editor, file.name, new Uint8Array(await file.arrayBuffer()), node);
    else if (kind === "image") takeImage(editor, file.name, await decodeImage(file), node);
    else throw new FormatError(say("fileType"), t("files.notAnInput"));
  } catch (error) {
    refuse(file.name, error);
  }
}

/** Where a file goes. Throws FormatError when there is no Input, or its own shape is not valid. */
function need(
  editor: Editor,
  node: string | undefined,
  suits: Suits,
): InputTarget & { readonly id: string; readonly name: string } {
  const { graph } = editor.document();
  const id = node ?? meantInput(editor, graph, suits);
  if (id === undefined) throw new FormatError("graph", t("files.noInput"));
  const name = nameOf(graph, id);
  const target = inputTarget(graph, id);
  if (!target) throw new FormatError(name, t("files.inputInvalid"));
  return { ...target, id, name };
}

function takeArray(editor: Editor, name: string, bytes: Uint8Array, node: string | undefined): void {
  const array = readNpy(bytes);
  const target = need(editor, node, suitsArray(array));
  checkInputArray(array, target.shape);
  chooseInput(editor, target.id, { kind: "file", name, array });
  const { shape, dtype } = array;
  editor.history.edit((d) => {
    const shaped = setArg(target.id, "shape", shape)(d);
    return dtype === target.dtype ? shaped : setArg(target.id, "dtype", dtype)(shaped);
  });
  const changed = dtype === target.dtype ? null : t("files.inputDtype", { input: target.name, dtype });
  notify("info", t("files.inputOpened", { name }), changed ?? undefined);
}

function takeImage(
  editor: Editor,
  name: string,
  pixels: Awaited<ReturnType<typeof decodeImage>>,
  node: string | undefined,
): void {
  const target = need(editor, node, suitsImage);
  checkImageTarget(target.shape, target.dtype);
  const before = choiceOf(editor.inputs.getState(), target.id);
  const { fit, invert, normalization } =
    before.kind === "image" ? before : ({ fit: "contain", invert: false, normalization: "none" } as const);
  chooseInput(editor, target.id, { kind: "image", name, pixels, fit, invert, normalization });
  notify("info", t("files.inputOpened", { name }));
}
