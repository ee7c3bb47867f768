// Owns what stands between torch's callers and the ops: arguments by position or name, and torch's TypeErrors.
import { noCuda, runtimeError } from "../core/errors.ts";
import { type Kwargs, splitKwargs } from "../core/kwargs.ts";
import { bind, type Call } from "../ops/torch/bind.ts";
import { functionCall, methodCall } from "../ops/torch/calls.ts";
import type { TensorLike } from "../ops/torch/check.ts";
import { bindPython, pythonCalls } from "../ops/torch/python.ts";
import { no_grad } from "./autograd.ts";
import { is_grad_enabled } from "./node.ts";
import { Tensor } from "./tensor.ts";

/** An op behind a call. */
export type Op = (...args: readonly never[]) => unknown;
type AnyOp = (...args: readonly unknown[]) => unknown;

/** The op as it is declared, or with what follows some arguments by name in a last plain object. */
export type Keyworded<T extends Op> = T & ((...given: readonly [...unknown[], Kwargs]) => ReturnType<T>);

const isTensor = (value: unknown): value is Tensor & TensorLike => value instanceof Tensor;

/** Where and how memory lies: there is one device and one layout here. */
const ignored = ["layout", "pin_memory", "memory_format", "names", "device", "out"];

function refuseDevices(device: unknown): void {
  if (typeof device === "string" && device.startsWith("cuda")) throw noCuda();
}

/** Writes a result into the tensor given as `out`, which is what the call returns then. */
function writeOut(name: string, result: unknown, out: unknown, args: readonly unknown[]): unknown {
  if (is_grad_enabled() && args.flat().some((arg) => isTensor(arg) && arg.requires_grad)) {
    throw runtimeError(
      `${name}(): functions with out=... arguments don't support automatic differentiation, but one of the arguments ` +
        "requires grad.",
    );
  }
  const pairs: [unknown, unknown][] = Array.isArray(out)
    ? out.map((to, i) => [to, (result as unknown[])[i]])
    : [[out, result]];
  no_grad(() => {
    for (const [to, from] of pairs) (to as Tensor).copy_(from as Tensor);
  });
  return out;
}

/** Calls the op; what it does not ask for is taken from its options before. */
function run(op: AnyOp, { name, places }: Call, args: unknown[]): unknown {
  const options = args[places.length] as Record<string, unknown> | undefined;
  if (options === undefined) return op(...args);
  refuseDevices(options.device);
  // None is what these ops take for not given.
  const own = Object.entries(options).filter(([key, value]) => value !== null && !ignored.includes(key));
  const wanted = args.slice(0, places.length);
  if (own.length > 0) wanted.push(Object.fromEntries(own));
  const result = op(...wanted);
  return options.out ? writeOut(name, result, options.out, wanted) : result;
}

const isPython = (name: string): name is keyof typeof pythonCalls => Object.hasOwn(pythonCalls, name);

/** torch's function of the name over the op: its arguments in torch's order, or by name. */
export function asFunction(name: string, op: AnyOp): AnyOp {
  if (isPython(name)) {
    return (...given) => {
      const { positional, kwargs } = splitKwargs(given);
      return op(...bindPython(name, pythonCalls[name], positional, kwargs));
    };
  }
  const call = functionCall(name);
  if (!call) return op;
  return (...given) => {
    const { positional, kwargs } = splitKwargs(given);
    return run(op, call, bind(call, positional, kwargs, isTensor));
  };
}

/** The same for a method: `self` is the op's first argument. */
export function asMethod(name: string, op: AnyOp): (self: Tensor, ...given: readonly unknown[]) => unknown {
  if (isPython(name)) {
    const rest = pythonCalls[name].slice(1);
    return (self, ...given) => {
      const { positional, kwargs } = splitKwargs(given);
      return op(self, ...bindPython(name, rest, positional, kwargs));
    };
  }
  const call = methodCall(name);
  if (!call) return op;
  const shifted = { ...call, places: ["self", ...call.places] };
  return (self, ...given) => {
    const { positional, kwargs } = splitKwargs(given);
    return run(op, shifted, [self, ...bind(call, positional, kwargs, isTensor, self)]);
  };
}
