// Owns the entry of the engine's worker: offers a session to the page.
import * as Comlink from "comlink";
import type { PortRef } from "../engine/graph/graph.ts";
import { ready } from "../engine/index.ts";
import type { EngineApi } from "./protocol.ts";
import { createSession } from "./session.ts";

const session = createSession();
const kernels = ready();

/** Every call waits for the kernels, and so in the order in which it came: weights are loaded into the model before them. */
const after =
  <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    await kernels;
    return call(...args);
  };

/** The session, with its large arrays handed over instead of copied. */
const api: EngineApi = {
  run: after(session.run),
  prepare: after(session.prepare),
  setInput: after(session.setInput),
  inspect: after(async (port: PortRef, sample: number) => {
    const result = await session.inspect(port, sample);
    return result.ok ? Comlink.transfer(result, [result.value.values.buffer]) : result;
  }),
  saveWeights: after(async () => {
    const result = await session.saveWeights();
    return result.ok ? Comlink.transfer(result, [result.value.buffer]) : result;
  }),
  loadWeights: after(session.loadWeights),
  restoreWeights: after(session.restoreWeights),
  resetWeights: after(session.resetWeights),
  stop: after(session.stop),
};

Comlink.expose(api);
