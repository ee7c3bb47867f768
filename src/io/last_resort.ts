// Owns saving the open document when the app has failed: as a download, whatever state it is in.
import { fileName } from "../../engine/core/names.ts";
import { printModelFile } from "../../engine/graph/print_file.ts";
import type { Document } from "../document/document.ts";
import type { Editor } from "../editor/editor.ts";
import { download } from "./download.ts";

/** The document's model file; where it cannot be written as one, all there is of it. */
export function textOfAny(document: Document): string {
  try {
    return printModelFile(document);
  } catch {
    return JSON.stringify(document, null, 2);
  }
}

/** Gives the user the open document as a file. */
export function saveCopy(editor: Editor): void {
  const document = editor.document();
  download(fileName(document.name, "json"), new Blob([textOfAny(document)], { type: "application/json" }));
}
