// Owns getting the compiled kernels: which build this machine can run, from the network or from a file.
import type { KernelExports } from "./contract.ts";

export type Build = "plain" | "relaxed";

// Written out in full: the bundler finds these addresses by their text.
const addresses: Readonly<Record<Build, URL>> = {
  plain: new URL("./build/plain.wasm", import.meta.url),
  relaxed: new URL("./build/relaxed.wasm", import.meta.url),
};

/** A module of one function: f32x4.relaxed_madd of three zero vectors. */
const relaxedProbe = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0], // magic number and version
  ...[1, 5, 1, 96, 0, 1, 123], // type: () → v128
  ...[3, 2, 1, 0], // one function of it
  ...[10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11],
]);

/** The best build that this machine can run. */
export const bestBuild = (): Build => (WebAssembly.validate(relaxedProbe) ? "relaxed" : "plain");

/**
 * The same module with its memory import declared shared: the builds differ in one bit of the import section, so they
 * are delivered once. The flags stand behind the import's two names and its kind.
 */
function withSharedMemory(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const importOf = [3, ...[101, 110, 118], 6, ...[109, 101, 109, 111, 114, 121], 2]; // "env" "memory", a memory
  const at = module.findIndex((_, start) => importOf.every((byte, i) => module[start + i] === byte));
  const flags = at + importOf.length;
  if (at < 0 || module[flags] !== 1) throw new Error("the kernels do not import a memory with a maximum");
  const patched = module.slice();
  patched[flags] = 3;
  return patched;
}

async function read(address: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (address.protocol === "file:") {
    const { readFile } = process.getBuiltinModule("node:fs/promises");
    return new Uint8Array(await readFile(address));
  }
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.href}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * One build, for a memory that is shared or not.
 * @throws when the build's file is missing or cannot be run here
 */
export async function loadModule(build: Build, shared: boolean): Promise<WebAssembly.Module> {
  const bytes = await read(addresses[build]);
  return WebAssembly.compile(shared ? withSharedMemory(bytes) : bytes);
}

/** A module's kernels over a memory. */
export async function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<KernelExports> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return exports as KernelExports;
}
