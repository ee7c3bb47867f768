// Owns the engine's side of the dialogue: the model, what flows through it, and which of it an edit leaves valid.

import { FormatError } from "../engine/core/errors.ts";
import { seedFor } from "../engine/core/random.ts";
import { own } from "../engine/core/record.ts";
import { say } from "../engine/core/said.ts";
import { printPort } from "../engine/graph/graph.ts";
import { firstName } from "../engine/graph/identity.ts";
import { inputKey, signatures } from "../engine/graph/signature.ts";
import { sourcesOf, type WiredModule } from "../engine/graph/spec.ts";
import { wiredModules } from "../engine/graph/wiring.ts";
import { readSafetensors } from "../engine/io/safetensors.ts";
import { fromArray } from "../engine/tensor/create.ts";
import { scope } from "../engine/tensor/storage.ts";
import { unbatchedPorts } from "./batch.ts";
import { checkRequest } from "./bounds.ts";
import { failureOf } from "./failure.ts";
import { checkSource, feed } from "./feed.ts";
import { Held } from "./held.ts";
import {
  isOutOfMemory,
  type MemoryNeed,
  memoryLimit,
  memoryNeed,
  outOfMemory,
  refuseLarge,
  withPrepared,
} from "./memory.ts";
import { Model } from "./model.ts";
import type { EngineApi, Failure, InputSource, Result, RunReply, RunRequest } from "./protocol.ts";
import { createYield } from "./yielding.ts";

export interface SessionOptions {
  /** Bytes of activations and parameters above which a run is refused. */
  readonly memoryLimit?: number;
}

const done: Result<null> = { ok: true, value: null };
const failed = (error: Failure): { readonly ok: false; readonly error: Failure } => ({ ok: false, error });
const stopped = failureOf("stopped", say("runStopped"));

