// Owns the model in the worker: the Sequential of the last spec, which weights survive when the spec changes, and the
// form in which each module is prepared for the inputs it was last given.
import type { ArrayTensor } from "../engine/core/array.ts";
import { Generator, seedFor } from "../engine/core/random.ts";
import { firstName, idFrom } from "../engine/graph/identity.ts";
import type { ModuleSpec, SequentialSpec } from "../engine/graph/spec.ts";
import { wiredModules } from "../engine/graph/wiring.ts";
import { writeSafetensors } from "../engine/io/safetensors.ts";
import type { Module } from "../engine/nn/base.ts";
import { Block } from "../engine/nn/block.ts";
import { createNode } from "../engine/nn/build.ts";
import { callPorts } from "../engine/nn/declared.ts";
import { SequentialModule } from "../engine/nn/sequential.ts";
import { fitted } from "../engine/nn/state.ts";
import { type Prepared, prepare } from "../engine/plan/prepared.ts";
import type { InputLike } from "../engine/plan/trace.ts";
import { no_grad } from "../engine/tensor/autograd.ts";
import { fromArray, toArray } from "../engine/tensor/create.ts";
import { scope } from "../engine/tensor/storage.ts";
import type { Tensor } from "../engine/tensor/tensor.ts";
import { isOutOfMemory } from "./memory.ts";
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
  /** Its form for one kind of inputs; null where it runs as it is. */
  readied: { readonly inputs: string; readonly form: Prepared | null } | null;
}

type Loaded = ReadonlyMap<string, ReadonlyMap<string, ArrayTensor>>;

/** Tensors of a state_dict by the node their key begins with, and the rest of the key. */
function byNode(tensors: ReadonlyMap<string, ArrayTensor>, idOf: (prefix: string) => string): Loaded {
  const found = new Map<string, Map<string, ArrayTensor>>();
  for (const [key, tensor] of tensors) {
    const dot = key.indexOf(".");
    const id = idOf(dot < 0 ? key : key.slice(0, dot));
    const own = found.get(id) ?? new Map<string, ArrayTensor>();
    found.set(id, own.set(dot < 0 ? "" : key.slice(dot + 1), tensor));
  }
  return found;
}

/** The same as one state_dict, its keys beginning with the names the nodes were made with. */
const keyed = (loaded: Loaded): Map<string, ArrayTensor> =>
  new Map(
    [...loaded].flatMap(([id, tensors]) =>
      [...tensors].map(([key, tensor]) => [key === "" ? firstName(id) : `${firstName(id)}.${key}`, tensor]),
    ),
  );

const emptySpec: SequentialSpec = { inputs: [], items: [], outputs: [] };

/** The model that runs, and the weights it was given. */
export class Model {
  private spec = emptySpec;
  private seed = 0;
  private sequential = SequentialModule.ofNames([]);
  /** By id of the node. */
  private parts = new Map<string, Part>();
  /** By id of the node and the key within it. */
  private loaded: Loaded = new Map();
  private versions = 0;
  private training = false;

  /**
   * Builds the Sequential of a spec. A node whose class and arguments are as before keeps its module. One that has
   * changed keeps its weights if their shapes are as before, else takes those loaded for it if they fit, else draws from
   * (seed, the name the node was made with). A node is known by its id, whatever it is called.
   */
  build(spec: SequentialSpec, seed: number, training: boolean): void {
    const reseeded = seed !== this.seed;
    const parts = new Map<string, Part>();
    const moduleOf = (each: ModuleSpec): Module => {
      const { id } = each;
      const old = this.parts.get(id);
      const key = JSON.stringify([each.module, each.args], infinitiesToo);
      const keep = old?.key === key && !(reseeded && old.hasState);
      const part = keep ? old : this.createPart(each, key, seed, reseeded ? undefined : old);
      parts.set(id, part);
      return part.module;
    };
    const itemOf = (item: SequentialSpec["items"][number]): readonly [string, Module] => {
      if (item.kind === "module") return [item.name, moduleOf(item)];
      return [item.name, new Block(item, new Map(item.modules.map((inner) => [inner.name, moduleOf(inner)])))];
    };
    let items: (readonly [string, Module])[];
    try {
      items = spec.items.map(itemOf);
    } catch (error) {
      // The model stays what it was.
      for (const [id, part] of parts) if (this.parts.get(id) !== part) end(part);
      throw error;
    }
    this.sequential = SequentialModule.ofNames(items).train(training);
    for (const [id, part] of this.parts) {
      // In training modules draw and learn as they run: nothing of that is prepared.
      if (training) unready(part);
      if (parts.get(id) !== part) end(part);
    }
    this.spec = spec;
    this.seed = seed;
    this.parts = parts;
    this.training = training;
  }

  private createPart(spec: ModuleSpec, key: string, seed: number, old: Part | undefined): Part {
    const module = createNode(spec.module, spec.args, new Generator(seedFor(seed, firstName(spec.id))));
    const state = module.state_dict();
    if (state.size > 0 && !(old && carry(old.module.state_dict(), state))) {
      scope(() => carry(this.loadedFor(spec.id), state));
    }
    const hasBuffers = module.buffers().length > 0;
    return { key, module, hasState: state.size > 0, hasBuffers, version: ++this.versions, learned: 0, readied: null };
  }

