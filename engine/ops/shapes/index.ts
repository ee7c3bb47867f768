// Owns the interpreter of ops over shapes: what torch does on its meta device, with torch's errors.
import type { Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import { activationShapes } from "./activation.ts";
import { adaptivePoolShapes } from "./adaptive_pool.ts";
import { attentionShapes } from "./attention.ts";
import { convShapes } from "./conv.ts";
import { convTransposeShapes } from "./conv_transpose.ts";
import { distanceShapes } from "./distance.ts";
import { dropoutShapes } from "./dropout.ts";
import { elementwiseShapes } from "./elementwise.ts";
import { foldShapes } from "./fold.ts";
import { gridShapes } from "./grid.ts";
import { indexingShapes } from "./indexing.ts";
import { interpolateShapes } from "./interpolate.ts";
import { layernormShapes } from "./layernorm.ts";
import { linearShapes } from "./linear.ts";
import { lossShapes } from "./loss.ts";
import { mergeShapes } from "./merge.ts";
import { normShapes } from "./norm.ts";
import { padShapes } from "./pad.ts";
import { poolShapes } from "./pool.ts";
import { productShapes } from "./products.ts";
import { rearrangingShapes } from "./rearranging.ts";
import { recurrentShapes } from "./recurrent.ts";
import { reducingShapes } from "./reduce.ts";
import { shapeShapes } from "./shape.ts";
import { sourceShapes } from "./source.ts";
import { sparseShapes } from "./sparse.ts";
import { unpoolShapes } from "./unpool.ts";

/** Every op over shapes: the output's shape, or torch's error as a ShapeError with the numbers that do not fit. */
export const shapeFunctional: Functional<Shape> = {
  ...convShapes,
  ...convTransposeShapes,
  ...foldShapes,
  ...interpolateShapes,
  ...gridShapes,
  ...poolShapes,
  ...adaptivePoolShapes,
  ...unpoolShapes,
  ...padShapes,
  ...linearShapes,
  ...activationShapes,
  ...normShapes,
  ...dropoutShapes,
  ...shapeShapes,
  ...mergeShapes,
  ...lossShapes,
  ...distanceShapes,
  ...sparseShapes,
  ...layernormShapes,
  ...attentionShapes,
  ...recurrentShapes,
  ...sourceShapes,
  ...rearrangingShapes,
  ...indexingShapes,
  ...reducingShapes,
  ...elementwiseShapes,
  ...productShapes,
};
