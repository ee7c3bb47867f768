// Owns the app's one engine: its worker, its controller, and what the user is told of their failures.
import { createEngineClient } from "../../workers/client.ts";
import type { Failure } from "../../workers/protocol.ts";
import { type Key, t } from "../i18n/index.ts";
import { tellError } from "../i18n/tell.ts";
import { notify } from "../session/store.ts";
import { createRunController, type RunController } from "./controller.ts";

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

const client = createEngineClient({ onDeath: (failure) => runController.recover(failure) });

export const runController: RunController = createRunController({ client, onFailure: tellUser });

/** Lets the engine load while the page is still being built; else it starts with the first call. */
export const warmEngine = (): void => client.warm();
