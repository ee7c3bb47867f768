// Owns the way from a model and the shapes of its inputs to the ops it runs.
import type { DType } from "../core/dtype.ts";
import { runtimeError, typeError } from "../core/errors.ts";
import type { Shape } from "../core/shape.ts";
import { Value } from "../ir/graph.ts";
import { Recorder } from "../ir/record.ts";
import { flatOutputs } from "../modules/derive.ts";
import type { Module } from "../nn/base.ts";
import { Block } from "../nn/block.ts";
import { DeclaredModule, type Interpreter } from "../nn/declared.ts";
import { SequentialModule } from "../nn/sequential.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Graph, type TorchOp, Weight } from "./values.ts";

/** What an input looks like; a tensor will do. */
export interface InputLike {
  readonly shape: Shape;
  readonly dtype: DType;
}

const isValue = (value: unknown): boolean => value instanceof Value;

/** Writes down what modules do. */
class Tracer {
  readonly byModule = new Map<string, readonly Value[]>();
  private readonly recorder = new Recorder();
  private readonly weights = new Map<Tensor, Weight>();
  private readonly interpreter: Interpreter<Value>;
  private readonly training: boolean;

  constructor(training: boolean) {
    this.training = training;
    this.interpreter = {
      overwrites: false,
      value: (tensor) => this.weight(tensor),
      call: (module, inputs, flags) => {
        if (!(module instanceof DeclaredModule && isPlain(module))) throw unknown(this.recorder.owner, module);
        return this.interpret(module, inputs, flags)[0]!;
      },
    };
  }

  /** The ops so far, nothing merged into them. */
  get ops(): TorchOp[] {
    return this.recorder.ops.map((op) => ({ ...op, norm: null, activation: "none" }));
  }

  private weight(tensor: Tensor): Weight {
    const found = this.weights.get(tensor) ?? new Weight(tensor);
    this.weights.set(tensor, found);
    return found;
  }

  private interpret(
    module: DeclaredModule,
    inputs: readonly (Value | null)[],
    flags: Parameters<typeof module.interpret>[3] = module.def.flags,
  ): (Value | null)[] {
    return flatOutputs<Value>(module.interpret(this.recorder.functional, this.interpreter, inputs, flags), isValue);
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
    this.recorder.owner = name;
    const { def } = module;
    const open = new Array<null>(Math.max(0, def.inputs.length + def.optional.length - inputs.length)).fill(null);
    return this.interpret(module, [...inputs, ...open]);
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
    return block.wire(inputs, ({ name }, values) => this.run(path(name), children.get(name)!, values));
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
  const outputs = tracer.run("", model, values).filter((value) => value !== null);
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
  const output = tracer.run("", model, values)[0]!;
  const loss = tracer.run("criterion", criterion, [output, ...wanted])[0]!;
  const { ops, byModule } = tracer;
  return { inputs: [...values, ...wanted], ops, outputs: [loss, output], byModule };
}
