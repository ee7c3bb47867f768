// Owns waiting for the first values: what is large and not needed for them is loaded afterwards.
import type { Run } from "../run/store.ts";
import { whileFront } from "./front.ts";

const ended = ({ status, revision }: Run): boolean => revision > 0 && status !== "running";

/** Resolves when a run of the editor in front has ended, well or not. */
export function firstRun(): Promise<void> {
  let stop: () => void = () => undefined;
  const first = new Promise<void>((resolve) => {
    stop = whileFront(({ run }) => {
      const look = () => ended(run.getState()) && resolve();
      look();
      return run.subscribe(look);
    });
  });
  return first.finally(stop);
}
