// Owns the editor of one open document: everything that is known of it while it is open, apart from any other.
import type { StoreApi } from "zustand/vanilla";
import type { EngineClient } from "../../workers/client.ts";
import type { Failure } from "../../workers/protocol.ts";
import { type Document, emptyDocument } from "../document/document.ts";
import { createHistory, type HistoryStore } from "../document/history.ts";
import { createRunController, type RunController } from "../run/controller.ts";
import { createRunStore, type Run } from "../run/store.ts";
import { type CanvasSlot, createCanvasSlot } from "./canvas_api.ts";
import { createInputs, type InputChoices } from "./inputs.ts";
import { createUnfinished, type Unfinished } from "./unfinished.ts";
import { createView, type View } from "./view.ts";
import { createWeights, type Weights } from "./weights.ts";

export interface Editor {
  /** What is saved, shared and undone. */
  readonly history: HistoryStore<Document>;
  /** The document as it is now. */
  document(): Document;
  readonly view: StoreApi<View>;
  readonly inputs: StoreApi<InputChoices>;
  readonly unfinished: Unfinished;
  readonly weights: StoreApi<Weights>;
  /** What the engine has computed, and whether of train() or eval() and of which sample; `controller` alone writes it. */
  readonly run: StoreApi<Run>;
  readonly controller: RunController;
  readonly canvas: CanvasSlot;
}

export interface EditorOptions {
  /** The engine it asks while it is attended to; one may serve several editors in turn. */
  readonly client: EngineClient;
  readonly document?: Document;
  readonly past?: readonly Document[];
  readonly future?: readonly Document[];
  readonly inputs?: InputChoices;
  readonly weights?: Uint8Array | null;
  readonly onFailure?: (failure: Failure) => void;
}

/** An editor that rests until somebody attends to it. */
export function createEditor(options: EditorOptions): Editor {
  const { client, document = emptyDocument, past = [], future = [], inputs, weights, onFailure } = options;
  const history = createHistory(document);
  history.replace(document, past, future);
  const run = createRunStore();
  const controller = createRunController({ client, store: run, ...(onFailure ? { onFailure } : {}) });
  controller.rest();
  return {
    history,
    document: () => history.store.getState().present,
    view: createView(),
    inputs: createInputs(inputs),
    unfinished: createUnfinished(),
    weights: createWeights(weights),
    run,
    controller,
    canvas: createCanvasSlot(),
  };
}
