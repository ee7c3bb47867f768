// Owns Block: a region of a graph that branches and joins, as one module of a Sequential.
import { runtimeError, valueError } from "../core/errors.ts";
import type { PortRef } from "../graph/graph.ts";
import type { BlockSpec } from "../graph/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module, type Output } from "./base.ts";
import { flatTensors } from "./declared.ts";

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
    return this.run(inputs, () => null);
  }

  /**
   * Runs the modules in order and returns what the spec names: one tensor or a list. A module whose outputs `known`
   * gives (the unnamed port first) is not run, nor is one whose outputs nobody then needs.
   */
  run(inputs: readonly Tensor[], known: (name: string) => readonly Tensor[] | null): Output {
    const { spec } = this;
    if (inputs.length !== spec.inputs.length) {
      throw runtimeError(`Block ${spec.name} takes ${spec.inputs.length} inputs, but got ${inputs.length}`);
    }
    const values = new Map<string, Tensor>();
    const key = ({ node, port }: PortRef): string => (port === null ? node : `${node}.${port}`);
    const value = (ref: PortRef): Tensor => {
      const found = values.get(key(ref));
      if (!found) throw runtimeError(`Block ${spec.name} has no value ${key(ref)}`);
      return found;
    };
    spec.inputs.forEach((ref, i) => {
      values.set(key(ref), inputs[i]!);
    });
    const modules = new Map(this.named_children());
    for (const { name, inputs: sources, outputs } of spec.modules) {
      const ready = known(name);
      const list = ready ?? flatTensors(modules.get(name)!.call(...sources.map(value)));
      outputs.forEach((port, i) => {
        const tensor = list[i];
        if (tensor) values.set(i === 0 ? name : `${name}.${port}`, tensor);
      });
    }
    const results = spec.outputs.map(value);
    return results.length === 1 ? results[0]! : results;
  }

  override _get_name(): string {
    return "Block";
  }
}
