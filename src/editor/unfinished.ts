// Owns texts that are no values yet, while their field is out of sight. They belong to what they were typed for.

export interface Unfinished {
  /** The text that was left in a field of `owner`, or null. */
  kept(owner: object | undefined, field: string): string | null;
  keep(owner: object | undefined, field: string, text: string): void;
  forget(owner: object | undefined, field: string): void;
}

export function createUnfinished(): Unfinished {
  // A changed node is another object: a text that was typed for an older one is of no use.
  const texts = new WeakMap<object, Map<string, string>>();
  return {
    kept: (owner, field) => (owner && texts.get(owner)?.get(field)) ?? null,
    keep: (owner, field, text) => {
      if (!owner) return;
      const own = texts.get(owner) ?? new Map<string, string>();
      texts.set(owner, own.set(field, text));
    },
    forget: (owner, field) => {
      if (owner) texts.get(owner)?.delete(field);
    },
  };
}
