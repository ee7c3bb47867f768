// Owns the entry of the engine's worker: offers a session to the page.
import * as Comlink from "comlink";
import { ready } from "../engine/index.ts";
import type { EngineApi } from "./protocol.ts";
import { createSession } from "./session.ts";

const session = createSession();
const kernels = ready();

/** The session, with its large arrays handed over instead of copied. */
const api: EngineApi = {
  ...session,
  // What computes waits for the kernels; the calls after it stand behind it in the session's queue.
  async run(request) {
    await kernels;
    return session.run(request);
  },
  async prepare(request) {
    await kernels;
    return session.prepare(request);
  },
  async inspect(port, sample) {
    const result = await session.inspect(port, sample);
    return result.ok ? Comlink.transfer(result, [result.value.values.buffer]) : result;
  },
  async saveWeights() {
    const result = await session.saveWeights();
    return result.ok ? Comlink.transfer(result, [result.value.buffer]) : result;
  },
};

Comlink.expose(api);
