// Owns the table of ops with training steps of their own; every other op runs as it is, under autograd.
import type { Memory } from "../../memory.ts";
import { isTorchOp, type Named, type Op, type OpName } from "../../values.ts";
import type { OpGradients } from "../gradients.ts";
import { eager } from "./eager.ts";
import { binary, cat, softmax, unary } from "./elements.ts";
import { crossEntropy } from "./loss.ts";
import { batchNorm, layerNorm } from "./norm.ts";
import { adaptiveAvgPool, avgPool, maxPool } from "./pooling.ts";
import { conv, linear } from "./products.ts";
import type { AnyTrainingPlanner, TrainingStep } from "./step.ts";

const planners: {
  readonly [N in OpName]?: (op: Named<N>, memory: Memory, gradients: OpGradients) => TrainingStep | null;
} = {
  conv1d: conv(1),
  conv2d: conv(2),
  conv3d: conv(3),
  linear,
  batch_norm: batchNorm,
  layer_norm: layerNorm,
  max_pool1d: maxPool(1),
  max_pool2d: maxPool(2),
  max_pool3d: maxPool(3),
  avg_pool1d: avgPool(1),
  avg_pool2d: avgPool(2),
  avg_pool3d: avgPool(3),
  adaptive_avg_pool1d: adaptiveAvgPool(1),
  adaptive_avg_pool2d: adaptiveAvgPool(2),
  adaptive_avg_pool3d: adaptiveAvgPool(3),
  add: binary("add"),
  mul: binary("mul"),
  cat,
  softmax: softmax(false),
  log_softmax: softmax(true),
  cross_entropy: crossEntropy,
};

export function trainingStepOf(op: Op, memory: Memory, gradients: OpGradients): TrainingStep {
  const own = planners[op.name] as AnyTrainingPlanner | undefined;
  const step = own?.(op, memory, gradients) ?? unary(op, memory, gradients);
  if (step) return step;
  if (isTorchOp(op)) return eager(op, memory, gradients);
  throw new Error(`${op.name} has no step of training`);
}
