// Owns texts that are no values yet, while their field is out of sight. They belong to what they were typed for.

// A changed node is another object: a text that was typed for an older one is of no use.
const texts = new WeakMap<object, Map<string, string>>();

/** The text that was left in a field of `owner`, or null. */
export const kept = (owner: object | undefined, field: string): string | null =>
  (owner && texts.get(owner)?.get(field)) ?? null;

export function keep(owner: object | undefined, field: string, text: string): void {
  if (!owner) return;
  const own = texts.get(owner) ?? new Map<string, string>();
  texts.set(owner, own.set(field, text));
}

export function forget(owner: object | undefined, field: string): void {
  if (owner) texts.get(owner)?.delete(field);
}
