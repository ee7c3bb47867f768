// Checks the dialogue with the engine against a client that answers when the test says so.

import { beforeEach, describe, expect, it } from "vitest";
import { edge, port } from "../../engine/graph/graph.fixture.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import type { EngineClient } from "../../workers/client.ts";
import type { Activation, Failure, Result, RunReply, RunRequest } from "../../workers/protocol.ts";
import { createRunController } from "./controller.ts";
import { createRunStore } from "./store.ts";

let store = createRunStore();
beforeEach(() => {
  store = createRunStore();
});

const chain = (out: number): Graph => ({
  nodes: {
    x: { module: "Input", args: { shape: [1, 4] } },
    fc1: { module: "Linear", args: { out_features: 3 } },
    fc2: { module: "Linear", args: { out_features: out } },
    y: { module: "Output" },
  },
  edges: [edge("x", "fc1"), edge("fc1", "fc2"), edge("fc2", "y")],
});

const activation = (from: string): Activation => ({
  from: port(from),
  shape: [1],
  dtype: "float32",
  stats: { min: 0, max: 0, mean: 0, std: 0, nonFinite: 0 },
  picture: { kind: "strip", length: 1, rows: 1, total: 1, values: Uint8Array.of(0), low: 0, high: 0 },
});

/** Runs are answered by `answer`; everything asked is written down. */
function setup() {
  const asked: string[] = [];
  const runs: { request: RunRequest; settle: (result: Result<RunReply>) => void }[] = [];
  const failures: Failure[] = [];
  const note =
    <T>(name: string, value: T) =>
    async (): Promise<Result<T>> => {
      asked.push(name);
      return { ok: true, value };
    };
  const client: EngineClient = {
    run: (request) => {
      asked.push("run");
      return new Promise((settle) => runs.push({ request, settle }));
    },
    prepare: note("prepare", null),
    setInput: note("setInput", null),
    inspect: async () => ({ ok: false, error: { kind: "internal", message: "" } }),
    saveWeights: note("saveWeights", Uint8Array.of(7)),
    loadWeights: note("loadWeights", { loaded: [], missing_keys: [], unexpected_keys: [], kept: null }),
    restoreWeights: note("restoreWeights", null),
    resetWeights: note("resetWeights", null),
    stop: async () => {
      asked.push("stop");
      runs.at(-1)?.settle({ ok: false, error: { kind: "stopped", message: "stopped" } });
      return { ok: true, value: null };
    },
    restart: () => runs.at(-1)?.settle({ ok: false, error: { kind: "stopped", message: "restarted" } }),
    warm: () => undefined,
    dispose: () => undefined,
  };
  const controller = createRunController({ client, store, onFailure: (failure) => failures.push(failure) });
  /** Answers the last run: all `ports` are current, those in `computed` are new. */
  const answer = async (ports: string[], computed = ports, nodeFailures: Failure[] = []) => {
    const { request, settle } = runs.at(-1)!;
    const activations = Object.fromEntries(computed.map((text) => [text, activation(text)]));
    const value = { revision: request.revision, activations, current: ports, failures: nodeFailures, ran: computed };
    settle({ ok: true, value: { ...value, milliseconds: 1 } });
    await tick();
  };
  return { controller, client, asked, runs, answer, failures };
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
const state = () => store.getState();

describe("createRunController", () => {
  it("runs what was submitted and keeps what came back", async () => {
    const { controller, runs, answer } = setup();
    controller.submit(chain(2), 5);
    expect(state().status).toBe("running");
    await tick();
    expect(runs[0]?.request).toMatchObject({ revision: 1, have: 0, seed: 5, inputs: { x: { shape: [1, 4] } } });
    await answer(["x", "fc1", "fc2"]);
    expect(state().status).toBe("idle");
    expect(Object.keys(state().activations)).toEqual(["x", "fc1", "fc2"]);
    expect([...state().current]).toEqual(["x", "fc1", "fc2"]);
  });

  it("makes stale at once what lies downstream of an edit, and nothing else", async () => {
    const { controller, runs, answer } = setup();
    controller.submit(chain(2), 0);
    await tick();
    await answer(["x", "fc1", "fc2"]);
    controller.submit(chain(3), 0);
    expect([...state().current]).toEqual(["x", "fc1"]);
    expect(Object.keys(state().activations)).toEqual(["x", "fc1", "fc2"]);
    await tick();
    expect(runs[1]?.request).toMatchObject({ revision: 2, have: 1 });
    await answer(["x", "fc1", "fc2"], ["fc2"]);
    expect([...state().current]).toEqual(["x", "fc1", "fc2"]);
  });

  it("keeps the values of a layer that is renamed, in both directions, and its failure", async () => {
    const { controller, runs, answer } = setup();
    const { nodes, edges } = chain(2);
    const renamed: Graph = { nodes: { ...nodes, fc1: { ...nodes.fc1!, name: "stem" } }, edges };
    controller.submit(chain(2), 0);
    await tick();
    const failures: Failure[] = [{ kind: "module", node: "fc1", message: "fails" }];
    await answer(["x", "fc1"], ["x", "fc1"], failures);
    controller.submit(renamed, 0);
    expect([...state().current].sort()).toEqual(["fc1", "x"]);
    expect(Object.keys(state().activations).sort()).toEqual(["fc1", "x"]);
    expect(state().failures).toEqual(failures);
    await tick();
    await answer(["x", "fc1"], []);
    expect([...state().current].sort()).toEqual(["fc1", "x"]);
    controller.submit(chain(2), 0);
    expect([...state().current].sort()).toEqual(["fc1", "x"]);
    await tick();
    await answer(["x", "fc1"], []);
    expect(Object.keys(state().activations).sort()).toEqual(["fc1", "x"]);
    expect(runs).toHaveLength(3);
  });

  it("makes one run of several edits at once, and interrupts the run before", async () => {
    const { controller, asked, runs, answer } = setup();
    controller.submit(chain(2), 0);
    await tick();
    controller.submit(chain(3), 0);
    controller.submit(chain(4), 0);
    await tick();
    expect(asked.filter((name) => name === "run")).toHaveLength(2);
    expect(asked).toContain("stop");
    expect(runs[1]?.request.revision).toBe(3);
    expect(state().status).toBe("running");
    await answer(["x", "fc1", "fc2"]);
    expect(state().status).toBe("idle");
  });

  it("drops the reply to an older document", async () => {
    const { controller, runs } = setup();
    controller.submit(chain(2), 0);
    await tick();
    const first = runs[0]!;
    const value = { revision: 1, activations: { fc2: activation("fc2") }, current: ["fc2"], failures: [], ran: [] };
    first.settle({ ok: true, value: { ...value, milliseconds: 1 } });
    controller.submit(chain(3), 0); // before the reply is read
    await tick();
    expect(state().current.size).toBe(0);
    expect(state().status).toBe("running");
    expect(runs[1]?.request.have).toBe(0);
  });

  it("drops the activations of removed nodes and keeps those of nodes that cannot run", async () => {
    const { controller, answer } = setup();
    const graph = chain(2);
    controller.submit(graph, 0);
    await tick();
    await answer(["x", "fc1", "fc2"]);
    const { fc1, ...nodes } = graph.nodes;
    controller.submit({ nodes, edges: graph.edges.slice(2) }, 0);
    expect(Object.keys(state().activations)).toEqual(["x", "fc2"]);
    expect([...state().current]).toEqual(["x"]);
    expect(fc1?.module).toBe("Linear");
  });

  it("asks again for sample, training and input, and marks what they change", async () => {
    const { controller, runs, answer } = setup();
    controller.submit(chain(2), 0);
    await tick();
    await answer(["x", "fc1", "fc2"]);
    controller.setSample(3);
    expect(state().current.size).toBe(3);
    await tick();
    expect(runs[1]?.request.sample).toBe(3);
    await answer(["x", "fc1", "fc2"]);
    controller.setTraining(true);
    expect([...state().current]).toEqual(["x"]);
    await tick();
    await answer(["x", "fc1", "fc2"]);
    expect(runs[2]?.request.training).toBe(true);
    await controller.setInput("x", { kind: "normal", seed: 1 });
    expect(state().current.size).toBe(0);
    await tick();
    expect(runs).toHaveLength(4);
  });

  it("tells a first source from the seed its number is the same as", async () => {
    const { controller, answer } = setup();
    controller.submit(chain(2), 1);
    await tick();
    await answer(["x", "fc1", "fc2"]);
    expect(state().current.size).toBeGreaterThan(0);
    await controller.setInput("x", { kind: "normal", seed: 7 });
    expect(state().current.size).toBe(0);
  });

  it("brings the worker to the submitted graph before weights go in or out", async () => {
    const { controller, asked, answer } = setup();
    controller.submit(chain(2), 0);
    const load = controller.loadWeights(Uint8Array.of(1));
    expect((await load).ok).toBe(true);
    await tick();
    expect(asked).toEqual(["prepare", "loadWeights", "run"]);
    await answer(["x", "fc1", "fc2"]);
    expect(await controller.saveWeights()).toEqual({ ok: true, value: Uint8Array.of(7) });
    expect(asked.slice(3)).toEqual(["saveWeights"]);
    expect(state().status).toBe("idle");
  });

  it("leaves values as they are when weights are refused", async () => {
    const { controller, client, runs, answer } = setup();
    controller.submit(chain(2), 0);
    await tick();
    await answer(["x", "fc1", "fc2"]);
    const refused = { ok: false, error: { kind: "weights", message: "no" } } as const;
    client.loadWeights = client.restoreWeights = client.resetWeights = async () => refused;
    expect(await controller.loadWeights(Uint8Array.of(1))).toBe(refused);
    expect(await controller.restoreWeights(Uint8Array.of(1))).toBe(refused);
    expect(await controller.resetWeights()).toBe(refused);
    await tick();
    expect(state()).toMatchObject({ status: "idle", current: new Set(["x", "fc1", "fc2"]) });
    expect(runs).toHaveLength(1);
  });

  it("says what failed and goes on with the next edit", async () => {
    const { controller, runs, failures, answer } = setup();
    controller.submit(chain(2), 0);
    await tick();
    const crashed = { ok: false, error: { kind: "crashed", message: "crashed" } } as const;
    runs[0]?.settle(crashed);
    await tick();
    expect(state()).toMatchObject({ status: "running", failure: { message: "crashed" } });
    expect(runs, "asked once more").toHaveLength(2);
    runs[1]?.settle(crashed);
    await tick();
    expect(state()).toMatchObject({ status: "error", failure: { message: "crashed" } });
    expect(failures).toHaveLength(2);
    expect(runs).toHaveLength(2);
    controller.submit(chain(3), 0);
    await tick();
    await answer(["x", "fc1"], ["x", "fc1"], [{ kind: "module", node: "fc2", message: "no" }]);
    expect(state()).toMatchObject({ status: "error", failure: null, failures: [{ node: "fc2" }] });
  });

  it("lays a run that was refused at the door of the node to blame", async () => {
    const { controller, runs } = setup();
    controller.submit(chain(2), 0);
    await tick();
    const large: Failure = { kind: "memory", node: "fc2", message: "too large" };
    runs[0]?.settle({ ok: false, error: large });
    await tick();
    expect(state()).toMatchObject({ status: "error", failure: large, failures: [large] });
  });

  it("tells of a death between runs, and asks the next worker for everything", async () => {
    const { controller, runs, failures, answer } = setup();
    controller.submit(chain(2), 0);
    await tick();
    await answer(["x", "fc1", "fc2"]);
    controller.recover({ kind: "stopped", message: "restarted" });
    await tick();
    expect([failures.length, runs.length]).toEqual([0, 1]);
    controller.recover({ kind: "crashed", message: "crashed" });
    await tick();
    expect([failures.length, runs.length]).toEqual([1, 2]);
    expect(state()).toMatchObject({ status: "running" });
    expect(state().current.size).toBe(0);
  });

  it("is idle after stop, and runs again after restart", async () => {
    const { controller, runs } = setup();
    controller.submit(chain(2), 0);
    await tick();
    await controller.stop();
    await tick();
    expect(state().status).toBe("idle");
    expect(runs).toHaveLength(1);
    controller.restart();
    await tick();
    expect(state().status).toBe("running");
    expect(runs).toHaveLength(2);
  });
});
