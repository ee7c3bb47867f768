// Owns what the app can do with files, under one name each: what actions, menus and the window's drop call.

import { FormatError } from "../../engine/core/errors.ts";
import { say } from "../../engine/core/said.ts";
import { frontEditor } from "../editor/front.ts";
import { t } from "../i18n/index.ts";
import { refuseForeign } from "./foreign.ts";
import { openInputFile } from "./inputs.ts";
import { openModelFile } from "./models.ts";
import { refuse } from "./refusals.ts";
import { sniff, sniffLength } from "./sniff.ts";
import { openWeightsFile } from "./weights.ts";
import type { WritableFile } from "./writable_file.ts";

export { copyFront, editHere } from "./documents/company.ts";
export { canGoBack, canGoForth, goBack, goForth, newDocument } from "./documents/desk.ts";
export { type ExampleId, examples, openExample } from "./examples.ts";
export { openInputFile } from "./inputs.ts";
export { openModel, openModelFile, openModelText, saveModel } from "./models.ts";
export { pickFile } from "./picking.ts";
export { forgetWeights, openWeightsFile, saveWeights } from "./weights.ts";

/** Opens a dropped file as what it is; weights and inputs are for the model in front, which may have been dropped before them. `home` is given where a model file may be written back. */
export async function openDropped(file: File, home: WritableFile | null = null): Promise<void> {
  if (await refuseForeign(file)) return;
  let head: Uint8Array;
  try {
    head = new Uint8Array(await file.slice(0, sniffLength).arrayBuffer());
  } catch (error) {
    refuse(file.name, error);
    return;
  }
  const kind = sniff(file.name, head);
  switch (kind) {
    case "model":
      await openModelFile(file, home);
      return;
    case "weights":
      await openWeightsFile(frontEditor(), file);
      return;
    case "npy":
    case "image":
      await openInputFile(frontEditor(), file);
      return;
    case null:
      refuse(file.name, new FormatError(say("fileType"), t("files.unknownType")));
      return;
    default:
      kind satisfies never;
  }
}
