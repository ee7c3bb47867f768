// Owns the model file on its way in and out: opening text and files, saving in place or as a download.
import { FormatError } from "../../engine/core/errors.ts";
import { fileName } from "../../engine/core/names.ts";
import { say } from "../../engine/core/said.ts";
import { parseModelFile } from "../../engine/graph/file.ts";
import { longestFile } from "../../engine/graph/limits.ts";
import { printModelFile } from "../../engine/graph/print_file.ts";
import type { Document } from "../document/document.ts";
import type { Editor } from "../editor/editor.ts";
import { t } from "../i18n/index.ts";
import { notify } from "../session/store.ts";
import { documentHome, openDocument } from "./documents/desk.ts";
import { download } from "./download.ts";
import { refuseForeign } from "./foreign.ts";
import { refuse } from "./refusals.ts";
import type { WritableFile } from "./writable_file.ts";

/** Where a model's text comes from. */
export interface ModelSource {
  /** The file's name, for messages. */
  readonly name?: string;
  /** The file, where it may be written back. */
  readonly home?: WritableFile | null;
  /** What the document is called in the message that it was opened; the model's own name by default. */
  readonly title?: string;
  /** `example:lenet5`, `file:model.json`. */
  readonly origin?: string | null;
}

/**
 * Opens a model from the text of its file, beside the one before. Returns false, having told why, when it is refused:
 * then nothing changes.
 */
export function openModelText(text: string, source: ModelSource = {}): boolean {
  let document: Document;
  try {
    document = parseModelFile(text);
  } catch (error) {
    refuse(source.name ?? "model.json", error);
    return false;
  }
  openModel(document, source);
  return true;
}

/** Opens a model beside the one before, and tells so. */
export function openModel(document: Document, { home = null, title, origin = null }: ModelSource): void {
  const way = openDocument(document, { home, origin });
  if (way || title !== undefined) {
    notify("info", t("files.opened", { name: title ?? document.name }), undefined, way);
  }
}

/** Opens a model file the user chose. `home` is given where the file may be written back. */
export async function openModelFile(file: File, home: WritableFile | null = null): Promise<boolean> {
  if (await refuseForeign(file)) return false;
  let text: string;
  try {
    // Before anything is read: a character has at most three bytes.
    if (file.size > 3 * longestFile) {
      throw new FormatError(
        say("theFile"),
        say("expectedGot", {
          wants: say("atMostCharacters", { most: longestFile.toLocaleString("en-US") }),
          got: say("bytes", { length: file.size.toLocaleString("en-US") }),
        }),
      );
    }
    // A byte order mark is the parser's to take: one is allowed, two are not.
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch (error) {
    refuse(file.name, error instanceof TypeError ? new Error(t("files.notText")) : error);
    return false;
  }
  return openModelText(text, { name: file.name, home, title: file.name, origin: `file:${file.name}` });
}

/** Writes the model back into the file it came from, or downloads it as `<name>.json` where that cannot be. */
export async function saveModel(editor: Editor): Promise<void> {
  const document = editor.document();
  const text = printModelFile(document);
  const home = documentHome();
  if (home && (await writeTo(home, text))) {
    notify("info", t("files.saved", { name: home.name }));
    return;
  }
  const name = fileName(document.name, "json");
  download(name, new Blob([text], { type: "application/json" }));
  notify("info", t("files.saved", { name }));
}

/** False where the file is gone or the user does not allow it to be written. */
async function writeTo(home: WritableFile, text: string): Promise<boolean> {
  try {
    const writable = await home.createWritable();
    await writable.write(text);
    await writable.close();
    return true;
  } catch {
    return false;
  }
}
