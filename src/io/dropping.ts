// Owns what lies in a drop: its files, and where the browser gives it, the right to write them back.

import { openDropped } from "./files.ts";
import type { WritableFile } from "./writable_file.ts";

interface Dropped {
  readonly file: File;
  readonly home: WritableFile | null;
}

/** Not every browser has it: https://developer.mozilla.org/docs/Web/API/DataTransferItem/getAsFileSystemHandle. */
type WithHandle = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

async function homeOf(item: WithHandle): Promise<WritableFile | null> {
  try {
    const handle = await item.getAsFileSystemHandle?.();
    return handle?.kind === "file" ? (handle as FileSystemFileHandle) : null;
  } catch {
    return null;
  }
}

/** Opens dropped files one after another, models first: weights and inputs are for a model. */
export async function openAllDropped(transfer: DataTransfer): Promise<void> {
  // Both are asked for before anything is awaited: the transfer is empty when the event is over.
  const dropped = [...transfer.items].flatMap((item): Promise<Dropped>[] => {
    const file = item.getAsFile();
    return file ? [homeOf(item).then((home) => ({ file, home }))] : [];
  });
  const isModel = ({ file }: Dropped) => Number(file.name.endsWith(".json"));
  const files = (await Promise.all(dropped)).sort((a, b) => isModel(b) - isModel(a));
  for (const { file, home } of files) await openDropped(file, home);
}
