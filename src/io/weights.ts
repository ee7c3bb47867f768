// Owns weights as files: opening, saving, and which were loaded into the open model.
import { fileName } from "../../engine/core/names.ts";
import { currentDocument, history } from "../document/store.ts";
import { t } from "../i18n/index.ts";
import { tellError } from "../i18n/tell.ts";
import { runController } from "../run/instance.ts";
import { notify } from "../session/store.ts";
import { askToPersist } from "./documents/browser.ts";
import { downloadBytes } from "./download.ts";
import { refuseForeign } from "./foreign.ts";
import { refuse } from "./refusals.ts";
import { sniff, sniffLength } from "./sniff.ts";

let loaded: Uint8Array | null = null;
const listeners = new Set<() => void>();

/**
 * The safetensors file loaded into the open model, its keys by the nodes' first names; null where its weights are
 * those of its seed.
 */
export const loadedWeights = (): Uint8Array | null => loaded;

/** Calls back when other weights were loaded or they were forgotten. */
export function onWeightsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function setLoaded(bytes: Uint8Array | null): void {
  loaded = bytes;
  for (const listener of listeners) listener();
}

/** Loads a safetensors file with the very keys of the model; otherwise says in torch's words what does not fit. */
export async function openWeightsFile(file: File): Promise<void> {
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
  const result = await runController.loadWeights(bytes.slice());
  if (!result.ok) {
    refuse(file.name, result.error);
    return;
  }
  setLoaded(result.value.kept ?? bytes);
  askToPersist();
  notify("info", t("files.weightsOpened", { count: result.value.loaded.length, name: file.name }));
}

/**
 * Another document is in front: its loaded weights take the place of those of the one before. What no longer fits the
 * model is drawn from its seed.
 */
export function showWeights(bytes: Uint8Array | null): void {
  forgetWeights();
  if (bytes === null) return;
  void runController.restoreWeights(bytes.slice());
  setLoaded(bytes);
}

/** Another seed draws all weights anew: those that were loaded are gone. */
export function followSeed(): () => void {
  return history.store.subscribe((now, before) => {
    if (loaded && now.present.seed !== before.present.seed) setLoaded(null);
  });
}

/** Draws all weights anew from the model's seed. */
export function forgetWeights(): void {
  void runController.resetWeights();
  if (loaded) setLoaded(null);
}

/** Offers the model's weights as `<name>.safetensors`. */
export async function saveWeights(): Promise<void> {
  const name = fileName(currentDocument().name, "safetensors");
  const result = await runController.saveWeights();
  if (!result.ok) {
    notify("error", t("files.cannotSave", { name }), tellError(result.error, t));
    return;
  }
  downloadBytes(name, result.value);
  notify("info", t("files.weightsSaved", { name }));
}
