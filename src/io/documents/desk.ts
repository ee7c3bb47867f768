// Owns the documents of this window: the one in front, those it came from, and going back and forth between them.
import { type Document, emptyDocument } from "../../document/document.ts";
import { newEditor } from "../../editor/engine.ts";
import { bringToFront, frontEditor, whileFront } from "../../editor/front.ts";
import type { InputChoices } from "../../editor/inputs.ts";
import { t } from "../../i18n/index.ts";
import { updateDocuments } from "../../session/documents.ts";
import { type NoticeAction, notify } from "../../session/store.ts";
import { sendWeights } from "../weights.ts";
import type { WritableFile } from "../writable_file.ts";
import { askToPersist, newId, rememberTab, type TabMemory } from "./browser.ts";
import { newOrigin } from "./catalog.ts";
import { onLiveChange } from "./live.ts";
import { createOpenDocument, type OpenDocument } from "./open_document.ts";
import { type ReadDocument, readDocument, removal } from "./reading.ts";
import type { DocumentState, RecordFacts } from "./record.ts";
import { showStatus, storage } from "./shelf.ts";

/** What the desk does not do itself, but is told about. */
export interface DeskEvents {
  /** A document has come to the front. */
  onFront(document: OpenDocument): void;
  /** A document that left the front has been written. */
  onLeft(document: OpenDocument): void;
  /** What the document in front holds has changed. */
  onChange(document: OpenDocument): void;
  /** Another window has written a document that this one has open. */
  onLost(document: OpenDocument): void;
}

const events: DeskEvents = {
  onFront: () => undefined,
  onLeft: () => undefined,
  onChange: () => undefined,
  onLost: () => undefined,
};

/** Who this window is, in records. */
const writer = newId();

let front: OpenDocument | null = null;
const parked = new Map<string, OpenDocument>();
/** Parked documents beyond this many are read from the storage again. */
const parkedLimit = 8;
let back: readonly string[] = [];
let forth: readonly string[] = [];

export const frontDocument = (): OpenDocument | null => front;

/** The ids of the documents that this window holds. */
export const heldIds = (): ReadonlySet<string> => new Set([...(front ? [front.id] : []), ...back, ...forth]);

/** The file the open document came from, where it can be written to. */
export const documentHome = (): WritableFile | null => front?.home ?? null;

function make(
  facts: RecordFacts,
  { history, inputs, weights }: DocumentState,
  more: Partial<Parameters<typeof createOpenDocument>[0]>,
) {
  const { present, past, future } = history;
  return createOpenDocument({
    facts,
    editor: newEditor({ document: present, past, future, inputs, weights }),
    storage,
    onStatus: showStatus,
    onLost: (document) => events.onLost(document),
    ...more,
  });
}

const historyNow = (): readonly (readonly unknown[])[] => {
  const { past, future } = frontEditor().history.store.getState();
  return [past, future];
};

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((item, i) => item === b[i]));

/** Takes the front document off the screen: its editor stays as it is. */
function park(): OpenDocument | null {
  if (!front) return null;
  const leaving = front;
  leaving.editor.history.commit();
  parked.delete(leaving.id);
  parked.set(leaving.id, leaving);
  return leaving;
}

/** Forgets parked documents that the storage holds, the oldest first, when there are many. */
function clearParked(): void {
  for (const [id, document] of parked) {
    if (parked.size <= parkedLimit) return;
    const kept = document.confirmed();
    const present = kept.record !== null && kept.generation === storage()?.generation();
    if (present && document.mayWrite) parked.delete(id);
  }
}

function show(document: OpenDocument): void {
  const before = park();
  front = document;
  parked.delete(document.id);
  bringToFront(document.editor);
  sendWeights(document.editor);
  document.shown = historyNow();
  updateDocuments({ front: document.id });
  rememberTab({ front: document.id, back });
  if (before) void before.saver.flush().then(() => left(before));
  events.onFront(document);
  document.saver.request();
}

function left(document: OpenDocument): void {
  events.onLeft(document);
  if (document !== front) dropIfUntouched(document);
  clearParked();
}

/** An empty model that nobody has touched leaves nothing behind. */
function dropIfUntouched(document: OpenDocument): void {
  const { origin, edited } = document.facts;
  if (origin !== newOrigin || edited || !document.mayWrite) return;
  document.reset();
  void storage()
    ?.write(removal(document.id))
    .catch(() => undefined);
}

/** What comes with a new document. */
export interface NewDocument {
  readonly home?: WritableFile | null;
  /** Where it came from: one that nobody has worked on takes the place of an untouched one from there. */
  readonly origin?: string | null;
  readonly inputs?: InputChoices;
  readonly weights?: Uint8Array | null;
}

/** How to get back to the document in front now, once another one is; undefined from one that leaves nothing behind. */
function wayBack(): NoticeAction | undefined {
  if (!front) return undefined;
  const { id, facts } = front;
  const { present, past } = frontEditor().history.store.getState();
  if (facts.origin === newOrigin && !facts.edited && past.length === 0) return undefined;
  return { label: t("documents.backTo", { name: present.name }), perform: () => void returnTo(id) };
}

/**
 * Shows a document beside the one before, which is kept whole and which undo goes back to. Returns the way back for the
 * message that tells of the new one.
 */
