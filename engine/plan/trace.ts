// Owns the interpreter of ops that writes them down: from a model and the shapes of its inputs to the ops it runs.
import type { DType } from "../core/dtype.ts";
import { runtimeError, typeError } from "../core/errors.ts";
import type { Shape } from "../core/shape.ts";
import { flatOutputs } from "../modules/derive.ts";
import type { Module } from "../nn/base.ts";
import { Block } from "../nn/block.ts";
import { DeclaredModule, type Interpreter } from "../nn/declared.ts";
import { SequentialModule } from "../nn/sequential.ts";
import type { Functional } from "../ops/functional.ts";
import { shapeFunctional } from "../ops/shapes/index.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Graph, mapValues, type Op, type TorchOp, Value, valuesIn } from "./values.ts";

type AnyOp = (...args: readonly unknown[]) => unknown;

/** What an input looks like; a tensor will do. */
export interface InputLike {
  readonly shape: Shape;
  readonly dtype: DType;
}

const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.every((size) => typeof size === "number");
const isValue = (value: unknown): boolean => value instanceof Value;

/** Ops that leave elements as they are, and so their dtype too. */
const moving: ReadonlySet<TorchOp> = new Set<TorchOp>([
  "flatten",
  "unflatten",
  "cat",
  "pad",
  "add",
  "mul",
  "pixel_shuffle",
  "pixel_unshuffle",
  "channel_shuffle",
  "dropout",
  "dropout1d",
  "dropout2d",
  "dropout3d",
  "alpha_dropout",
  "feature_alpha_dropout",
]);

/** The dtype of an op's output; `place`: which of several. */
function outputType(name: TorchOp, args: readonly unknown[], place: number): DType {
  if (name === "zeros") return (args[1] as DType | undefined) ?? "float32";
  if (name.endsWith("_with_indices") && place === 1) return "int64";
  const given = valuesIn(args).map(({ dtype }) => dtype);
  return moving.has(name) && !given.includes("float32") ? (given[0] ?? "float32") : "float32";
}

/** Who writes down what the ops are called with; nothing waits while a model is traced. */
let tracing: Tracer | null = null;

const functional = Object.fromEntries(
  Object.keys(shapeFunctional).map((name) => [name, (...args: unknown[]) => tracing!.call(name as TorchOp, args)]),
) as unknown as Functional<Value>;

function traced<T>(tracer: Tracer, run: () => T): T {
  tracing = tracer;
  try {
    return run();
  } finally {
    tracing = null;
  }
}

/** Writes down what modules do. */
class Tracer {
  readonly ops: Op[] = [];
  readonly byModule = new Map<string, readonly Value[]>();
  private readonly constants = new Map<Tensor, Value>();
  private owner = "";
  private readonly interpreter: Interpreter<Value>;
  private readonly training: boolean;

  constructor(training: boolean) {
    this.training = training;
    this.interpreter = {
      overwrites: false,
      value: (tensor) => this.constant(tensor),
      call: (module, inputs, flags) => {
        if (!(module instanceof DeclaredModule && isPlain(module))) throw unknown(this.owner, module);
        return flatOutputs<Value>(module.interpret(functional, this.interpreter, inputs, flags), isValue)[0]!;
      },
    };
  }

  private constant(tensor: Tensor): Value {
    const found = this.constants.get(tensor) ?? new Value(tensor.shape, tensor.dtype, tensor);
    this.constants.set(tensor, found);
    return found;
  }

  call(name: TorchOp, args: readonly unknown[]): unknown {
    const outputs: Value[] = [];
    const toValues = (result: unknown): unknown => {
      if (result === null) return null;
      if (!isShape(result)) return (result as readonly unknown[]).map(toValues);
      const value = new Value(result, outputType(name, args, outputs.length));
      outputs.push(value);
      return value;
    };
    if (args.some((arg) => typeof arg === "function")) {
      throw typeError(
        `plan: ${this.owner || "the model"} calls a module from inside ${name}, which a plan cannot follow`,
      );
    }
    const op = shapeFunctional[name] as unknown as AnyOp;
    const result = toValues(op(...mapValues(args, ({ shape }) => shape)));
    this.ops.push({ name, args, outputs, owner: this.owner, norm: null, activation: "none" });
    return result;
  }

