// Owns the dialogue with the engine: sends what the document has become, one run at a time, and writes the run store.

import type { StoreApi } from "zustand/vanilla";
import type { DType } from "../../engine/core/dtype.ts";
import type { Shape } from "../../engine/core/shape.ts";
import { compile } from "../../engine/graph/compile.ts";
import { emptyGraph, type Graph, type PortRef } from "../../engine/graph/graph.ts";
import { indexBounds } from "../../engine/graph/index_bounds.ts";
import { inferShapes } from "../../engine/graph/infer.ts";
import { inputKey, signatures } from "../../engine/graph/signature.ts";
import type { EngineClient } from "../../workers/client.ts";
import type {
  Activation,
  Failure,
  InputDims,
  InputSource,
  Inspection,
  LoadReport,
  Result,
  RunReply,
  RunRequest,
} from "../../workers/protocol.ts";
import type { Run } from "./store.ts";

export interface RunController {
  /** Takes the graph as it is now. Edges whose values it changes are stale from this moment on. */
  submit(graph: Graph, seed: number): void;
  setTraining(training: boolean): void;
  /** Chooses the sample of the batch that pictures show. */
  setSample(sample: number): void;
  /** Feeds the Input node with this id. */
  setInput(id: string, source: InputSource): Promise<Result<null>>;
  /** Takes a safetensors file into the submitted graph's model: all of it or nothing. */
  loadWeights(bytes: Uint8Array): Promise<Result<LoadReport>>;
  /** Takes a safetensors file, its keys by the nodes' first names, as far as it fits, now and after later edits: for weights of an earlier visit. */
  restoreWeights(bytes: Uint8Array): Promise<Result<null>>;
  /** The submitted graph's weights as a safetensors file. */
  saveWeights(): Promise<Result<Uint8Array>>;
  /** Forgets loaded weights and draws all anew. */
  resetWeights(): Promise<Result<null>>;
  /** One port's tensor in full; `sample` defaults to the chosen one. */
  inspect(port: PortRef, sample?: number): Promise<Result<Inspection>>;
  /** Ends the run. What it has not reached stays stale. */
  stop(): Promise<Result<null>>;
  /** Replaces the worker and runs everything again. */
  restart(): void;
  /** The worker has died; its successor, which holds no values yet, is asked for them. */
  recover(failure: Failure): void;
  /** From now on the engine serves another document: nothing is asked of it. */
  rest(): void;
  /** The engine serves this document, and holds nothing of it: what was submitted is asked for again. */
  wake(): void;
}

export interface RunControllerOptions {
  readonly client: EngineClient;
  readonly store: StoreApi<Run>;
  /** Called when a run ends without an answer, except when it was stopped. */
  readonly onFailure?: (failure: Failure) => void;
}