export function openDocument(present: Document, more: NewDocument = {}): NoticeAction | undefined {
  const now = Date.now();
  const { home = null, origin = null, inputs = {}, weights = null } = more;
  const facts = { id: newId(), created: now, opened: now, origin, edited: false, pinned: false, writer };
  const state: DocumentState = { history: { present, past: [], future: [], gesture: null }, inputs, weights };
  const way = wayBack();
  if (front) back = [...back, front.id];
  forth = [];
  show(make(facts, state, { home }));
  return way;
}

/** An empty model. */
export function newDocument(): void {
  const way = openDocument({ ...emptyDocument, name: t("files.untitled") }, { origin: newOrigin });
  if (way) notify("info", t("documents.new"), undefined, way);
}

/** Makes a document that was read from the storage one of this window's. */
function adopt({ record, state, book, confirmed }: ReadDocument): OpenDocument {
  const { id, created, origin, edited, pinned } = record;
  const facts = { id, created, opened: Date.now(), origin, edited, pinned, writer };
  return make(facts, state, { kept: { book, confirmed } });
}

/** Shows a document read from the storage, at the start or after another window has edited it. */
export function showRead(read: ReadDocument): void {
  show(adopt(read));
}

/** Shows the front document again as the storage has it now. */
export function replaceFront(read: ReadDocument): void {
  if (front?.id !== read.record.id) return;
  front.saver.stop();
  const document = adopt(read);
  document.mayWrite = true;
  document.editor.view.setState(front.editor.view.getState());
  front = document;
  bringToFront(document.editor);
  sendWeights(document.editor);
  document.shown = historyNow();
  document.saver.request();
}

/** A document by its id: as it was parked here, else as the storage has it. Null where there is none any more. */
async function find(id: string): Promise<OpenDocument | null> {
  const held = parked.get(id);
  if (held) return held;
  const place = storage();
  if (!place) return null;
  try {
    const reading = await readDocument(place, id, Date.now());
    if (reading.kind === "read") return adopt(reading.document);
    if (reading.kind === "damaged") notify("error", t("documents.damaged"), reading.damaged.message);
  } catch (error) {
    notify("error", t("files.cannotOpen"), error instanceof Error ? error.message : String(error));
  }
  return null;
}

/** Shows a document that was open before, if nothing else has been opened while it was read. Returns whether it did. */
export async function openKept(id: string): Promise<boolean> {
  const asked = front;
  if (asked?.id === id) return true;
  const document = await find(id);
  if (!document || front !== asked) return false;
  document.facts = { ...document.facts, opened: Date.now() };
  if (front) back = [...back.filter((other) => other !== id), front.id];
  forth = [];
  show(document);
  return true;
}

/** Whether undo leads back to the document before: directly after opening, when there is nothing to undo in this one. */
export function canGoBack(): boolean {
  const { past, future, gesture } = frontEditor().history.store.getState();
  return back.length > 0 && past.length === 0 && future.length === 0 && gesture === null;
}

/** Whether redo leads forth again: as long as the document that was gone back to is as it was then, or is so again. */
export const canGoForth = (): boolean => {
  const now = historyNow();
  return forth.length > 0 && now.every((part, i) => sameItems(part, front?.shown[i] ?? []));
};

async function go(id: string, trails: { back: readonly string[]; forth: readonly string[] }): Promise<void> {
  const asked = front;
  const document = await find(id);
  if (front !== asked) return;
  if (!document) {
    // It was deleted meanwhile: the way leads past it.
    [back, forth] = [back.filter((other) => other !== id), forth.filter((other) => other !== id)];
    return;
  }
  ({ back, forth } = trails);
  show(document);
}

export async function goBack(): Promise<void> {
  const id = back.at(-1);
  if (id !== undefined && front) await go(id, { back: back.slice(0, -1), forth: [front.id, ...forth] });
}

export async function goForth(): Promise<void> {
  const [id, ...rest] = forth;
  if (id !== undefined && front) await go(id, { back: [...back, front.id], forth: rest });
}

/** Goes back to a document that was in front before, whatever was opened or edited since. */
export async function returnTo(id: string): Promise<void> {
  const at = back.lastIndexOf(id);
  if (at < 0 || !front) await openKept(id);
  else await go(id, { back: back.slice(0, at), forth: [...back.slice(at + 1), front.id, ...forth] });
}

/** Starts keeping what happens to the front document; told of it once, when the app starts. */
export function startDesk(given: Partial<DeskEvents>, memory: TabMemory): void {
  Object.assign(events, given);
  back = memory.back;
  whileFront((editor) =>
    onLiveChange(editor, () => {
      if (!front) return;
      if (front.mayWrite) front.saver.request();
      if (editor.history.store.getState().past.length > 0) askToPersist();
      events.onChange(front);
    }),
  );
}

/** Writes everything at once: the page is going away. */
export function flushAll(final: boolean): Promise<unknown> {
  const all = [...(front ? [front] : []), ...parked.values()];
  return Promise.all(all.map((document) => document.saver.flush(final)));
}

/** Everything that this window holds is to be written again. */
export function saveAllAgain(): void {
  for (const document of [...(front ? [front] : []), ...parked.values()]) document.saver.request();
}
