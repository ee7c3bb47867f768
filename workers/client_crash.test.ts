// Checks that an engine killed at any moment, while the user goes on, leaves what a new session has.

import { afterEach, expect, it } from "vitest";
import { port } from "../engine/graph/graph.fixture.ts";
import "../engine/tensor/methods.ts";
import type { Graph } from "../engine/graph/graph.ts";
import { createEngineClient, type EngineClient } from "./client.ts";
import type { InputSource } from "./protocol.ts";
import { renamed, request, row, run, value } from "./session.fixture.ts";
import { createSession } from "./session.ts";
import { fakeWorker } from "./worker.fixture.ts";

/** Numbers below `n` that follow from the seed (an LCG of Numerical Recipes). */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

let client: EngineClient | null = null;
afterEach(() => client?.dispose());

/** Lets what has been sent go on for some turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

const graphOf = (hidden: number, act: string, name: string): Graph => {
  const graph = row({
    x: { module: "Input", args: { shape: [2, 6] } },
    fc1: { module: "Linear", args: { out_features: hidden } },
    act: { module: act },
    bn: { module: "BatchNorm1d" },
    fc2: { module: "Linear", args: { out_features: 3 } },
  });
  return name === "fc1" ? graph : renamed(graph, "fc1", name);
};

/** A user and what has been accepted of what he did. */
async function live(seed: number): Promise<number> {
  const roll = dice(seed);
  const workers: ReturnType<typeof fakeWorker>[] = [];
  client = createEngineClient({
    spawn: () => {
      const fake = fakeWorker(createSession());
      workers.push(fake);
      return fake.worker;
    },
  });
  const engine = client;
  const inputs = new Map<string, InputSource>();
  let weights: Uint8Array | null = null;
  let [hidden, act, name, modelSeed] = [4, "ReLU", "fc1", 0];
  const asked = () => request(graphOf(hidden, act, name), { seed: modelSeed });
  let crashes = 0;
  const tryTo = async <T>(call: Promise<T>): Promise<T> => {
    await turns(roll(4));
    if (roll(2) === 0) {
      crashes++;
      workers.at(-1)?.crash("killed");
    }
    return call;
  };

  for (let step = 0; step < 12; step++) {
    switch (roll(8)) {
      case 0: {
        const source: InputSource = { kind: "uniform", seed: roll(99) };
        inputs.set("x", source);
        await tryTo(engine.setInput("x", source));
        break;
      }
      case 1: {
        const other = createSession();
        await run(other, graphOf(hidden, act, name), { seed: 100 + roll(99) });
        const bytes = value(await other.saveWeights());
        await engine.prepare(asked());
        const result = await tryTo(engine.loadWeights(bytes));
        if (result.ok) weights = result.value.kept ?? bytes;
        else expect(result.error.kind).toBe("crashed");
        break;
      }
      case 2:
        await tryTo(engine.saveWeights());
        break;
      case 3:
        await tryTo(engine.inspect(port("fc2"), 0));
        break;
      case 4:
        weights = null;
        await tryTo(engine.resetWeights());
        break;
      case 5:
        name = name === "fc1" ? "stem" : "fc1";
        await tryTo(engine.run(asked()));
        break;
      default:
        [hidden, act] = [2 + roll(4), ["ReLU", "Tanh"][roll(2)]!];
        await tryTo(engine.run(asked()));
    }
  }

  const fresh = createSession();
  for (const [id, source] of inputs) value(await fresh.setInput(id, source));
  if (weights) value(await fresh.restoreWeights(weights));
  const last = asked();
  const [mine, theirs] = [value(await engine.run(last)), value(await fresh.run(last))];
  expect(mine.failures).toEqual([]);
  expect(new Set(mine.current)).toEqual(new Set(theirs.current));
  for (const text of theirs.current) {
    expect(value(await engine.inspect(port(text), 0))).toEqual(value(await fresh.inspect(port(text), 0)));
  }
  expect(value(await engine.saveWeights())).toEqual(value(await fresh.saveWeights()));
  engine.dispose();
  return crashes;
}

it("whatever it was doing when it was killed", async () => {
  let crashes = 0;
  for (let seed = 1; seed <= 40; seed++) crashes += await live(seed);
  expect(crashes).toBeGreaterThan(130);
}, 120_000);
