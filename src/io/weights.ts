// Owns weights as files: opening, saving, and giving the engine those of the editor it serves.
import { fileName } from "../../engine/core/names.ts";
import type { Editor } from "../editor/editor.ts";
import { t } from "../i18n/index.ts";
import { tellError } from "../i18n/tell.ts";
import { notify } from "../session/store.ts";
import { askToPersist } from "./documents/browser.ts";
import { downloadBytes } from "./download.ts";
import { refuseForeign } from "./foreign.ts";
import { refuse } from "./refusals.ts";
import { sniff, sniffLength } from "./sniff.ts";

/** Loads a safetensors file with the very keys of the model; otherwise says in torch's words what does not fit. */
export async function openWeightsFile(editor: Editor, file: File): Promise<void> {
  if (await refuseForeign(file)) return;
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    refuse(file.name, error);
    return;
  }
  const kind = sniff(file.name, bytes.subarray(0, sniffLength));
  if (kind !== null && kind !== "weights" && bytes[8] !== 0x7b) {
    refuse(file.name, new Error(t("files.notWeights")));
    return;
  }
  const result = await editor.controller.loadWeights(bytes.slice());
  if (!result.ok) {
    // "stopped": the document has been left meanwhile.
    if (result.error.kind !== "stopped") refuse(file.name, result.error);
    return;
  }
  editor.weights.setState({ loaded: result.value.kept ?? bytes });
  askToPersist();
  notify("info", t("files.weightsOpened", { count: result.value.loaded.length, name: file.name }));
}

/** The engine forgets the weights of whom it served before, and takes those that were loaded here, as far as they fit. */
export function sendWeights({ controller, weights }: Editor): void {
  const { loaded } = weights.getState();
  void controller.resetWeights();
  if (loaded) void controller.restoreWeights(loaded.slice());
}

/** Another window has loaded weights into the document, or has forgotten them. */
export function replaceWeights(editor: Editor, loaded: Uint8Array | null): void {
  editor.weights.setState({ loaded });
  sendWeights(editor);
}

/** Another seed draws all weights anew: those that were loaded are gone. */
export function followSeed({ history, weights }: Editor): () => void {
  return history.store.subscribe((now, before) => {
    if (weights.getState().loaded && now.present.seed !== before.present.seed) weights.setState({ loaded: null });
  });
}

/** Draws all weights anew from the model's seed. */
export const forgetWeights = (editor: Editor): void => replaceWeights(editor, null);

/** Offers the model's weights as `<name>.safetensors`. */
export async function saveWeights(editor: Editor): Promise<void> {
  const name = fileName(editor.document().name, "safetensors");
  const result = await editor.controller.saveWeights();
  if (!result.ok) {
    notify("error", t("files.cannotSave", { name }), tellError(result.error, t));
    return;
  }
  downloadBytes(name, result.value);
  notify("info", t("files.weightsSaved", { name }));
}
