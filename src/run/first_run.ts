// Owns waiting for the first values: what is large and not needed for them is loaded afterwards.
import { runStore } from "./store.ts";

/** Resolves when a run has ended, well or not. */
export function firstRun(): Promise<void> {
  const ended = () => {
    const { status, revision } = runStore.getState();
    return revision > 0 && status !== "running";
  };
  return new Promise((resolve) => {
    if (ended()) return resolve();
    const stop = runStore.subscribe(() => {
      if (!ended()) return;
      stop();
      resolve();
    });
  });
}
