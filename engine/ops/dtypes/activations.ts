// Owns the dtype rules of activations: most have code for fractions only, and torch's error names the kernel.

import type { Given, Typed } from "./rule.ts";
import * as rule from "./rule.ts";

/** Everything but bools, in the words of `refuse`. */
const notBool =
  (refuse: () => Error, gives: (x: Typed) => Given = rule.same) =>
  (x: Typed): Given => {
    if (x.dtype === "bool") throw refuse();
    return gives(x);
  };

const refused = (text: string) => (): Error => rule.expected("float32", "bool", text);
const toFloat = (x: Typed): Given => (x.dtype === null ? null : "float32");
const clamped = notBool(refused("Bool inputs not supported for hardtanh"));
const leaky = rule.floats("leaky_relu_cpu");
const exponential = rule.floats("elu_cpu");

function prelu(x: Typed, weight: Typed): Given {
  if (rule.isOther(x, "float32")) {
    throw rule.expected(
      "float32",
      x.dtype,
      `Found dtype ${rule.name(weight.dtype!)} but expected ${rule.name(x.dtype)}`,
    );
  }
  return x.dtype;
}

function rrelu(x: Typed, _lower?: number, _upper?: number, training = false): Given {
  return training ? rule.floats("rrelu_with_noise_out_cpu")(x) : leaky(x);
}

export const activationRules = {
  relu: notBool(refused("Boolean inputs not supported for relu")),
  relu6: clamped,
  hardtanh: clamped,
  elu: exponential,
  selu: exponential,
  celu: exponential,
  leaky_relu: leaky,
  prelu,
  rrelu,
  threshold: notBool(() => rule.notImplemented("threshold_cpu", "bool")),
  hardsigmoid: rule.floats("hardsigmoid_cpu"),
  hardswish: rule.floats("hardswish_cpu"),
  hardshrink: rule.floats("hardshrink_cpu"),
  softshrink: rule.floats("softshrink_cpu"),
  tanhshrink: notBool(() => rule.subtraction("bool"), toFloat),
  sigmoid: toFloat,
  tanh: toFloat,
  logsigmoid: rule.floats("log_sigmoid_cpu"),
  softplus: rule.floats("softplus_cpu"),
  softsign: notBool(() => rule.notImplemented("abs_cpu", "bool"), toFloat),
  silu: rule.floats("silu_cpu"),
  mish: rule.floats("mish_cpu"),
  gelu: rule.floats("GeluKernelImpl"),
  glu: rule.floats("glu_cpu"),
} as const;
