// Owns the app's one engine: its worker, its controller, and what makes them follow the document and the session.
import { createEngineClient } from "../../workers/client.ts";
import type { Failure } from "../../workers/protocol.ts";
import { history } from "../document/store.ts";
import { t } from "../i18n/index.ts";
import { notify, sessionStore } from "../session/store.ts";
import { createRunController } from "./controller.ts";

/** Tells the user what happened to the engine; what failed in a node is shown at the node. */
function tell({ kind, message }: Failure): void {
  switch (kind) {
    case "crashed":
      return notify("error", t("errors.workerCrashed"), message);
    case "hung":
      return notify("error", t("errors.workerHung"), message);
    case "memory":
      return notify("error", t("errors.outOfMemory"), message);
    case "module":
    case "input":
    case "weights":
    case "stopped":
    case "internal":
      return;
    default:
      kind satisfies never;
  }
}

/** The worker starts with the first call. */
export const runController = createRunController({ client: createEngineClient(), onFailure: tell });

/** Runs the open document from now on, whenever it or the choice of sample and mode changes. Returns what ends that. */
export function followDocument(): () => void {
  const update = (): void => {
    const { graph, seed } = history.store.getState().present;
    const { training, sample } = sessionStore.getState();
    runController.setTraining(training);
    runController.setSample(sample);
    runController.submit(graph, seed);
  };
  const stops = [history.store.subscribe(update), sessionStore.subscribe(update)];
  update();
  return () => {
    for (const stop of stops) stop();
  };
}
