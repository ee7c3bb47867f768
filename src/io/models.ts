// Owns the model file on its way in and out: opening text and files, saving in place or as a download.
import { FormatError } from "../../engine/core/errors.ts";
import { fileName } from "../../engine/core/names.ts";
import { parseModelFile, printModelFile } from "../../engine/graph/file.ts";
import { longestFile } from "../../engine/graph/limits.ts";
import type { Document } from "../document/document.ts";
import { currentDocument } from "../document/store.ts";
import { t } from "../i18n/index.ts";
import { notify } from "../session/store.ts";
import { documentHome, openDocument, type WritableFile } from "./documents.ts";
import { download } from "./download.ts";
import { refuseForeign } from "./foreign.ts";
import { refuse } from "./refusals.ts";

/**
 * Opens a model from the text of its file. Returns false, having told why, when it is refused: then nothing changes.
 * `name` is the file's, for messages.
 */
export function openModelText(text: string, name = "model.json", home: WritableFile | null = null): boolean {
  let document: Document;
  try {
    document = parseModelFile(text);
  } catch (error) {
    refuse(name, error);
    return false;
  }
  openDocument(document, home);
  return true;
}

/** Opens a model file the user chose. `home` is given where the file may be written back. */
export async function openModelFile(file: File, home: WritableFile | null = null): Promise<boolean> {
  if (await refuseForeign(file)) return false;
  let text: string;
  try {
    // Before anything is read: a character has at most three bytes.
    if (file.size > 3 * longestFile) {
      throw new FormatError(
        "the file",
        `expected at most ${longestFile.toLocaleString("en-US")} characters, got ${file.size.toLocaleString("en-US")} bytes`,
      );
    }
    // A byte order mark is the parser's to take: one is allowed, two are not.
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch (error) {
    refuse(file.name, error instanceof TypeError ? new Error(t("files.notText")) : error);
    return false;
  }
  const opened = openModelText(text, file.name, home);
  if (opened) notify("info", t("files.opened", { name: file.name }));
  return opened;
}

/** Writes the model back into the file it came from, or downloads it as `<name>.json` where that cannot be. */
export async function saveModel(): Promise<void> {
  const document = currentDocument();
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
