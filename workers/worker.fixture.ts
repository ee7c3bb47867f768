// Owns a stand-in for the engine's worker, for tests of the client: on a MessageChannel, in this thread.
import * as Comlink from "comlink";
import type { EngineApi } from "./protocol.ts";

/** A worker that answers as `api` does and writes down what it was asked. */
export function fakeWorker(api: EngineApi) {
  const { port1, port2 } = new MessageChannel();
  const calls: string[] = [];
  const events = new EventTarget();
  const noted = Object.fromEntries(
    Object.entries(api).map(([name, call]) => [
      name,
      (...args: unknown[]) => {
        calls.push(name);
        return (call as (...args: unknown[]) => unknown)(...args);
      },
    ]),
  );
  Comlink.expose(noted, port2);
  let terminated = false;
  const worker: Comlink.Endpoint & { terminate(): void } = {
    postMessage: (message, transfer) => port1.postMessage(message, transfer ?? []),
    addEventListener: (type, listener) =>
      (type === "message" ? port1 : events).addEventListener(type, listener as EventListener),
    removeEventListener: (type, listener) =>
      (type === "message" ? port1 : events).removeEventListener(type, listener as EventListener),
    terminate: () => {
      terminated = true;
      port1.close();
      port2.close();
    },
  };
  port1.start();
  return {
    worker,
    calls,
    isTerminated: () => terminated,
    crash: (message: string) => events.dispatchEvent(Object.assign(new Event("error"), { message })),
  };
}
