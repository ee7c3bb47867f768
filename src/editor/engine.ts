// Owns the app's one engine, which serves the editor in front, and what the user is told of its failures.
import { createEngineClient } from "../../workers/client.ts";
import type { Failure } from "../../workers/protocol.ts";
import { type Key, t } from "../i18n/index.ts";
import { tellError } from "../i18n/tell.ts";
import { notify } from "../session/store.ts";
import { createEditor, type Editor, type EditorOptions } from "./editor.ts";

/** What the user is told when the engine fails as a whole; what fails in a node is shown at the node. */
const titles = {
  crashed: "errors.workerCrashed",
  hung: "errors.workerHung",
  memory: "errors.outOfMemory",
  internal: "errors.title",
  module: null,
  input: null,
  weights: null,
  stopped: null,
} as const satisfies Record<Failure["kind"], Key | null>;

function tellUser(failure: Failure): void {
  const title = titles[failure.kind];
  if (title) notify("error", t(title), tellError(failure, t));
}

/** Who is told that the worker has died: whoever it serves. */
let onDeath: (failure: Failure) => void = () => undefined;

const client = createEngineClient({ onDeath: (failure) => onDeath(failure) });

/** Tells from now on whom the engine serves. */
export function serve({ controller }: Editor): void {
  onDeath = controller.recover;
}

/** An editor that asks the app's engine. */
export const newEditor = (options: Omit<EditorOptions, "client" | "onFailure"> = {}): Editor =>
  createEditor({ ...options, client, onFailure: tellUser });

/** Lets the engine load while the page is still being built; else it starts with the first call. */
export const warmEngine = (): void => client.warm();
