// Owns reading records whose keys are names from outside: `toString` is a name, and no record holds it unless it was put.

/** What the record itself holds under a key; nothing that every object inherits. */
export const own = <T>(record: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;
