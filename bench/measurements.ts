// Owns what a run has measured: records as plain data, how they are kept in a file, and how two sittings become one.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Race } from "./race.ts";

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly system: string;
  readonly node: string;
  readonly browser: string;
}

interface Origin {
  /** When it was measured, as an ISO date. */
  readonly at: string;
  /** The version of our own code, with a "+" where files were changed. */
  readonly commit: string;
  /** Fewer repetitions than a full run takes. */
  readonly quick: boolean;
}

/** Everyone on the same work with the same number of threads, in turns. */
export interface RaceRecord {
  readonly kind: "race";
  readonly work: string;
  readonly threads: number;
  readonly results: Race;
  /** GFLOP/s of multiply-adds without memory, measured in turns with the others; null where it was not. */
  readonly limit: number | null;
}

/** Contestants with one and with two threads in turns, under the names `scaled` gives. */
export interface ScalingRecord {
  readonly kind: "scaling";
  readonly work: string;
  readonly results: Race;
}

/** One point of a curve: cost at one size. */
export interface CurveRecord {
  readonly kind: "curve";
  readonly curve: string;
  readonly size: number;
  readonly results: Race;
}

export interface Failure {
  readonly cannot: string;
}

export interface Memory {
  /** Bytes of all WebAssembly memories of the page, which never shrink; null for what is no page. */
  readonly wasm: number | null;
  /** What the process's peak lies above the page (the interpreter) that has loaded its scripts; null where it cannot be told. */
  readonly process: number | null;
}

export interface MemoryRecord {
  readonly kind: "memory";
  readonly work: string;
  readonly results: Readonly<Record<string, Memory | Failure>>;
}

/** Medians in milliseconds, of fresh profiles in turns. */
export interface Load {
  /** From the navigation to scripts that have run. */
  readonly scripts: number;
  /** Until it is ready to compute. */
  readonly start: number;
  /** A model or a session from numbers in memory. */
  readonly build: number;
  readonly first: number;
  readonly total: number;
  readonly count: number;
}

export interface LoadRecord {
  readonly kind: "load";
  readonly work: string;
  readonly results: Readonly<Record<string, Load | Failure>>;
}

/** LeNet-5 in the built app. Times in milliseconds. */
export interface EditRecord {
  readonly kind: "edit";
  /** From a keystroke to the frame that shows the last edge. */
  readonly edits: readonly number[];
  /** From the request to the worker's answer as the page takes it, per edit. */
  readonly answers: readonly number[];
  /** Of that, what the worker took itself. */
  readonly worker: readonly number[];
  /** What the worker took for new numbers through ResNet-18, the weights as before; in later versions only. */
  readonly inputs?: readonly number[];
  /** From the navigation to the first live edges, each in a fresh profile. */
  readonly loads: readonly number[];
  /** Tasks of more than 50 ms on the page's thread while editing. */
  readonly longTasks: readonly number[];
  /** Bytes of the scripts that the page names, compressed. */
  readonly scriptBytes: number;
}

export type Figures = RaceRecord | ScalingRecord | CurveRecord | MemoryRecord | LoadRecord | EditRecord;
export type Measured = Figures & Origin;

export interface Measurements {
  readonly format: "edgewise-bench";
  readonly version: 1;
  readonly machine: Machine;
  /** What each contestant says it is. */
  readonly versions: Readonly<Record<string, string>>;
  readonly records: readonly Measured[];
}

/** What a record is of; a later record of the same replaces an earlier one. */
export function keyOf(record: Figures): string {
  switch (record.kind) {
    case "race":
      return `race ${record.work} ${record.threads}`;
    case "scaling":
    case "memory":
    case "load":
      return `${record.kind} ${record.work}`;
    case "curve":
      return `curve ${record.curve} ${record.size}`;
    case "edit":
      return "edit";
    default:
      return record satisfies never;
  }
}

/** Adds a record, in the place of an older one of the same. */
export function withRecord(measurements: Measurements, record: Measured): Measurements {
  const key = keyOf(record);
  const at = measurements.records.findIndex((other) => keyOf(other) === key);
  const records = at < 0 ? [...measurements.records, record] : measurements.records.with(at, record);
  return { ...measurements, records };
}

/**
 * Two sittings as one: what the later has replaces what the earlier has. Records are taken whole, so that every ratio
 * remains one of figures taken in turns.
 * @throws when machine, browser or the version of a contestant differ
 */
export function merged(earlier: Measurements, later: Measurements): Measurements {
  const differing = (Object.keys(later.machine) as (keyof Machine)[]).find(
    (key) => earlier.machine[key] !== later.machine[key],
  );
  if (differing) {
    const [was, is] = [earlier.machine[differing], later.machine[differing]];
    throw new Error(`cannot merge: ${differing} was ${was} and is ${is}`);
  }
  for (const [name, version] of Object.entries(later.versions)) {
    const was = earlier.versions[name];
    if (was !== undefined && was !== version)
      throw new Error(`cannot merge: ${name} was ${was} and is ${version}; measure all of it again`);
  }
  const together = { ...later, versions: { ...earlier.versions, ...later.versions } };
  return later.records.reduce(withRecord, { ...together, records: earlier.records });
}

/** @throws when the file is missing or is none of ours */
export function readMeasurements(file: string): Measurements {
  if (!existsSync(file)) throw new Error(`${file} does not exist`);
  const found = JSON.parse(readFileSync(file, "utf8")) as Partial<Measurements>;
  if (found.format !== "edgewise-bench" || found.version !== 1)
    throw new Error(`${file} holds no measurements of this benchmark`);
  return found as Measurements;
}

/** Writes the file as a whole or not at all; `more` is put beside the measurements. */
export function writeMeasurements(file: string, measurements: Measurements, more: object = {}): void {
  const text = `${JSON.stringify({ ...measurements, ...more }, null, 1)}\n`;
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}
