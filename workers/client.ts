// Owns the life and death of the engine's worker: every call is answered, and a dead worker is replaced and brought up to date.

import * as Comlink from "comlink";
import { say } from "../engine/core/said.ts";
import type { PortRef } from "../engine/graph/graph.ts";
import { failureOf } from "./failure.ts";
import type {
  EngineApi,
  Failure,
  InputSource,
  Inspection,
  LoadReport,
  Result,
  RunReply,
  RunRequest,
} from "./protocol.ts";

/** What the client needs of a Worker; a test gives its own. */
export interface WorkerLike extends Comlink.Endpoint {
  terminate(): void;
}

export interface EngineClientOptions {
  /** Makes a worker; the default starts engine.worker.ts. */
  readonly spawn?: () => WorkerLike;
  /** Called after a worker has died and its calls have been answered. Its successor is ready when this is called. */
  readonly onDeath?: (failure: Failure) => void;
  /** Milliseconds a worker has to answer `stop` before it is replaced. */
  readonly stopLimit?: number;
  /** The same for a worker that has not answered anything yet: it may still be loading. */
  readonly startLimit?: number;
}

/** The worker's calls. None of them ever rejects, and none stays open: death answers them with a failure. */
export interface EngineClient extends EngineApi {
  /** Starts a worker ahead of the first call, which would start one too. */
  warm(): void;
  /** Replaces the worker, whatever it does. Inputs, loaded weights and the model live on in the new one. */
  restart(): void;
  /** Ends the worker for good. */
  dispose(): void;
}

/** One worker from start to end. */
interface Life {
  readonly worker: WorkerLike;
  readonly api: Comlink.Remote<EngineApi>;
  readonly death: Promise<Failure>;
  readonly die: (failure: Failure) => void;
  answered: boolean;
  pending: number;
}

const failed = (error: Failure): { readonly ok: false; readonly error: Failure } => ({ ok: false, error });
const done: Result<null> = { ok: true, value: null };

function spawnWorker(): WorkerLike {
  return new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module", name: "engine" });
}

/** Starts a worker and keeps one alive until `dispose`. */
export function createEngineClient(options: EngineClientOptions = {}): EngineClient {
  const { spawn = spawnWorker, onDeath, stopLimit = 2000, startLimit = 20_000 } = options;
  const inputs = new Map<string, InputSource>();
  let weights: Uint8Array | null = null;
  let request: RunRequest | null = null;
  let disposed = false;
  let current: Life | null = null;

  function start(): Life {
    const worker = spawn();
    let resolve: (failure: Failure) => void = () => undefined;
    const death = new Promise<Failure>((settle) => {
      resolve = settle;
    });
    const api = Comlink.wrap<EngineApi>(worker);
    synchronize(api);
    const life: Life = {
      worker,
      api,
      death,
      die: (failure) => {
        if (current !== life) return;
        current = null;
        worker.terminate();
        resolve(failure);
        // One that never answered would die again: the next call tries once more instead.
        if (!disposed && life.answered) current = start();
        if (!disposed) onDeath?.(failure);
      },
      answered: false,
      pending: 0,
    };
    worker.addEventListener("error", (event) => life.die(crashOf(event)));
    worker.addEventListener("messageerror", () => life.die(failureOf("crashed", say("engineUnreadable"))));
    return life;
  }

  /** Tells a new worker all that its predecessor knew. Messages arrive in order, so nothing waits for the answers. */
  function synchronize(api: Comlink.Remote<EngineApi>): void {
    const calls: Promise<unknown>[] = [...inputs].map(([id, source]) => api.setInput(id, source));
    if (weights) calls.push(api.restoreWeights(weights));
    if (request) calls.push(api.prepare(request));
    void Promise.allSettled(calls);
  }

  /** The living worker; throws where none can be started. */
  function living(): Life {
    current ??= start();
    return current;
  }

  async function call<T>(send: (api: Comlink.Remote<EngineApi>) => Promise<Result<T>>): Promise<Result<T>> {
    if (disposed) return failed(failureOf("crashed", say("engineClosed")));
    let life: Life;
    try {
      life = living();
    } catch (error) {
      return failed(failureOf("crashed", say("engineNotStarted", { reason: messageOf(error) })));
    }
    life.pending++;
    const answer = send(life.api).then(
      (result) => {
        life.answered = true;
        return result;
      },
      (error: unknown) => failed({ kind: "internal", message: messageOf(error) }),
    );
    try {
      return await Promise.race([answer, life.death.then(failed)]);
    } finally {
      life.pending--;
    }
  }

  async function stop(): Promise<Result<null>> {
    const life = current;
    if (!life || life.pending === 0) return done;
    const limit = life.answered ? stopLimit : startLimit;
    const timer = setTimeout(() => {
      life.die(failureOf("hung", say("engineHung", { seconds: limit / 1000 })));
    }, limit);
    try {
      return await call((api) => api.stop());
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    warm: () => {
      try {
        if (!disposed) living();
      } catch {
        // The first call tries again, and tells.
      }
    },
    run: (next: RunRequest): Promise<Result<RunReply>> => {
      request = next;
      return call((api) => api.run(next));
    },
    prepare: (next: RunRequest): Promise<Result<null>> => {
      request = next;
      return call((api) => api.prepare(next));
    },
    setInput: (id: string, source: InputSource): Promise<Result<null>> => {
      inputs.set(id, source);
      return call((api) => api.setInput(id, source));
    },
    inspect: (port: PortRef, sample: number): Promise<Result<Inspection>> => call((api) => api.inspect(port, sample)),
    saveWeights: (): Promise<Result<Uint8Array>> => call((api) => api.saveWeights()),
    loadWeights: async (bytes: Uint8Array): Promise<Result<LoadReport>> => {
      const kept = bytes.slice();
      const result = await call((api) => api.loadWeights(kept));
      if (result.ok) weights = result.value.kept ?? kept;
      return result;
    },
    restoreWeights: async (bytes: Uint8Array): Promise<Result<null>> => {
      const kept = bytes.slice();
      const result = await call((api) => api.restoreWeights(kept));
      if (result.ok) weights = kept;
      return result;
    },
    resetWeights: (): Promise<Result<null>> => {
      weights = null;
      return call((api) => api.resetWeights());
    },
    stop,
    restart: () => current?.die(failureOf("stopped", say("engineRestarted"))),
    dispose: () => {
      disposed = true;
      current?.die(failureOf("stopped", say("engineClosed")));
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function crashOf(event: Event): Failure {
  const reason = "message" in event && typeof event.message === "string" && event.message !== "" ? event.message : null;
  return failureOf("crashed", reason === null ? say("engineCrashed") : say("engineCrashedOf", { reason }));
}
