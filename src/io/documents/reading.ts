// Owns reading a document back: each step checked as a model file is, what is damaged set aside, the nearest good state shown.
import type { Document } from "../../document/document.ts";
import { checkInputs, checkRecord, checkWeights } from "./checking.ts";
import {
  type Confirmed,
  createBook,
  type DocumentRecord,
  type DocumentState,
  firstRecord,
  parseStep,
  type Step,
  type StepBook,
} from "./record.ts";
import type { DocumentStorage, Write } from "./storage.ts";

/** What could not be read, kept apart so that it can be downloaded. */
export interface Damaged {
  readonly key: string;
  readonly name: string;
  readonly time: number;
  /** What is wrong, starting with the place. */
  readonly message: string;
  readonly data: unknown;
}

export interface ReadDocument {
  readonly record: DocumentRecord;
  readonly state: DocumentState;
  readonly book: StepBook;
  readonly confirmed: Confirmed;
  /** What was set aside, or null. */
  readonly damaged: Damaged | null;
}

export type Reading =
  | { readonly kind: "read"; readonly document: ReadDocument }
  | { readonly kind: "missing" }
  | { readonly kind: "damaged"; readonly damaged: Damaged };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads a document. What is damaged is moved to the damaged ones; where a good state is left, it is the document. */
export async function readDocument(storage: DocumentStorage, id: string, now: number): Promise<Reading> {
  const generation = storage.generation();
  const [raw, steps, inputs, weights] = await Promise.all([
    storage.get("documents", id),
    storage.steps(id),
    storage.get("inputs", id),
    storage.get("weights", id),
  ]);
  if (raw === undefined) return { kind: "missing" };
  const record = checkRecord(raw);
  const aside = (name: string, message: string): Damaged => ({
    key: `${id} ${now}`,
    name,
    time: now,
    message,
    data: { record: raw, steps: Object.fromEntries(steps), inputs },
  });
  const put = (damaged: Damaged): Write => ({ kind: "put", store: "damaged", key: damaged.key, value: damaged });

  const book = createBook();
  let wrong: string | null = "wrong" in record ? record.wrong : null;
  const read = new Map<number, Document | null>();
  const at = (step: number): Document | null => {
    const known = read.get(step);
    if (known !== undefined) return known;
    let document: Document | null = null;
    try {
      document = parseStep(steps.get(step));
      book.know(document, step, (steps.get(step) as Step).model.length);
    } catch (error) {
      wrong ??= messageOf(error);
    }
    read.set(step, document);
    return document;
  };
  // Without a record to trust, the step written last is the best there is.
  const trusted = "wrong" in record ? null : record;
  const order = trusted
    ? [trusted.present, ...trusted.past.toReversed(), ...trusted.future, ...trusted.states.map((s) => s.step).reverse()]
    : [...steps.keys()].sort((a, b) => b - a);
  const present = order.find((step) => at(step) !== null);
  if (present === undefined) {
    const damaged = aside(trusted?.name ?? "", wrong ?? "record.present");
    await storage.write([put(damaged), ...removal(id)]);
    return { kind: "damaged", damaged };
  }
  const shown = at(present) as Document;
  const good = (numbers: readonly number[]) => numbers.filter((step) => step !== present && at(step) !== null);
  const pastEnd = trusted ? trusted.past.lastIndexOf(present) : -1;
  const past = good(trusted ? (pastEnd < 0 ? trusted.past : trusted.past.slice(0, pastEnd)) : []);
  const future = present === trusted?.present ? good(trusted.future) : [];
  const documents = (numbers: readonly number[]) => numbers.map((step) => at(step) as Document);
  const checked = checkInputs(inputs);
  const bytes = checkWeights(weights);
  const kept: DocumentRecord = {
    ...(trusted ?? firstRecord(id, shown, now)),
    name: shown.name,
    present,
    past,
    future,
    states: (trusted?.states ?? []).filter(({ step }) => steps.has(step)),
  };
  const damaged = wrong === null ? null : aside(kept.name, wrong);
  if (damaged) await storage.write([put(damaged), { kind: "put", store: "documents", key: id, value: kept }]);
  const state: DocumentState = {
    history: { present: shown, past: documents(past), future: documents(future), gesture: null },
    inputs: checked,
    weights: bytes,
  };
  const confirmed: Confirmed = {
    generation,
    record: kept,
    steps: new Set(steps.keys()),
    inputs: checked,
    weights: bytes,
  };
  return { kind: "read", document: { record: kept, state, book, confirmed, damaged } };
}

/** Takes a document out of the storage, all parts of it. */
export const removal = (id: string): readonly Write[] => [
  { kind: "delete", store: "documents", key: id },
  { kind: "delete", store: "inputs", key: id },
  { kind: "delete", store: "weights", key: id },
  { kind: "deleteSteps", id },
];