  /** The outputs of a module, by port. */
  run(name: string, module: Module, inputs: readonly (Value | null)[]): (Value | null)[] {
    if (module.hasForwardHooks)
      throw typeError(`plan: ${name || module._get_name()} has forward hooks, which it would skip`);
    if (module.training !== this.training) {
      const [is, wanted] = module.training ? ["training", "eval"] : ["eval", "train"];
      throw runtimeError(`plan: ${name || "the model"} is in ${is} mode; call ${wanted}() first`);
    }
    const outputs = this.open(name, module, inputs);
    this.byModule.set(
      name,
      outputs.filter((value) => value !== null),
    );
    return outputs;
  }

  private open(name: string, module: Module, inputs: readonly (Value | null)[]): (Value | null)[] {
    if (!isPlain(module)) throw unknown(name, module);
    if (module instanceof SequentialModule) return this.sequence(name, module, inputs);
    if (module instanceof Block) return this.block(name, module, inputs);
    if (!(module instanceof DeclaredModule)) throw unknown(name, module);
    this.owner = name;
    const { def } = module;
    const open = new Array<null>(Math.max(0, def.inputs.length + def.optional.length - inputs.length)).fill(null);
    return flatOutputs<Value>(module.interpret(functional, this.interpreter, [...inputs, ...open]), isValue);
  }

  private sequence(name: string, model: SequentialModule, inputs: readonly (Value | null)[]): (Value | null)[] {
    let values = [...inputs];
    for (const [key, module] of model.named()) values = this.run(name === "" ? key : `${name}.${key}`, module, values);
    return values;
  }

  private block(name: string, block: Block, inputs: readonly (Value | null)[]): (Value | null)[] {
    const children = new Map(block.named_children());
    // A Block adds no prefix of its own.
    const prefix = name.split(".").slice(0, -1).join(".");
    const path = (child: string): string => (prefix === "" ? child : `${prefix}.${child}`);
    return block.wire(inputs, (child, values) => this.run(path(child), children.get(child)!, values));
  }
}

/** Whether a module's forward is that of its class of torch.nn: a subclass may have one of its own. */
const isPlain = ({ forward }: Module): boolean =>
  [DeclaredModule, SequentialModule, Block].some((known) => known.prototype.forward === forward);

const unknown = (name: string, module: Module): Error =>
  typeError(
    `plan: ${name === "" ? "the model" : name} is a ${module._get_name()}; a plan takes modules of torch.nn, Sequentials ` +
      "and Blocks of them",
  );

const toValue = ({ shape, dtype }: InputLike): Value => new Value(shape, dtype);

/**
 * The ops that a model runs on inputs like these (null: an optional one that is left out), in eval mode; nothing is
 * computed.
 * @throws ShapeError with torch's message when the inputs do not fit
 * @throws TypeError for modules whose forward is not declared, and for those with forward hooks
 */
export function trace(model: Module, inputs: readonly (InputLike | null)[]): Graph {
  const tracer = new Tracer(false);
  const values = inputs.map((input) => input && toValue(input));
  const outputs = traced(tracer, () => tracer.run("", model, values)).filter((value) => value !== null);
  return { inputs: values.filter((value) => value !== null), ops: tracer.ops, outputs, byModule: tracer.byModule };
}

/**
 * The same in training mode, with a criterion that takes the model's first output and the targets. The loss is the
 * first output, the model's output the second.
 */
export function traceLoss(
  model: Module,
  criterion: Module,
  inputs: readonly InputLike[],
  targets: readonly InputLike[],
): Graph {
  const tracer = new Tracer(true);
  const [values, wanted] = [inputs.map(toValue), targets.map(toValue)];
  const [output, loss] = traced(tracer, () => {
    const first = tracer.run("", model, values)[0]!;
    return [first, tracer.run("criterion", criterion, [first, ...wanted])[0]!];
  });
  const { ops, byModule } = tracer;
  return { inputs: [...values, ...wanted], ops, outputs: [loss, output], byModule };
}
