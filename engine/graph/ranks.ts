// Owns which numbers of dims a node's input may have: found by asking the module itself.
import { ShapeError } from "../core/errors.ts";
import type { Shape } from "../core/shape.ts";
import { outputShapes } from "../modules/interpret.ts";
import type { NodeInference } from "./infer.ts";

const most = 6;

export interface RightRanks {
  readonly ranks: readonly number[];
  /** Whether every larger number is right too. */
  readonly andMore: boolean;
}

/** A shape with another number of dims: sizes of 1 in front, or what is in front left out. */
const ofRank = (shape: Shape, rank: number): Shape =>
  rank < shape.length
    ? shape.slice(shape.length - rank)
    : [...new Array<number>(rank - shape.length).fill(1), ...shape];

/** The numbers of dims for which the module does not complain of the number of dims of this input. */
export function rightRanks(node: NodeInference | undefined, input: number): RightRanks {
  const { def, resolution, taken = [] } = node ?? {};
  const shape = taken[input]?.shape;
  if (!def || !resolution || !shape) return { ranks: [], andMore: false };
  const isRight = (rank: number): boolean => {
    const given = taken.map((tensor, i) => (i === input ? ofRank(shape, rank) : (tensor?.shape ?? null)));
    try {
      outputShapes(def, resolution.args, given);
      return true;
    } catch (error) {
      // An error without numbers is about something that is not there at all.
      const mismatch = error instanceof ShapeError ? error.mismatch : null;
      return mismatch !== null && (mismatch.what !== "rank" || mismatch.input !== input);
    }
  };
  const ranks = Array.from({ length: most + 1 }, (_, rank) => rank).filter(isRight);
  const andMore = ranks.at(-1) === most && ranks.length === most - ranks[0]! + 1;
  return { ranks, andMore };
}
