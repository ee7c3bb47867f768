// Owns the making of modules: from a declaration, from a class name, from a compiled graph.
import { TorchError, typeError } from "../core/errors.ts";
import { splitKwargs } from "../core/kwargs.ts";
import { defaultGenerator, type Generator } from "../core/random.ts";
import type { BlockSpec, ModuleSpec, SequentialSpec } from "../graph/spec.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { requireArgs } from "../modules/derive.ts";
import type { Args, ArgValues, Fields } from "../modules/fields.ts";
import { type ModuleName, moduleDef, modules } from "../modules/index.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Module } from "./base.ts";
import { Block } from "./block.ts";
import { type Callable, callable } from "./callable.ts";
import { DeclaredModule } from "./declared.ts";
import type { Parameter } from "./parameter.ts";
import { SequentialModule } from "./sequential.ts";

/** A module from its declaration; arguments are checked as torch's constructor does. */
export const buildModule = (
  def: AnyModuleDef,
  args: ArgValues,
  generator: Generator = defaultGenerator,
): DeclaredModule => new DeclaredModule(def, requireArgs(def, args), generator);

/** Any class of torch.nn by its name. */
export function create(name: string, args: ArgValues = {}, generator?: Generator): DeclaredModule {
  const def = moduleDef(name);
  if (!def) throw new TorchError("AttributeError", `module 'torch.nn' has no attribute '${name}'`);
  return buildModule(def, args, generator);
}

interface TypedDef {
  readonly args: Fields;
  // biome-ignore lint/suspicious/noExplicitAny: params takes the arguments of its own declaration
  params(args: any): object;
}
type ParamsOf<D extends TypedDef> = ReturnType<D["params"]>;
type Held<S> = S extends null ? null : S extends { readonly buffer: true } ? Tensor : Parameter;

/** A built module with its parameters and arguments as typed properties. */
export type ModuleOf<D extends TypedDef> = DeclaredModule & {
  readonly [K in keyof ParamsOf<D>]: Held<ParamsOf<D>[K]>;
} & Omit<Args<D["args"]>, keyof ParamsOf<D> | keyof DeclaredModule>;

/**
 * Torch's constructor without `new`: positional arguments in torch's order, keywords in a last plain object. It can be
 * extended, and `instanceof` tells modules of the class.
 */
export type Constructor<D extends TypedDef> = Callable<unknown[], ModuleOf<D>>;

function constructorOf(def: AnyModuleDef): Callable<unknown[], DeclaredModule> {
  const fields = Object.entries(def.args);
  const argsFrom = (given: readonly unknown[]): ArgValues => {
    const { positional, kwargs } = splitKwargs(given);
    if (positional.length > fields.length) {
      const required = fields.filter(([, field]) => field.default === undefined).length;
      const range = required === fields.length ? `${required + 1}` : `from ${required + 1} to ${fields.length + 1}`;
      throw typeError(
        `${def.name}.__init__() takes ${range} positional arguments but ${positional.length + 1} were given`,
      );
    }
    const args: Record<string, unknown> = {};
    for (const [i, value] of positional.entries()) args[fields[i]![0]] = value;
    for (const [name, value] of Object.entries(kwargs)) {
      if (name in args) throw typeError(`${def.name}.__init__() got multiple values for argument '${name}'`);
      args[name] = value;
    }
    return args;
  };
  class Declared extends DeclaredModule {
    constructor(...given: unknown[]) {
      super(def, requireArgs(def, argsFrom(given)), defaultGenerator);
    }

    /** Modules of the class however they were made; of a subclass those that it made. */
    static override [Symbol.hasInstance](value: unknown): boolean {
      // biome-ignore lint/complexity/noThisInStatic: a subclass asks for itself
      if (this !== made) return Function.prototype[Symbol.hasInstance].call(this, value);
      return value instanceof DeclaredModule && value.def === def;
    }
  }
  const made = callable(Object.defineProperty(Declared, "name", { value: def.name }));
  return made;
}

/** `nn.Conv2d(1, 6, 5, { padding: 2 })` for every module of the registry. */
export const constructors = Object.fromEntries(
  Object.values<AnyModuleDef>(modules).map((def) => [def.name, constructorOf(def)]),
) as unknown as { readonly [N in ModuleName]: Constructor<(typeof modules)[N]> };

/**
 * The module of a node. A graph shows every value that flows in it, and may read one twice: none is overwritten,
 * whatever `inplace` says.
 */
export function createNode(name: string, args: ArgValues, generator: Generator): DeclaredModule {
  const module = create(name, args, generator);
  module.overwrites = false;
  return module;
}

/**
 * The Sequential of a compiled graph. Every module draws its first values from the generator of its id, so that
 * neither another module nor a rename changes its weights.
 */
export function fromSpec(spec: SequentialSpec, generatorFor: (id: string) => Generator): SequentialModule {
  const module = ({ id, module: className, args }: ModuleSpec): Module => createNode(className, args, generatorFor(id));
  const item = (itemSpec: ModuleSpec | BlockSpec): Module =>
    itemSpec.kind === "module"
      ? module(itemSpec)
      : new Block(itemSpec, new Map(itemSpec.modules.map((inner) => [inner.name, module(inner)])));
  return SequentialModule.ofNames(spec.items.map((itemSpec) => [itemSpec.name, item(itemSpec)] as const));
}
