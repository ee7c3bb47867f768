// Owns the table of ops with steps of their own; every other op runs as it is.
import type { Memory } from "../memory.ts";
import { isTorchOp, type Named, type Op, type OpName } from "../values.ts";
import { attend } from "./attention.ts";
import { eager } from "./eager.ts";
import { binary, cat, softmax, unary } from "./elements.ts";
import { adaptiveAvgPool, avgPool, maxPool } from "./pooling.ts";
import { conv, convTranspose, linear } from "./products.ts";
import { recurrent } from "./recurrent.ts";
import { rows } from "./rows.ts";
import type { AnyPlanner, Step } from "./step.ts";

const planners: { readonly [N in OpName]?: (op: Named<N>, memory: Memory) => Step | null } = {
  conv1d: conv(1),
  conv2d: conv(2),
  conv3d: conv(3),
  conv_transpose1d: convTranspose(1),
  conv_transpose2d: convTranspose(2),
  conv_transpose3d: convTranspose(3),
  linear,
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
  rnn_tanh: recurrent,
  rnn_relu: recurrent,
  gru: recurrent,
  lstm: recurrent,
  softmax: softmax(false),
  log_softmax: softmax(true),
  attend,
  rows,
};

export function stepOf(op: Op, memory: Memory): Step {
  const own = planners[op.name] as AnyPlanner | undefined;
  const step = own?.(op, memory) ?? unary(op, memory);
  if (step) return step;
  if (isTorchOp(op)) return eager(op, memory);
  throw new Error(`${op.name} has no step`);
}
