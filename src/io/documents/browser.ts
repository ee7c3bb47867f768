// Owns the browser's part of sharing documents among windows: locks, the channel, and what this tab remembers of itself.
import type { Channel, Locks, Message } from "./sharing.ts";

export const browserLocks: Locks | null = typeof navigator === "undefined" ? null : (navigator.locks ?? null);

/** A channel to the other windows of the app; silent where the browser has none. */
export function openChannel(): Channel {
  if (typeof window === "undefined" || typeof BroadcastChannel === "undefined") {
    return { post: () => undefined, listen: () => () => undefined };
  }
  const channel = new BroadcastChannel("edgewise documents");
  return {
    post: (message) => channel.postMessage(message),
    listen: (heard) => {
      const onMessage = ({ data }: MessageEvent<Message>) => heard(data);
      channel.addEventListener("message", onMessage);
      return () => channel.removeEventListener("message", onMessage);
    },
  };
}

/** An id that no other document or window has. Pages without a secure connection have no `randomUUID`. */
export const newId = (): string =>
  crypto.randomUUID?.() ??
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");

/** What a tab remembers over a reload: the document in front, and those it came from. */
export interface TabMemory {
  readonly front: string | null;
  readonly back: readonly string[];
}

const tabKey = "edgewise.tab";

export function recallTab(): TabMemory {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(tabKey) ?? "null");
    const { front, back } = (stored ?? {}) as Partial<TabMemory>;
    const isText = (value: unknown): value is string => typeof value === "string";
    return { front: isText(front) ? front : null, back: Array.isArray(back) ? back.filter(isText) : [] };
  } catch {
    return { front: null, back: [] };
  }
}

/** Storage may be forbidden: then a reload shows the document opened last. */
export function rememberTab(memory: TabMemory): void {
  try {
    sessionStorage.setItem(tabKey, JSON.stringify(memory));
  } catch {
    // Nothing to do: see above.
  }
}

/** Whether this page was reloaded, so that the one before it may still hold its lock for a moment. */
export function isReload(): boolean {
  const [entry] = performance.getEntriesByType?.("navigation") ?? [];
  return (entry as PerformanceNavigationTiming | undefined)?.type === "reload";
}

let asked = false;

/** Asks the browser, once, not to throw the documents away when the disk gets full. */
export function askToPersist(): void {
  if (asked) return;
  asked = true;
  void navigator.storage?.persist?.().catch(() => false);
}
