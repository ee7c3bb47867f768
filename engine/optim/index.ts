// Owns torch.optim's namespace: every optimizer by its name, without `new`, and lr_scheduler.
export { Adadelta } from "./adadelta.ts";
export { Adagrad } from "./adagrad.ts";
export { Adam } from "./adam.ts";
export { Adamax } from "./adamax.ts";
export { AdamW } from "./adamw.ts";
export { ASGD } from "./asgd.ts";
export { LBFGS } from "./lbfgs.ts";
export * as lr_scheduler from "./lr_scheduler.ts";
export { NAdam } from "./nadam.ts";
export { Optimizer } from "./optimizer.ts";
export { RAdam } from "./radam.ts";
export { RMSprop } from "./rmsprop.ts";
export { Rprop } from "./rprop.ts";
export { SGD } from "./sgd.ts";
