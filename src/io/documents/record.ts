// Owns how an open document is kept: its record, its steps as texts, how much of its history, and what a save has to write.
import { parseModelFile } from "../../../engine/graph/file.ts";
import { printJson, printModelFile } from "../../../engine/graph/print_file.ts";
import type { Document } from "../../document/document.ts";
import type { History } from "../../document/history.ts";
import type { InputChoices } from "../../editor/inputs.ts";
import type { GraphPicture } from "../../session/documents.ts";
import { pictureOf } from "./picture.ts";
import type { Write } from "./storage.ts";

/** What is kept of a document beside its steps, inputs and weights. Steps are named by their numbers. */
export interface DocumentRecord {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly changed: number;
  readonly opened: number;
  /** Where it came from (`example:lenet5`, `file:model.json`), or null. */
  readonly origin: string | null;
  /** Whether it was ever changed since it was opened first. */
  readonly edited: boolean;
  readonly pinned: boolean;
  /** The window that wrote it last, and how often it was written. */
  readonly writer: string;
  readonly revision: number;
  readonly present: number;
  readonly past: readonly number[];
  readonly future: readonly number[];
  /** Earlier states to go back to when the present one has gone bad, the oldest first. */
  readonly states: readonly SavedState[];
  readonly picture: GraphPicture | null;
}

export interface SavedState {
  readonly step: number;
  readonly time: number;
}

/** Everything that belongs to an open document. */
export interface DocumentState {
  readonly history: Pick<History<Document>, "present" | "past" | "future" | "gesture">;
  readonly inputs: InputChoices;
  readonly weights: Uint8Array | null;
}

/** What a record says that does not follow from the state. */
export type RecordFacts = Pick<DocumentRecord, "id" | "created" | "opened" | "origin" | "edited" | "pinned" | "writer">;

/** A step as it is kept: the text of a model file, which is checked like one when it is read. */
export interface Step {
  readonly model: string;
}

export const printStep = (document: Document): Step => ({ model: printModelFile(document) });

/** The step of a document that version 1 of the storage kept as an object: in the model file's form, nodes by name. */
export const printOldStep = (document: object): Step => ({
  model: printJson({ format: "edgewise", version: 1, ...document }),
});

/** Throws FormatError naming the place where the step is no model. */
export const parseStep = (step: unknown): Document =>
  parseModelFile(String((step as Partial<Step> | null | undefined)?.model ?? ""));

/** The record of a document kept for the first time, as step 1. */
export const firstRecord = (id: string, document: Document, now: number): DocumentRecord => ({
  id,
  name: document.name,
  created: now,
  changed: now,
  opened: now,
  origin: null,
  edited: true,
  pinned: false,
  writer: "",
  revision: 0,
  present: 1,
  past: [],
  future: [],
  states: [],
  picture: pictureOf(document),
});

export const historyLimits = { steps: 100, bytes: 4 * 2 ** 20, states: 10, stateInterval: 10 * 60_000 } as const;

/** The steps next to the present one, nearest first in turn, as many as fit the limits. The present is always kept. */
export function boundHistory<D>(
  { past, future }: { readonly past: readonly D[]; readonly future: readonly D[] },
  sizeOf: (document: D) => number,
  limits: { readonly steps: number; readonly bytes: number } = historyLimits,
): { readonly past: readonly D[]; readonly future: readonly D[] } {
  let [steps, bytes, before, after] = [0, 0, 0, 0];
  const fits = (document: D | undefined): boolean => {
    if (document === undefined || steps >= limits.steps) return false;
    const size = sizeOf(document);
    if (bytes + size > limits.bytes) return false;
    steps++;
    bytes += size;
    return true;
  };
  let [backward, forward] = [true, true];
  while (backward || forward) {
    backward &&= fits(past[past.length - 1 - before]);
    if (backward) before++;
    forward &&= fits(future[after]);
    if (forward) after++;
  }
  return { past: past.slice(past.length - before), future: future.slice(0, after) };
}

