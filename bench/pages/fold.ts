// Owns what converters do for contestants that run a list of ops: batch normalization goes into the convolution
// before it, and an activation into the op before it.
import type { LoadedTask, Step } from "../task.ts";

/** A step with what was merged into it. */
export interface FoldedStep extends Step {
  /** Of a Conv2d, ConvTranspose2d or Linear. */
  readonly weight?: Float32Array;
  readonly bias?: Float32Array;
  readonly activation?: "relu" | "relu6";
}

const mergeable: Readonly<Record<string, "relu" | "relu6">> = { ReLU: "relu", ReLU6: "relu6" };

/** A weight in torch's layout with the scale of each output channel; y = x γ/√(σ²+ε) + β − μ γ/√(σ²+ε). */
function normalize(task: LoadedTask, conv: FoldedStep, norm: Step): { weight: Float32Array; bias: Float32Array } {
  const get = (key: string) => task.weight(`${norm.name}.${key}`);
  const [gamma, beta, mean, variance] = [get("weight"), get("bias"), get("running_mean"), get("running_var")];
  const scale = gamma.map((value, c) => value / Math.sqrt(variance[c]! + (norm.args.eps as number)));
  const each = conv.weight!.length / scale.length;
  return {
    weight: conv.weight!.map((value, i) => value * scale[Math.floor(i / each)]!),
    bias: beta.map((value, c) => value + ((conv.bias?.[c] ?? 0) - mean[c]!) * scale[c]!),
  };
}

/**
 * The steps of a task for inference, merged where the value between them is read by nobody else.
 * @param activations whether activations are merged too
 */
export function folded(task: LoadedTask, activations: boolean): { steps: FoldedStep[]; output: string } {
  const readers = new Map<string, Step[]>();
  for (const step of task.steps)
    for (const input of step.inputs) readers.set(input, [...(readers.get(input) ?? []), step]);
  const merged = new Set<string>();
  const renamed = new Map<string, string>();
  const nameOf = (value: string): string => renamed.get(value) ?? value;
  const steps: FoldedStep[] = [];
  for (const step of task.steps) {
    if (merged.has(step.name)) continue;
    let now: FoldedStep = { ...step, inputs: step.inputs.map(nameOf) };
    const weighted = ["Conv2d", "ConvTranspose2d", "Linear"].includes(step.module);
    if (weighted) {
      now = { ...now, weight: task.weight(`${step.name}.weight`) };
      if (step.args.bias) now = { ...now, bias: task.weight(`${step.name}.bias`) };
    }
    let last = step.name;
    const next = (): Step | null => {
      const all = readers.get(last) ?? [];
      return last !== task.output && all.length === 1 ? all[0]! : null;
    };
    const take = (other: Step): void => {
      merged.add(other.name);
      renamed.set(other.name, step.name);
      last = other.name;
    };
    const norm = next();
    if (step.module === "Conv2d" && norm?.module === "BatchNorm2d") {
      now = { ...now, ...normalize(task, now, norm) };
      take(norm);
    }
    const after = next();
    const activation = activations && after && weighted ? mergeable[after.module] : undefined;
    if (after && activation) {
      now = { ...now, activation };
      take(after);
    }
    steps.push(now);
  }
  return { steps, output: nameOf(task.output) };
}
