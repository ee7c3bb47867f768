// Owns the model in the worker: the Sequential of the last spec, and which weights survive when the spec changes.
import type { ArrayTensor } from "../engine/core/array.ts";
import { Generator, seedFor } from "../engine/core/random.ts";
import { sameShape } from "../engine/core/shape.ts";
import type { ModuleSpec, SequentialSpec } from "../engine/graph/spec.ts";
import { writeSafetensors } from "../engine/io/safetensors.ts";
import type { Module } from "../engine/nn/base.ts";
import { Block } from "../engine/nn/block.ts";
import { createNode } from "../engine/nn/build.ts";
import { callPorts, flatTensors } from "../engine/nn/declared.ts";
import { SequentialModule } from "../engine/nn/sequential.ts";
import { no_grad } from "../engine/tensor/autograd.ts";
import { fromArray, toArray } from "../engine/tensor/create.ts";
import { scope } from "../engine/tensor/storage.ts";
import type { Tensor } from "../engine/tensor/tensor.ts";
import type { LoadReport } from "./protocol.ts";

/** One node's module, kept as long as its class and arguments stay. */
interface Part {
  readonly key: string;
  readonly module: Module;
  readonly hasState: boolean;
  readonly hasBuffers: boolean;
  /** A number that no other state of any part's weights has had. */
  version: number;
  /** Counts forwards in training, which write to buffers. */
  learned: number;
}

const emptySpec: SequentialSpec = { inputs: [], items: [], outputs: [] };

/** The model that runs, and the weights it was given. */
export class Model {
  private spec = emptySpec;
  private seed = 0;
  private sequential = SequentialModule.ofNames([]);
  private parts = new Map<string, Part>();
  private loaded: ReadonlyMap<string, ArrayTensor> = new Map();
  private versions = 0;
  private training = false;
  /** What the forward hook of the module that runs has seen. */
  private seen: readonly Tensor[] = [];

  /**
   * Builds the Sequential of a spec. A node whose class and arguments are as before keeps its module. One that has
   * changed keeps its weights if their shapes are as before, else takes those loaded under its name if they fit, else
   * draws from (seed, name).
   */
  build(spec: SequentialSpec, seed: number, training: boolean): void {
    const reseeded = seed !== this.seed;
    const parts = new Map<string, Part>();
    const moduleOf = (each: ModuleSpec): Module => {
      const old = this.parts.get(each.name);
      const key = JSON.stringify([each.module, each.args], infinitiesToo);
      const keep = old?.key === key && !(reseeded && old.hasState);
      const part = keep ? old : this.createPart(each, key, seed, reseeded ? undefined : old);
      parts.set(each.name, part);
      return part.module;
    };
    const items = spec.items.map((item): readonly [string, Module] => {
      if (item.kind === "module") return [item.name, moduleOf(item)];
      return [item.name, new Block(item, new Map(item.modules.map((inner) => [inner.name, moduleOf(inner)])))];
    });
    this.sequential = SequentialModule.ofNames(items).train(training);
    this.spec = spec;
    this.seed = seed;
    this.parts = parts;
    this.training = training;
  }

  private createPart(spec: ModuleSpec, key: string, seed: number, old: Part | undefined): Part {
    const module = createNode(spec.module, spec.args, new Generator(seedFor(seed, spec.name)));
    const state = module.state_dict();
    if (state.size > 0 && !(old && carry(old.module.state_dict(), state))) carry(this.loadedUnder(spec.name), state);
    module.register_forward_hook((_module, _inputs, output) => {
      this.seen = flatTensors(output).filter((tensor) => tensor !== null);
    });
    const hasBuffers = module.buffers().length > 0;
    return { key, module, hasState: state.size > 0, hasBuffers, version: ++this.versions, learned: 0 };
  }

  private loadedUnder(name: string): Map<string, ArrayTensor> {
    const prefix = `${name}.`;
    const found = new Map<string, ArrayTensor>();
    for (const [key, tensor] of this.loaded) if (key.startsWith(prefix)) found.set(key.slice(prefix.length), tensor);
    return found;
  }

  /** Changes whenever a node would give other outputs from the same inputs, beside a change of its arguments. */
  versionOf(node: string): string {
    const part = this.parts.get(node);
    if (!part) return "";
    return this.training ? `${part.version} training` : `${part.version} ${part.learned}`;
  }

  /** Runs one node's module (null: a port left open) and returns what its forward hook saw, one tensor per output port. */
  forward(node: string, inputs: readonly (Tensor | null)[]): readonly Tensor[] {
    const part = this.parts.get(node);
    if (!part) throw new Error(`the model has no module ${node}`);
    no_grad(() => callPorts(part.module, inputs));
    if (this.training && part.hasBuffers) part.learned++;
    const { seen } = this;
    this.seen = [];
    return seen;
  }

  /** The state_dict as a safetensors file. */
  save(): Uint8Array {
    return writeSafetensors([...this.sequential.state_dict()].map(([key, tensor]) => [key, toArray(tensor)]));
  }

  /** load_state_dict: all tensors or none; throws torch's message when keys or shapes do not fit. */
  load(tensors: ReadonlyMap<string, ArrayTensor>): LoadReport {
    const report = scope(() => {
      const state = new Map([...tensors].map(([key, array]) => [key, fromArray(array)]));
      return this.sequential.load_state_dict(state);
    });
    this.loaded = tensors;
    for (const part of this.parts.values()) if (part.hasState) part.version = ++this.versions;
    return { loaded: [...tensors.keys()], ...report };
  }

  /** Uses these weights wherever a node's keys and shapes fit, now and after later edits. */
  restore(tensors: ReadonlyMap<string, ArrayTensor>): void {
    this.loaded = tensors;
    this.rebuild();
  }

  /** Forgets loaded weights and draws all anew. */
  reset(): void {
    this.loaded = new Map();
    this.rebuild();
  }

  private rebuild(): void {
    for (const [name, part] of this.parts) if (part.hasState) this.parts.delete(name);
    this.build(this.spec, this.seed, this.training);
  }
}

// JSON has no infinities and no NaN; arguments may be either.
const infinitiesToo = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

/**
 * Copies weights over where those that both sides name have the same shapes; else changes nothing. Returns whether it
 * did.
 */
function carry(
  from: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: ArrayLike<number> }>,
  to: ReadonlyMap<string, Tensor>,
): boolean {
  const shared = [...to.keys()].filter((key) => from.has(key));
  const fits = shared.every((key) => sameShape(from.get(key)?.shape ?? [], to.get(key)?.shape ?? []));
  if (shared.length === 0 || !fits) return false;
  no_grad(() => {
    for (const key of shared) to.get(key)?.copy_(from.get(key)?.data ?? []);
  });
  return true;
}
