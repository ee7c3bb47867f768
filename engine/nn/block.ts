// Owns Block: a region of a graph that branches and joins, as one module of a Sequential.
import { runtimeError, valueError } from "../core/errors.ts";
import type { PortRef } from "../graph/graph.ts";
import type { BlockSpec, WiredModule } from "../graph/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module, type Output } from "./base.ts";
import { callPorts } from "./declared.ts";

/**
 * Its modules wired as the spec says. It adds no prefix: `conv1.weight` stays `conv1.weight`, whether a branch has made
 * a Block of its surroundings or not.
 */
export class Block extends Module {
  override readonly transparent = true;
  readonly spec: BlockSpec;

  constructor(spec: BlockSpec, modules: ReadonlyMap<string, Module>) {
    super();
    this.spec = spec;
    for (const { name } of spec.modules) {
      const module = modules.get(name);
      if (!module) throw valueError(`Block ${spec.name} has no module ${name}`);
      this.setChild(name, module);
    }
  }

  override forward(...inputs: Tensor[]): Output {
    const modules = new Map(this.named_children());
    const results = this.wire(inputs, ({ name }, values) => callPorts(modules.get(name)!, values));
    return results.length === 1 ? results[0]! : results;
  }

  /**
   * What the spec names as outputs, where `call` gives the outputs of one module from its inputs (null: left open). Over
   * tensors, or over whatever stands for them.
   */
  wire<V>(
    inputs: readonly V[],
    call: (module: WiredModule, inputs: readonly (V | null)[]) => readonly (V | null)[],
  ): V[] {
    const { spec } = this;
    if (inputs.length !== spec.inputs.length) {
      throw runtimeError(`Block ${spec.name} takes ${spec.inputs.length} inputs, but got ${inputs.length}`);
    }
    const values = new Map<string, V>();
    const key = ({ node, port }: PortRef): string => (port === null ? node : `${node}.${port}`);
    const value = (ref: PortRef): V => {
      const found = values.get(key(ref));
      if (found === undefined) throw runtimeError(`Block ${spec.name} has no value ${key(ref)}`);
      return found;
    };
    spec.inputs.forEach((ref, i) => {
      values.set(key(ref), inputs[i]!);
    });
    for (const module of spec.modules) {
      const { id, inputs: sources, outputs } = module;
      const list = call(
        module,
        sources.map((ref) => ref && value(ref)),
      );
      outputs.forEach((port, i) => {
        const made = list[i];
        if (made !== undefined && made !== null) values.set(i === 0 ? id : `${id}.${port}`, made);
      });
    }
    return spec.outputs.map(value);
  }

  override _get_name(): string {
    return "Block";
  }
}
