// Owns what a family's table of divisions is.
import type { Export } from "../../loader.ts";
import type { KernelExport } from "../../wasm.ts";
import type { Divisions } from "../team.ts";

export type Kernels = Readonly<Record<KernelExport, Export>>;

/** A family's divisions, by the exports' names. */
export type Table = Divisions<KernelExport>;
