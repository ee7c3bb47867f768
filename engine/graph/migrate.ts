// Owns the versions of the model file: what makes each older one into the next.
import type { JsonObject } from "./json.ts";

/** The version of the model file that this code writes. */
export const currentVersion = 1;

export type Migration = (file: JsonObject) => JsonObject;

/** `migrations[n]` makes a file of version n one of version n + 1. The first version is 1. */
const migrations: Readonly<Record<number, Migration>> = {};

/** A file of an older version as one of the current version. */
export function migrate(
  file: JsonObject,
  version: number,
  to: number = currentVersion,
  table: Readonly<Record<number, Migration>> = migrations,
): JsonObject {
  let migrated = file;
  for (let v = version; v < to; v++) migrated = { ...(table[v]?.(migrated) ?? migrated), version: v + 1 };
  return migrated;
}
