// Owns what the user chose to feed each Input node with. Belongs to the open document: never undone, not part of the model file.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ArrayTensor } from "../../engine/core/array.ts";
import { own } from "../../engine/core/record.ts";

/** Points of one line, `x0, y0, x1, y1, …`, from 0 to 1 across the drawing. */
export type Stroke = readonly number[];

/** A decoded image: RGBA bytes, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export const fits = ["contain", "cover", "stretch"] as const;
/** How an image comes into another aspect ratio: whole with bars, cut, or distorted. */
export type Fit = (typeof fits)[number];

export const normalizations = ["none", "half", "mnist", "imagenet"] as const;
/** Which mean and std are taken from an image's values, 0 to 1. */
export type Normalization = (typeof normalizations)[number];

export type InputChoice =
  /** The digits drawn by the app. */
  | { readonly kind: "digit" }
  | { readonly kind: "drawing"; readonly strokes: readonly Stroke[] }
  | {
      readonly kind: "image";
      readonly name: string;
      readonly pixels: Pixels;
      readonly fit: Fit;
      readonly invert: boolean;
      readonly normalization: Normalization;
    }
  /** The tensor of a file, as it is. */
  | { readonly kind: "file"; readonly name: string; readonly array: ArrayTensor }
  | { readonly kind: "normal"; readonly seed: number }
  | { readonly kind: "uniform"; readonly seed: number };

export type InputChoices = Readonly<Record<string, InputChoice>>;

export const defaultChoice: InputChoice = { kind: "digit" };

/** By id of the Input node; a node that is not in it has the default. */
export const createInputs = (choices: InputChoices = {}): StoreApi<InputChoices> => createStore(() => choices);

export const choiceOf = (choices: InputChoices, id: string): InputChoice => own(choices, id) ?? defaultChoice;

export const chooseInput = (
  { inputs }: { readonly inputs: StoreApi<InputChoices> },
  id: string,
  choice: InputChoice,
): void => inputs.setState({ [id]: choice });
