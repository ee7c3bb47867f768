// Owns the size of the CTC loss and torch's checks of its inputs' shapes.
import { runtimeError, ShapeError } from "../../core/errors.ts";
import type { Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import { reducedShape } from "./reduction.ts";

export const sequenceShapes = {
  ctc_loss(log_probs, targets, _input_lengths, _target_lengths, blank = 0, reduction = "mean") {
    const checking = "(while checking arguments for ctc_loss_cpu)";
    if (log_probs.length < 2 || log_probs.length > 3) {
      const got = log_probs.length + (log_probs.length < 3 ? 1 : 0);
      throw new ShapeError(
        `Expected 3-dimensional tensor, but got ${got}-dimensional tensor for argument #1 'log_probs' ${checking}`,
        { what: "rank", expected: 3, got: log_probs.length, input: 0 },
      );
    }
    if (blank < 0 || blank >= log_probs.at(-1)!) throw runtimeError("blank must be in label range");
    if (targets.length < 1 || targets.length > 2) {
      throw new ShapeError(
        `Expected 1 to 2 dimensions, but got ${targets.length}-dimensional tensor for argument #2 'targets' ${checking}`,
        { what: "rank", expected: 2, got: targets.length, input: 1 },
      );
    }
    const batch = log_probs.length === 3 ? [log_probs[1]!] : [];
    if (targets.length === 2 && targets[0] !== (batch[0] ?? 1)) {
      throw new ShapeError(
        `Expected tensor to have size ${batch[0] ?? 1} at dimension 0, but got size ${targets[0]} for argument #2 ` +
          `'targets' ${checking}`,
        { what: "size", expected: batch[0] ?? 1, got: targets[0]!, input: 1, dim: 0 },
      );
    }
    return reducedShape(batch, null, null, reduction);
  },
} satisfies Partial<Functional<Shape>>;
