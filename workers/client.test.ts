// Checks that the client answers every call, whatever its worker does, and brings a new worker up to date.
import { afterEach, describe, expect, it } from "vitest";
import { createEngineClient, type EngineClient, type EngineClientOptions } from "./client.ts";
import type { EngineApi, Failure, Result, RunReply, RunRequest } from "./protocol.ts";
import { fakeWorker } from "./worker.fixture.ts";

const request = (revision: number): RunRequest => ({
  revision,
  have: 0,
  spec: { inputs: [], items: [], outputs: [] },
  inputs: {},
  seed: 0,
  training: false,
  sample: 0,
});
const reply = (revision: number): Result<RunReply> => ({
  ok: true,
  value: { revision, activations: {}, current: [], failures: [], ran: [], milliseconds: 0 },
});
const ok: Result<null> = { ok: true, value: null };
const never = <T>(): Promise<T> => new Promise(() => undefined);

/** What a worker answers that behaves so. */
const answers = (behaviour: Partial<EngineApi>): EngineApi => ({
  run: async (r) => reply(r.revision),
  prepare: async () => ok,
  setInput: async () => ok,
  inspect: () => never(),
  saveWeights: async () => ({ ok: true, value: Uint8Array.of(1) }),
  loadWeights: async () => ({ ok: true, value: { loaded: [], missing_keys: [], unexpected_keys: [], kept: null } }),
  restoreWeights: async () => ok,
  resetWeights: async () => ok,
  stop: async () => ok,
  ...behaviour,
});

type Fake = ReturnType<typeof fakeWorker>;
const clients: EngineClient[] = [];

function setup(behaviours: Partial<EngineApi>[], options: EngineClientOptions = {}) {
  const workers: Fake[] = [];
  const deaths: Failure[] = [];
  const client = createEngineClient({
    spawn: () => {
      const fake = fakeWorker(answers(behaviours[workers.length] ?? {}));
      workers.push(fake);
      return fake.worker;
    },
    onDeath: (failure) => deaths.push(failure),
    ...options,
  });
  clients.push(client);
  return { client, workers, deaths };
}

afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

describe("createEngineClient", () => {
  it("passes calls on and answers with values", async () => {
    const { client, workers } = setup([]);
    expect(await client.run(request(3))).toEqual(reply(3));
    expect(workers[0]?.calls).toContain("run");
  });

  it("turns a thrown error into a failure", async () => {
    const { client } = setup([
      {
        saveWeights: () => {
          throw new Error("boom");
        },
      },
    ]);
    expect(await client.saveWeights()).toEqual({ ok: false, error: { kind: "internal", message: "boom" } });
  });

  it("answers open calls when the worker crashes, and brings the next one up to date", async () => {
    const { client, workers, deaths } = setup([{ run: () => never() }]);
    await client.setInput("x", { kind: "normal", seed: 1 });
    await client.loadWeights(Uint8Array.of(9));
    const run = client.run(request(1));
    workers[0]?.crash("Uncaught RangeError");
    const result = await run;
    expect(result).toMatchObject({ ok: false, error: { kind: "crashed" } });
    expect(result.ok ? "" : result.error.message).toContain("Uncaught RangeError");
    expect(deaths).toHaveLength(1);
    expect(workers).toHaveLength(2);
    expect(workers[0]?.isTerminated()).toBe(true);
    expect(await client.saveWeights()).toMatchObject({ ok: true });
    expect(workers[1]?.calls).toEqual(["setInput", "restoreWeights", "prepare", "saveWeights"]);
  });

  it("replaces a worker that does not hear stop", async () => {
    const { client, workers, deaths } = setup([{ run: () => never(), stop: () => never() }], { stopLimit: 50 });
    await client.saveWeights();
    const run = client.run(request(1));
    const stopped = await client.stop();
    expect(stopped).toMatchObject({ ok: false, error: { kind: "hung" } });
    expect(await run).toMatchObject({ ok: false, error: { kind: "hung" } });
    expect(deaths).toHaveLength(1);
    expect(await client.run(request(2))).toEqual(reply(2));
    expect(workers).toHaveLength(2);
  });

  it("leaves a worker alone that stops in time", async () => {
    let stop: (result: Result<RunReply>) => void = () => undefined;
    const { client, workers } = setup(
      [
        {
          run: () =>
            new Promise((resolve) => {
              stop = resolve;
            }),
          stop: async () => {
            stop({ ok: false, error: { kind: "stopped", message: "stopped" } });
            return ok;
          },
        },
      ],
      { stopLimit: 400 },
    );
    const run = client.run(request(1));
    expect(await client.stop()).toEqual(ok);
    expect(await run).toMatchObject({ error: { kind: "stopped" } });
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(workers).toHaveLength(1);
  });

  it("does not spawn again and again when workers die at birth", async () => {
    const { client, workers } = setup([{ run: () => never() }]);
    const run = client.run(request(1));
    workers[0]?.crash("404");
    expect(await run).toMatchObject({ error: { kind: "crashed" } });
    expect(workers).toHaveLength(1);
    expect(await client.run(request(2))).toEqual(reply(2));
    expect(workers).toHaveLength(2);
  });

  it("gives the next worker no weights that were refused", async () => {
    const refused = async () => ({ ok: false, error: { kind: "weights", message: "no" } }) as const;
    const { client, workers } = setup([{ loadWeights: refused, restoreWeights: refused }]);
    expect(await client.loadWeights(Uint8Array.of(9))).toMatchObject({ ok: false });
    expect(await client.restoreWeights(Uint8Array.of(9))).toMatchObject({ ok: false });
    client.restart();
    await client.saveWeights();
    expect(workers[1]?.calls).toEqual(["saveWeights"]);
  });

  it("forgets loaded weights when they are reset", async () => {
    const { client, workers } = setup([]);
    await client.loadWeights(Uint8Array.of(9));
    await client.resetWeights();
    client.restart();
    await client.saveWeights();
    expect(workers[1]?.calls).toEqual(["saveWeights"]);
  });

  it("answers after it was disposed of", async () => {
    const { client } = setup([]);
    client.dispose();
    expect(await client.run(request(1))).toMatchObject({ ok: false });
    expect(await client.stop()).toEqual(ok);
  });

  it("says so when no worker can be made", async () => {
    const { client } = setup([], {
      spawn: () => {
        throw new Error("blocked");
      },
    });
    expect(await client.saveWeights()).toMatchObject({
      error: { kind: "crashed", message: expect.stringMatching("blocked") },
    });
  });
});
