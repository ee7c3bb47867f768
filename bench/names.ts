// Owns the names of the contestants.

export const ours = "edgewise";
export const nativeName = "native PyTorch";

/** Those that run in a page, in the order of the tables. */
export const pageNames = [ours, "onnxruntime-web", "tfjs wasm", "tfjs cpu", "jax-js"] as const;
export type PageName = (typeof pageNames)[number];

/** Everyone who may take part, in the order of the tables. */
export const contestantNames: readonly string[] = [...pageNames, nativeName];

/** A contestant's name in a race of itself against itself on more threads. */
export const scaled = (name: string, threads: number): string => `${name}, ${threads} thread${threads > 1 ? "s" : ""}`;
