// Owns files the system opens the installed app with.

import { openDropped } from "./files.ts";

/** Not every browser has it: https://developer.mozilla.org/docs/Web/API/LaunchQueue. */
interface WithLaunchQueue {
  readonly launchQueue?: {
    setConsumer(consume: (params: { readonly files: readonly FileSystemHandle[] }) => void): void;
  };
}

/** Opens what the app is launched with, now and while it runs, one file after another. */
export function openLaunched(): void {
  (window as WithLaunchQueue).launchQueue?.setConsumer(async ({ files }) => {
    for (const handle of files) {
      if (handle.kind !== "file") continue;
      const home = handle as FileSystemFileHandle;
      await openDropped(await home.getFile(), home);
    }
  });
}
