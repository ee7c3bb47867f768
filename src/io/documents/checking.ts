// Owns whether what the storage holds can still be taken: it is shared with other versions of the app, and disks fail.
import { numel } from "../../../engine/core/shape.ts";
import { idFrom } from "../../../engine/graph/identity.ts";
import { fits, type InputChoice, type InputChoices, normalizations } from "../../editor/inputs.ts";
import type { GraphPicture } from "../../session/documents.ts";
import type { DocumentRecord, SavedState } from "./record.ts";

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isStep = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
const isText = (value: unknown): value is string => typeof value === "string";
const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isOneOf = (words: readonly string[], value: unknown): boolean => isText(value) && words.includes(value);

const listOf =
  <T>(is: (value: unknown) => value is T) =>
  (value: unknown): value is T[] =>
    Array.isArray(value) && value.every(is);

const isState = (value: unknown): value is SavedState => isObject(value) && isStep(value.step) && isNumber(value.time);

const recordFields: { readonly [K in keyof DocumentRecord]: (value: unknown) => boolean } = {
  id: isText,
  name: isText,
  created: isNumber,
  changed: isNumber,
  opened: isNumber,
  origin: (value) => value === null || isText(value),
  edited: (value) => typeof value === "boolean",
  pinned: (value) => typeof value === "boolean",
  writer: isText,
  revision: isSize,
  present: isStep,
  past: listOf(isStep),
  future: listOf(isStep),
  states: listOf(isState),
  picture: (value) => value === null || isObject(value),
};

/** A record as it was stored, or the name of the field that is wrong. */
export function checkRecord(value: unknown): DocumentRecord | { readonly wrong: string } {
  if (!isObject(value)) return { wrong: "record" };
  for (const [name, is] of Object.entries(recordFields)) if (!is(value[name])) return { wrong: `record.${name}` };
  const record = value as unknown as DocumentRecord;
  return { ...record, picture: checkPicture(record.picture) };
}

function checkPicture(value: unknown): GraphPicture | null {
  const isBox = (box: unknown): box is Fields =>
    isObject(box) && isNumber(box.x) && isNumber(box.y) && isText(box.category);
  const isLine = (line: unknown): line is number[] => listOf(isNumber)(line) && line.length === 4;
  if (!isObject(value) || !isNumber(value.width) || !isNumber(value.height)) return null;
  return listOf(isBox)(value.boxes) && listOf(isLine)(value.lines) ? (value as unknown as GraphPicture) : null;
}

function isChoice(value: unknown): value is InputChoice {
  if (!isObject(value)) return false;
  switch (value.kind as InputChoice["kind"]) {
    case "digit":
      return true;
    case "normal":
    case "uniform":
      return Number.isSafeInteger(value.seed);
    case "drawing":
      return listOf(listOf(isNumber))(value.strokes);
    case "image":
      return (
        isText(value.name) &&
        isPixels(value.pixels) &&
        isOneOf(fits, value.fit) &&
        typeof value.invert === "boolean" &&
        isOneOf(normalizations, value.normalization)
      );
    case "file":
      return isText(value.name) && isArray(value.array);
    default:
      return false;
  }
}

function isPixels(value: unknown): boolean {
  if (!isObject(value) || !isSize(value.width) || !isSize(value.height)) return false;
  return value.data instanceof Uint8ClampedArray && value.data.length === value.width * value.height * 4;
}

function isArray(value: unknown): boolean {
  if (!isObject(value) || !listOf(isSize)(value.shape)) return false;
  const { data, dtype } = value;
  const types = { float32: Float32Array, int64: Float64Array, bool: Uint8Array } as const;
  if (!isText(dtype) || !Object.hasOwn(types, dtype)) return false;
  return data instanceof types[dtype as keyof typeof types] && data.length === numel(value.shape);
}

/** The choices that can be taken, by id; the others are as if they had not been made. Earlier versions kept names. */
export function checkInputs(value: unknown): InputChoices {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, choice]) => (isChoice(choice) ? [[idFrom(key), choice]] : [])),
  );
}

export const checkWeights = (value: unknown): Uint8Array | null => (value instanceof Uint8Array ? value : null);
