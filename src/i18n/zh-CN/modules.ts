// 简体中文: every class and function of the registry, by family.
import { activations } from "./modules/activation.ts";
import { convolutions } from "./modules/convolution.ts";
import { functions } from "./modules/functions.ts";
import { mathFunctions } from "./modules/functions_math.ts";
import { losses } from "./modules/loss.ts";
import { normalizations } from "./modules/normalization.ts";
import { others } from "./modules/others.ts";
import { paddings } from "./modules/padding.ts";
import { poolings } from "./modules/pooling.ts";
import { recurrents } from "./modules/recurrent.ts";
import type { ModuleTexts } from "./modules/text.ts";
import { transformers } from "./modules/transformer.ts";

/** By class, then by argument. The English texts stand in the declarations themselves. */
export const modules: ModuleTexts = {
  ...convolutions,
  ...poolings,
  ...paddings,
  ...activations,
  ...normalizations,
  ...recurrents,
  ...transformers,
  ...losses,
  ...others,
  ...functions,
  ...mathFunctions,
};