  private loadedFor(id: string): Map<string, Tensor> {
    return new Map([...(this.loaded.get(id) ?? [])].map(([key, array]) => [key, fromArray(array)]));
  }

  /** Changes whenever a node would give other outputs from the same inputs, beside a change of its arguments. */
  versionOf(node: string): string {
    const part = this.parts.get(node);
    if (!part) return "";
    return this.training ? `${part.version} training` : `${part.version} ${part.learned}`;
  }

  /**
   * A node's module prepared for inputs like these, which must fit (null: a port left open). It stays prepared until it
   * is asked for other ones, replaced or trained. Null where it runs as it is.
   */
  ready(node: string, inputs: readonly (InputLike | null)[]): Prepared | null {
    const part = this.parts.get(node);
    if (!part || this.training) return null;
    const key = inputs.map((input) => (input ? `${input.dtype}[${input.shape}]` : "open")).join();
    if (part.readied?.inputs !== key) {
      unready(part);
      part.readied = { inputs: key, form: prepareIfPossible(part.module, inputs) };
    }
    return part.readied.form;
  }

  /** Runs one node's module (null: a port left open); one tensor per output port. */
  forward(node: string, inputs: readonly (Tensor | null)[]): readonly Tensor[] {
    const part = this.parts.get(node);
    if (!part) throw new Error(`the model has no module ${node}`);
    const form = this.ready(node, inputs);
    if (!form) return this.runModule(part, inputs);
    try {
      return form.run(...inputs.filter((input) => input !== null));
    } catch (error) {
      const key = part.readied?.inputs ?? "";
      if (isOutOfMemory(error)) for (const each of this.parts.values()) unready(each);
      else unready(part);
      // The module has the last word: it may do without, or says itself what is wrong.
      const outputs = this.runModule(part, inputs);
      if (!isOutOfMemory(error)) part.readied = { inputs: key, form: null };
      return outputs;
    }
  }

  private runModule(part: Part, inputs: readonly (Tensor | null)[]): readonly Tensor[] {
    const outputs = no_grad(() => callPorts(part.module, inputs));
    if (this.training && part.hasBuffers) part.learned++;
    return outputs.filter((tensor) => tensor !== null);
  }

  /** The state_dict as a safetensors file. */
  save(): Uint8Array {
    return writeSafetensors([...this.sequential.state_dict()].map(([key, tensor]) => [key, toArray(tensor)]));
  }

  /** load_state_dict: all tensors or none; throws torch's message when keys or shapes do not fit. */
  load(tensors: ReadonlyMap<string, ArrayTensor>): LoadReport {
    const ids = new Map(wiredModules(this.spec).map(({ id, name }) => [name, id]));
    const loaded = byNode(tensors, (name) => ids.get(name) ?? idFrom(name));
    const renamed = [...ids].some(([name, id]) => name !== firstName(id));
    // Before anything changes: there may be no memory for it.
    const kept = renamed ? writeSafetensors(keyed(loaded)) : null;
    const report = scope(() => {
      const state = new Map([...tensors].map(([key, array]) => [key, fromArray(array)]));
      return this.sequential.load_state_dict(state);
    });
    this.loaded = loaded;
    for (const part of this.parts.values()) if (part.hasState) part.version = ++this.versions;
    return { loaded: [...tensors.keys()], ...report, kept };
  }

  /**
   * Uses these weights wherever their keys and shapes fit, now and after later edits. Their keys begin with the names
   * the nodes were made with.
   */
  restore(tensors: ReadonlyMap<string, ArrayTensor>): void {
    this.rebuild(byNode(tensors, idFrom));
  }

  /** Forgets loaded weights and draws all anew. */
  reset(): void {
    this.rebuild(new Map());
  }

  private rebuild(loaded: Loaded): void {
    const { parts: all, loaded: before } = this;
    this.parts = new Map([...all].filter(([, { hasState }]) => !hasState));
    this.loaded = loaded;
    try {
      this.build(this.spec, this.seed, this.training);
    } catch (error) {
      this.parts = all;
      this.loaded = before;
      throw error;
    }
    for (const part of all.values()) if (part.hasState) end(part);
  }
}

function unready(part: Part): void {
  part.readied?.form?.release();
  part.readied = null;
}

/** Gives all memory of a part back. The garbage collector would too, but it does not see how much there is. */
function end(part: Part): void {
  unready(part);
  for (const { storage } of [...part.module.parameters(), ...part.module.buffers()]) storage.free();
}

function prepareIfPossible(module: Module, inputs: readonly (InputLike | null)[]): Prepared | null {
  try {
    return prepare(module, inputs);
  } catch {
    // It runs as it is, and says itself what does not fit.
    return null;
  }
}

// JSON has no infinities and no NaN; arguments may be either.
const infinitiesToo = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

/**
 * Copies weights over where those that both sides name fit as load_state_dict has it; else changes nothing. Returns
 * whether it did.
 */
function carry(from: ReadonlyMap<string, Tensor>, to: ReadonlyMap<string, Tensor>): boolean {
  const writes: (readonly [Tensor, Tensor])[] = [];
  for (const [key, target] of to) {
    const source = from.get(key);
    const fitting = source && fitted(source, target);
    if (source && !fitting) return false;
    if (fitting) writes.push([target, fitting]);
  }
  no_grad(() => {
    for (const [target, source] of writes) target.copy_(source.data);
  });
  return writes.length > 0;
}
