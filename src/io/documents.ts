// Owns opening a document: everything that belonged to the one before goes with it.
import { type Document, emptyDocument } from "../document/document.ts";
import { history } from "../document/store.ts";
import { t } from "../i18n/index.ts";
import { type InputChoices, resetInputs } from "../session/inputs.ts";
import { select } from "../session/selection.ts";
import { updateSession } from "../session/store.ts";
import { forgetWeights } from "./weights.ts";

/** A file of the user's disk that may be written to. */
export type WritableFile = Pick<FileSystemFileHandle, "createWritable" | "name">;

let home: WritableFile | null = null;

/** The file the open document came from, where it can be written to. */
export const documentHome = (): WritableFile | null => home;

/** Shows a document: no undo history, nothing selected, its own inputs, weights drawn from its seed. */
export function openDocument(document: Document, file: WritableFile | null = null, inputs: InputChoices = {}): void {
  home = file;
  select([]);
  updateSession({ viewedPort: null, renaming: null, sample: 0, training: false });
  resetInputs(inputs);
  history.replace(document);
  forgetWeights();
}

/** An empty model. */
export function newDocument(): void {
  openDocument({ ...emptyDocument, name: t("files.untitled") });
}
