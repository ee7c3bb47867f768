// Owns the table of ops with training steps of their own; every other op runs as it is, under autograd.
import type { Memory } from "../../memory.ts";
import type { Op, OpName } from "../../values.ts";
import type { Gradients } from "../gradients.ts";
import { eager } from "./eager.ts";
import { binary, cat, softmax, unary } from "./elements.ts";
import { crossEntropy } from "./loss.ts";
import { batchNorm, layerNorm } from "./norm.ts";
import { adaptiveAvgPool, avgPool, maxPool } from "./pooling.ts";
import { conv, linear } from "./products.ts";
import type { TrainingPlanner, TrainingStep } from "./step.ts";

const planners: Partial<Readonly<Record<OpName, TrainingPlanner>>> = {
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

/** An op's step; to be made in the order in which backward runs. */
export function trainingStepOf(op: Op, memory: Memory, gradients: Gradients): TrainingStep {
  const flow = gradients.through(op);
  return planners[op.name]?.(op, memory, flow) ?? unary(op, memory, flow) ?? eager(op, memory, flow);
}