/** The controller of one document's runs. It alone writes `store`; others may use the same engine while it rests. */
export function createRunController({ client, store, onFailure }: RunControllerOptions): RunController {
  let graph: Graph = emptyGraph;
  let seed = 0;
  /** Counts what a node's values depend on beside the graph, by its id; in signatures, so that edges turn stale at once. */
  const inputVersions = new Map<string, number>();
  let weightsVersion = 0;
  /** The revision of the last reply taken, and the signatures, by id, of the nodes that were current in it. */
  let have = 0;
  let heldSignatures: ReadonlyMap<string, string> = new Map();
  /** Something has changed that no run has been asked about yet. */
  let dirty = false;
  let pumping = false;
  let inFlight = false;
  /** The revision that was asked for a second time, after a crash: one that crashes twice is not tried again. */
  let retried = -1;
  /** Calls that must reach the worker between two runs. */
  let holds = 0;
  let resting = false;

  const write = (change: Partial<Run>): void => store.setState(change);

  function inputsOf(): Record<string, InputDims> {
    const { nodes } = inferShapes(graph);
    const inputs: Record<string, InputDims> = {};
    const bounds = indexBounds(graph);
    for (const { id } of compile(graph).spec.inputs) {
      const args = nodes.get(id)?.resolution?.args ?? {};
      const dtype = (args.dtype ?? "float32") as DType;
      const below = dtype === "int64" ? bounds.get(id) : undefined;
      inputs[id] = { shape: args.shape as Shape, dtype, ...(below === undefined ? {} : { below }) };
    }
    return inputs;
  }

  function currentSignatures(): Map<string, string> {
    const keys: Record<string, string> = {};
    for (const [id, dims] of Object.entries(inputsOf())) keys[id] = inputKey(dims, inputVersions.get(id), seed);
    const { training } = store.getState();
    return signatures(compile(graph).spec, keys, () => `${training}|${weightsVersion}|${seed}`);
  }

  /** Marks what has changed as stale, drops what is gone, and asks for a run. */
  function touch(): void {
    const { revision, activations } = store.getState();
    const now = currentSignatures();
    const kept: Record<string, Activation> = {};
    const current = new Set<string>();
    for (const [port, activation] of Object.entries(activations)) {
      const { node } = activation.from;
      if (!isPort(graph, activation.from)) continue;
      kept[port] = activation;
      if (now.has(node) && now.get(node) === heldSignatures.get(node)) current.add(port);
    }
    write({ status: "running", revision: revision + 1, activations: kept, current });
    dirty = true;
    if (resting) return;
    // The answer of the run under way is of no use any more.
    if (inFlight) void client.stop();
    void pump();
  }

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    // Edits of one task (a paste, an undo) become one run.
    await Promise.resolve();
    while (dirty && holds === 0 && !resting) {
      dirty = false;
      const request = makeRequest();
      inFlight = true;
      const result = await client.run(request);
      inFlight = false;
      if (result.ok) take(result.value);
      else fail(result.error);
    }
    pumping = false;
  }

  function makeRequest(): RunRequest {
    const { revision, training, sample } = store.getState();
    return { revision, have, spec: compile(graph).spec, inputs: inputsOf(), seed, training, sample };
  }

  function take(reply: RunReply): void {
    const { revision, activations } = store.getState();
    if (reply.revision !== revision) return;
    have = revision;
    const now = currentSignatures();
    const current = new Set(reply.current);
    const shown = only({ ...activations, ...reply.activations }, current);
    const nodes = new Set(Object.values(shown).map(({ from }) => from.node));
    heldSignatures = new Map([...now].filter(([node]) => nodes.has(node)));
    // What this run could not reach, behind a node that failed, has no values until the next edit.
    write({
      status: reply.failures.length > 0 ? "error" : "idle",
      activations: shown,
      current,
      failures: reply.failures,
      failure: null,
      milliseconds: reply.milliseconds,
      ran: reply.ran,
    });
  }

  function fail(failure: Failure): void {
    const awaited = dirty || holds > 0;
    if (failure.kind === "stopped") {
      if (!awaited) write({ status: "idle", failure: null });
      return;
    }
    const { revision, activations, current } = store.getState();
    const again = failure.kind === "crashed" && revision !== retried;
    if (again) {
      retried = revision;
      dirty = true;
    }
    const waits = awaited || again;
    write({
      status: waits ? "running" : "error",
      failure,
      // Where a node is to blame, it says so.
      failures: waits || failure.node === undefined ? [] : [failure],
      // Values of before are shown as long as others are on their way.
      activations: waits ? activations : only(activations, current),
    });
    onFailure?.(failure);
  }

  /** A call between two runs. */
  async function between<T>(send: () => Promise<Result<T>>): Promise<Result<T>> {
    if (resting) return { ok: false, error: { kind: "stopped", message: "The engine serves another document." } };
    holds++;
    try {
      return await send();
    } finally {
      holds--;
      if (dirty) void pump();
    }
  }

  /** A call that needs the submitted graph's model in the worker, where it may be refused; between two runs. */
  const withModel = <T>(send: () => Promise<Result<T>>): Promise<Result<T>> =>
    between(async () => {
      // Where it cannot be built, the call itself says so.
      if (dirty) await client.prepare(makeRequest());
      return send();
    });

  /** A call that brings other weights: values are stale once it has been answered, and stay where it is refused. */
  async function reweighing<T>(send: () => Promise<Result<T>>): Promise<Result<T>> {
    const result = await send();
    if (result.ok) {
      weightsVersion++;
      touch();
    }
    return result;
  }

  return {
    submit: (nextGraph, nextSeed) => {
      if (nextGraph === graph && nextSeed === seed) return;
      graph = nextGraph;
      seed = nextSeed;
      touch();
    },
    setTraining: (training) => {
      if (training === store.getState().training) return;
      write({ training });
      touch();
    },
    setSample: (sample) => {
      if (sample === store.getState().sample) return;
      write({ sample });
      touch();
    },
    setInput: (id, source) => {
      inputVersions.set(id, (inputVersions.get(id) ?? 0) + 1);
      const answer = client.setInput(id, source);
      touch();
      return answer;
    },
    loadWeights: (bytes) => withModel(() => reweighing(() => client.loadWeights(bytes))),
    restoreWeights: (bytes) => between(() => reweighing(() => client.restoreWeights(bytes))),
    resetWeights: () => between(() => reweighing(() => client.resetWeights())),
    saveWeights: () => withModel(() => client.saveWeights()),
    inspect: (port, sample = store.getState().sample) => client.inspect(port, sample),
    stop: () => {
      dirty = false;
      if (!inFlight) write({ status: "idle" });
      return client.stop();
    },
    rest: () => {
      resting = true;
      if (inFlight) void client.stop();
    },
    wake: () => {
      resting = false;
      have = 0;
      heldSignatures = new Map();
      // What nothing was submitted to has nothing to run.
      if (store.getState().revision > 0) touch();
    },
    restart: () => {
      client.restart();
      heldSignatures = new Map();
      touch();
    },
    recover: (failure) => {
      heldSignatures = new Map();
      // The run under way is answered with the failure; a restart asks for its own run.
      if (inFlight || failure.kind === "stopped") return;
      onFailure?.(failure);
      touch();
    },
  };
}

const only = (activations: Run["activations"], ports: ReadonlySet<string>): Run["activations"] =>
  Object.fromEntries(Object.entries(activations).filter(([port]) => ports.has(port)));

/** Whether the graph has this output port; a node that cannot run keeps the ports it had. */
function isPort(graph: Graph, { node, port: name }: PortRef): boolean {
  if (!Object.hasOwn(graph.nodes, node)) return false;
  const outputs = inferShapes(graph).nodes.get(node)?.outputs;
  return !outputs || (name === null ? Object.keys(outputs).length > 0 : Object.hasOwn(outputs, name));
}
