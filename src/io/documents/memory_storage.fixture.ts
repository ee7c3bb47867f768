// Owns a storage for tests: Maps that copy what they are given, and that can fail at any call or lose everything.
import {
  type DocumentStorage,
  NotOwner,
  type Owner,
  type StorageKey,
  type StoreName,
  stores,
  type Write,
} from "./storage.ts";

export class MemoryStorage implements DocumentStorage {
  readonly values = new Map<StoreName, Map<string, readonly [StorageKey, unknown]>>();
  /** The writes done so far, for counting. */
  readonly written: (readonly Write[])[] = [];
  calls = 0;
  /** Which calls fail, by their number from 1, and with what. */
  fails: (call: number) => Error | null = () => null;
  private age = 0;

  constructor() {
    for (const store of stores) this.values.set(store, new Map());
  }

  generation(): number {
    return this.age;
  }

  /** What the user does who clears the site's data. */
  clear(): void {
    for (const store of this.values.values()) store.clear();
    this.age++;
  }

  async get(store: StoreName, key: StorageKey): Promise<unknown> {
    this.count();
    return structuredClone(this.values.get(store)?.get(String(key))?.[1]);
  }

  async all(store: StoreName): Promise<readonly (readonly [StorageKey, unknown])[]> {
    this.count();
    return structuredClone([...(this.values.get(store)?.values() ?? [])]);
  }

  async steps(id: string): Promise<ReadonlyMap<number, unknown>> {
    this.count();
    const found = [...(this.values.get("steps")?.values() ?? [])].filter(
      ([key]) => Array.isArray(key) && key[0] === id,
    );
    return new Map(structuredClone(found.map(([key, value]) => [Number(key[1]), value] as const)));
  }

  async write(writes: readonly Write[], owner?: Owner): Promise<void> {
    this.count();
    const kept = owner && (this.values.get("documents")?.get(owner.id)?.[1] as { writer?: string } | undefined);
    if (kept && kept.writer !== owner.writer) throw new NotOwner();
    for (const write of structuredClone(writes)) this.apply(write);
    this.written.push(writes);
  }

  private apply(write: Write): void {
    switch (write.kind) {
      case "put":
        this.values.get(write.store)?.set(String(write.key), [write.key, write.value]);
        return;
      case "delete":
        this.values.get(write.store)?.delete(String(write.key));
        return;
      case "deleteSteps": {
        const steps = this.values.get("steps");
        for (const [text, [key]] of steps ?? []) if (key[0] === write.id) steps?.delete(text);
        return;
      }
      default:
        write satisfies never;
    }
  }

  private count(): void {
    const error = this.fails(++this.calls);
    if (error) throw error;
  }
}
