// Owns letting messages in during long work: a pause every 8 ms through a MessageChannel (setImmediate in Node).

/** Longest time without hearing messages, in milliseconds, as far as the work between two calls allows. */
export const yieldEvery = 8;

// Not scheduler.yield(): its continuation outruns message events, so stop() is never heard. Not setTimeout: nested
// timers are held back 4 ms each.
const pause = typeof setImmediate === "function" ? inNode : inBrowser();

function inNode(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function inBrowser(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}

/**
 * Starts the clock of one piece of work. `await yieldNow()` returns at once until `every` milliseconds have passed
 * since the last pause; then it lets the events that wait be heard.
 */
export function createYield(every = yieldEvery): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < every) return;
    await pause();
    last = performance.now();
  };
}
