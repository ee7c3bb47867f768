// Owns getting the compiled kernels: which build this machine can run, from the network or from a file.

export type Build = "plain" | "relaxed";

/** What a kernel takes and gives: pointers, sizes and flags (0 or 1) are numbers alike. */
export type Export = (...args: readonly number[]) => number;

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

async function compile(address: URL): Promise<WebAssembly.Module> {
  if (address.protocol !== "file:") return WebAssembly.compileStreaming(fetch(address));
  const { readFile } = process.getBuiltinModule("node:fs/promises");
  return WebAssembly.compile(await readFile(address));
}

/**
 * The kernels of one build over a memory.
 * @throws when the build's file is missing or cannot be run here
 */
export async function loadBuild<Name extends string>(
  build: Build,
  memory: WebAssembly.Memory,
): Promise<Readonly<Record<Name, Export>>> {
  const module = await compile(addresses[build]);
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return exports as Readonly<Record<Name, Export>>;
}
