// Owns measuring the machine's limit: multiply-adds that touch no memory, from the WebAssembly of bench/limit.
import { install } from "./peer.ts";

/**
 * Rounds of one run: about as long as a product of 1024² matrices, so that what else the machine does weighs alike.
 * A round is 12 chains × 4 lanes × multiply and add.
 */
const rounds = 20_000_000;
const perRound = 96;

install({
  async start() {
    return "the machine's limit";
  },
  async prepare() {
    const { instance } = await WebAssembly.instantiateStreaming(fetch("/limit/fma.wasm"));
    const chains = instance.exports.chains as (rounds: number) => number;
    const operations = new Float32Array([rounds * perRound]);
    return {
      once: () => {
        chains(rounds);
        return operations;
      },
      release: () => {},
    };
  },
});