/** An engine that answers the worker's calls. Knows nothing of workers: it runs in Node alike. */
export function createSession({ memoryLimit: limit = memoryLimit }: SessionOptions = {}): EngineApi {
  const model = new Model();
  const held = new Held();
  const sources = new Map<string, { readonly source: InputSource; readonly version: number }>();
  let versions = 0;
  /** Counts runs and what ends them: a run whose number is not the latest stops at its next breath. */
  let latest = 0;
  /** The run under way, so that `stop` can wait for its end. */
  let underWay: Promise<unknown> = Promise.resolve();

  /** Why the model is still the one of an earlier request, or null. */
  let unbuilt: Failure | null = null;

  function build(request: RunRequest): Result<MemoryNeed> {
    const built = tryToBuild(request);
    unbuilt = built.ok ? null : built.error;
    return built;
  }

  function tryToBuild(request: RunRequest): Result<MemoryNeed> {
    const { spec, inputs, seed, training } = request;
    const bound = checkRequest(request);
    if (bound) return failed(bound);
    const least = memoryNeed(spec, inputs);
    const refusal = refuseLarge(least, limit);
    if (refusal) return failed(refusal);
    try {
      model.build(spec, seed, training);
    } catch (error) {
      if (!isOutOfMemory(error)) return failed({ kind: "internal", message: messageOf(error) });
      return failed(failureOf("memory", say("buildMemory")));
    }
    const need = training ? least : withPrepared(least, spec, inputs, (node, given) => model.ready(node, given));
    const second = refuseLarge(need, limit);
    return second ? failed(second) : { ok: true, value: need };
  }

  async function execute(request: RunRequest, number: number): Promise<Result<RunReply>> {
    const start = performance.now();
    const yieldNow = createYield();
    const built = build(request);
    if (!built.ok) return built;
    const need = built.value;
    const { spec, inputs, revision, sample } = request;
    const unbatched = unbatchedPorts(spec, need.shapes);
    const inputKeys: Record<string, string> = {};
    for (const [id, dims] of Object.entries(inputs)) {
      inputKeys[id] = inputKey(dims, sources.get(id)?.version, request.seed);
    }
    const wanted = signatures(spec, inputKeys, (node) => model.versionOf(node));
    held.keepOnly(wanted);
    const failures: Failure[] = [];
    const ran: string[] = [];

    /** Computes one node unless it is there; its pictures too. */
    const compute = (node: string, work: () => void): void => {
      try {
        if (!held.has(node)) {
          work();
          ran.push(node);
        }
        held.show(node, revision, sample, unbatched);
      } catch (error) {
        held.drop(node);
        failures.push(
          isOutOfMemory(error) ? outOfMemory(node, need) : { kind: "module", node, message: messageOf(error) },
        );
      }
    };

    for (const input of spec.inputs) {
      const { id } = input;
      const dims = own(inputs, id);
      if (!dims) continue;
      const ownSeed = seedFor(request.seed, firstName(id));
      const fed = held.has(id) ? null : feed(input, sources.get(id)?.source, dims, ownSeed);
      if (fed && !fed.ok) failures.push(fed.error);
      else compute(id, () => fed && held.put(id, wanted.get(id) ?? "", [null], [fromArray(fed.value)]));
      await yieldNow();
      if (number !== latest) return failed(stopped);
    }
    for (const step of wiredModules(spec)) {
      if (!sourcesOf(step).every(held.hasPort)) continue;
      compute(step.id, () =>
        // What the module made on the way goes at once; what it gives out, `held` keeps.
        scope(() => {
          const outputs = model.forward(
            step.id,
            step.inputs.map((port) => port && held.tensor(port)),
          );
          held.put(step.id, wanted.get(step.id) ?? "", portsOf(step), outputs);
        }),
      );
      await yieldNow();
      if (number !== latest) return failed(stopped);
    }
    return {
      ok: true,
      value: {
        revision,
        activations: held.shownSince(request.have),
        current: held.ports(),
        failures,
        ran,
        milliseconds: performance.now() - start,
      },
    };
  }

  return {
    run(request) {
      const run = execute(request, ++latest);
      underWay = run;
      return run;
    },

    async prepare(request) {
      latest++;
      const built = build(request);
      return built.ok ? done : built;
    },

    async setInput(id, source) {
      const failure = checkSource(id, source);
      if (failure) return failed(failure);
      sources.set(id, { source, version: ++versions });
      return done;
    },

    async inspect(port, sample) {
      const inspection = held.inspect(port, sample);
      if (inspection) return { ok: true, value: inspection };
      return failed({ kind: "internal", message: `${printPort(port)} has not been computed.` });
    },

    async saveWeights() {
      if (unbuilt) return failed(unbuilt);
      try {
        return { ok: true, value: model.save() };
      } catch (error) {
        return failed({ kind: "weights", ...toldOf(error) });
      }
    },

    async loadWeights(bytes) {
      if (unbuilt) return failed(unbuilt);
      try {
        const report = model.load(readSafetensors(bytes).tensors);
        latest++;
        return { ok: true, value: report };
      } catch (error) {
        return failed(weightsFailure(error));
      }
    },

    async restoreWeights(bytes) {
      try {
        model.restore(readSafetensors(bytes).tensors);
        latest++;
        return done;
      } catch (error) {
        return failed(weightsFailure(error));
      }
    },

    async resetWeights() {
      try {
        model.reset();
        latest++;
        return done;
      } catch (error) {
        return failed(weightsFailure(error));
      }
    },

    async stop() {
      latest++;
      await underWay;
      return done;
    },
  };
}

/** The ports of a module's outputs, in order. */
const portsOf = ({ outputs }: WiredModule): (string | null)[] => outputs.map((port, i) => (i === 0 ? null : port));

const weightsFailure = (error: unknown): Failure =>
  isOutOfMemory(error) ? failureOf("memory", say("weightsMemory")) : { kind: "weights", ...toldOf(error) };

const toldOf = (error: unknown): Pick<Failure, "message" | "said"> => ({
  message: messageOf(error),
  ...(error instanceof FormatError ? { said: error.said } : {}),
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
