// Owns the public API of the engine: torch's names.
export type { ArrayTensor } from "./core/array.ts";
export type { DType } from "./core/dtype.ts";
export { ShapeError, TorchError } from "./core/errors.ts";
export { Generator, manual_seed } from "./core/random.ts";
export type { Shape } from "./core/shape.ts";
export { type ModelRun, type OpenedModel, type OpenOptions, openModel } from "./io/open_model.ts";
export { functional as F } from "./nn/functional.ts";
export * as optim from "./optim/index.ts";
export { Plan, type PlanOptions, plan } from "./plan/plan.ts";
export { planTraining, TrainingPlan } from "./plan/training/training.ts";
export * as autograd from "./tensor/autograd.ts";
export { enable_grad, no_grad } from "./tensor/autograd.ts";
export { liveBytes, scope } from "./tensor/storage.ts";
export { Tensor } from "./tensor/tensor.ts";
export * as torch from "./tensor/torch.ts";
export * from "./tensor/torch.ts";

import { loadKernels } from "./kernels/index.ts";
import { Module } from "./nn/base.ts";
import { Block } from "./nn/block.ts";
import { constructors, create, fromSpec } from "./nn/build.ts";
import { callable } from "./nn/callable.ts";
import * as init from "./nn/init.ts";
import { ModuleDictModule } from "./nn/moduledict.ts";
import { ModuleListModule } from "./nn/modulelist.ts";
import { Parameter } from "./nn/parameter.ts";
import { ParameterDictModule } from "./nn/parameterdict.ts";
import { ParameterListModule } from "./nn/parameterlist.ts";
import { SequentialModule } from "./nn/sequential.ts";
import { constructorsWithStatics } from "./nn/statics.ts";
import * as utils from "./nn/utils/index.ts";
import { installMethods } from "./tensor/methods.ts";

installMethods();

/** torch.nn: every module by its name, without `new`, and what to build one's own from. */
export const nn = {
  ...constructors,
  ...constructorsWithStatics,
  Module,
  Parameter,
  Block,
  Sequential: callable(SequentialModule),
  ModuleList: callable(ModuleListModule),
  ModuleDict: callable(ModuleDictModule),
  ParameterList: callable(ParameterListModule),
  ParameterDict: callable(ParameterDictModule),
  create,
  fromSpec,
  init,
  utils,
};

export interface ReadyOptions {
  /** How many threads the kernels may use; what the host allows when absent. */
  readonly threads?: number;
}

/** Loads the fastest kernels that run here; resolves when tensors can be computed with them. */
export async function ready({ threads }: ReadyOptions = {}): Promise<void> {
  await loadKernels(undefined, threads);
}
