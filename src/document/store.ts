// Owns the open document and its history: the one store of what is saved, shared and undone.
import { type Document, emptyDocument } from "./document.ts";
import { createHistory } from "./history.ts";

export const history = createHistory<Document>(emptyDocument);

export const currentDocument = (): Document => history.store.getState().present;
