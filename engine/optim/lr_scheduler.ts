// Owns torch.optim.lr_scheduler's namespace: every scheduler by its name, without `new`.
export { ChainedScheduler, SequentialLR } from "./schedulers/combined.ts";
export { CosineAnnealingLR, CosineAnnealingWarmRestarts } from "./schedulers/cosine.ts";
export { CyclicLR } from "./schedulers/cyclic.ts";
export {
  ConstantLR,
  ExponentialLR,
  LambdaLR,
  LinearLR,
  MultiplicativeLR,
  MultiStepLR,
  PolynomialLR,
  StepLR,
} from "./schedulers/factor.ts";
export { OneCycleLR } from "./schedulers/onecycle.ts";
export { ReduceLROnPlateau } from "./schedulers/plateau.ts";
export { LRScheduler } from "./schedulers/scheduler.ts";