/** Numbers a document's steps, each once. */
export interface StepBook {
  /** The step's number, and the length of its text. */
  entry(document: Document): { readonly number: number; readonly length: number };
  /** A step read from the storage keeps its number. */
  know(document: Document, number: number, length: number): void;
}

export function createBook(): StepBook {
  const entries = new WeakMap<Document, { number: number; length: number }>();
  let next = 1;
  return {
    entry: (document) => {
      const known = entries.get(document);
      if (known) return known;
      const entry = { number: next++, length: printStep(document).model.length };
      entries.set(document, entry);
      return entry;
    },
    know: (document, number, length) => {
      entries.set(document, { number, length });
      next = Math.max(next, number + 1);
    },
  };
}

/** What the storage is known to hold of a document. */
export interface Confirmed {
  readonly generation: number;
  readonly record: DocumentRecord | null;
  readonly steps: ReadonlySet<number>;
  readonly inputs: InputChoices | null;
  readonly weights: Uint8Array | null;
}

export const nothingConfirmed = (generation: number): Confirmed => ({
  generation,
  record: null,
  steps: new Set(),
  inputs: null,
  weights: null,
});

/** The saved states with the present one, where the last is long ago. */
function statesWith(states: readonly SavedState[], present: number, now: number): readonly SavedState[] {
  const last = states.at(-1);
  if (last && (last.step === present || now - last.time < historyLimits.stateInterval)) return states;
  return [...states, { step: present, time: now }].slice(-historyLimits.states);
}

export interface SavePlan {
  /** Empty where the storage holds it all. */
  readonly writes: readonly Write[];
  /** What the storage holds once they are done. */
  readonly after: Confirmed;
}

/** What is to be written so that the storage holds this state of a document. */
export function planSave(
  facts: RecordFacts,
  state: DocumentState,
  book: StepBook,
  before: Confirmed,
  now: number,
): SavePlan {
  const { id } = facts;
  const { present, past, future, gesture } = state.history;
  const kept = boundHistory(
    { past: gesture === null || gesture === present ? past : [...past, gesture], future },
    (document) => book.entry(document).length,
  );
  const writes: Write[] = [];
  const steps = new Set<number>();
  const put = (document: Document): number => {
    const { number } = book.entry(document);
    if (!steps.has(number) && !before.steps.has(number)) {
      writes.push({ kind: "put", store: "steps", key: [id, number], value: printStep(document) });
    }
    steps.add(number);
    return number;
  };
  const numbers = { past: kept.past.map(put), present: put(present), future: kept.future.map(put) };
  const known = (before.record?.states ?? []).filter(({ step }) => before.steps.has(step));
  const states = statesWith(known, numbers.present, now);
  for (const { step } of states) steps.add(step);
  for (const number of before.steps) {
    if (!steps.has(number)) writes.push({ kind: "delete", store: "steps", key: [id, number] });
  }
  const same = before.record?.present === numbers.present;
  const { record: old } = before;
  const record: DocumentRecord = {
    ...facts,
    name: present.name,
    changed: same && old ? old.changed : now,
    revision: old?.revision ?? 0,
    ...numbers,
    states,
    picture: same && old ? old.picture : pictureOf(present),
  };
  if (state.inputs !== before.inputs) {
    writes.push({ kind: "put", store: "inputs", key: id, value: state.inputs });
  }
  if (state.weights !== before.weights) {
    writes.push(
      state.weights
        ? { kind: "put", store: "weights", key: id, value: state.weights }
        : { kind: "delete", store: "weights", key: id },
    );
  }
  const after = { generation: before.generation, steps, inputs: state.inputs, weights: state.weights };
  if (writes.length === 0 && old && JSON.stringify(old) === JSON.stringify(record)) {
    return { writes, after: { ...after, record: old } };
  }
  const next = { ...record, revision: record.revision + 1 };
  writes.push({ kind: "put", store: "documents", key: id, value: next });
  return { writes, after: { ...after, record: next } };
}
