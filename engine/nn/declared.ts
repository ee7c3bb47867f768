// Owns the module made from a declaration: its parameters, its arguments as properties, its forward over tensors.
import { typeError } from "../core/errors.ts";
import type { Generator } from "../core/random.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { checkRank, reprModule } from "../modules/derive.ts";
import type { ArgValues } from "../modules/fields.ts";
import { empty } from "../tensor/create.ts";
import { tensorFunctional } from "../tensor/functional.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type Kwargs, Module, type Output } from "./base.ts";
import { initialize } from "./init.ts";
import { Parameter } from "./parameter.ts";

/** Whether a value is a plain object: keyword arguments. */
export const isKwargs = (value: unknown): value is Kwargs =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A torch.nn module as its declaration says. Arguments and parameters are properties: `m.kernel_size`, `m.weight`. */
export class DeclaredModule extends Module {
  readonly def: AnyModuleDef;
  readonly args: ArgValues;

  /** `args` must be resolved; the generator gives the first values of the parameters, in their order. */
  constructor(def: AnyModuleDef, args: ArgValues, generator: Generator) {
    super();
    this.def = def;
    this.args = args;
    const params = Object.entries(def.params(args));
    const names = new Set(params.map(([name]) => name));
    for (const [name, value] of Object.entries(args)) {
      if (!names.has(name) && !(name in this)) Object.defineProperty(this, name, { value, enumerable: true });
    }
    for (const [name, spec] of params) {
      const tensor = spec && initialize(empty(spec.shape, spec.dtype), spec.init, generator);
      if (spec?.buffer) this.register_buffer(name, tensor);
      else this.register_parameter(name, tensor && new Parameter(tensor));
    }
  }

  /** Inputs in the order of the ports, or by their names in a last plain object. */
  override forward(...given: (Tensor | Kwargs)[]): Output {
    const last = given.at(-1);
    const kwargs: Kwargs = isKwargs(last) ? last : {};
    const inputs = (isKwargs(last) ? given.slice(0, -1) : given) as Tensor[];
    const { name, inputs: ports, variadic } = this.def;
    for (const port of ports.slice(inputs.length)) if (port in kwargs) inputs.push(kwargs[port] as Tensor);
    const missing = ports.slice(inputs.length).map((port) => `'${port}'`);
    if (missing.length > 0) {
      const s = missing.length === 1 ? "" : "s";
      throw typeError(
        `${name}.forward() missing ${missing.length} required positional argument${s}: ${missing.join(" and ")}`,
      );
    }
    if (!variadic && inputs.length > ports.length) {
      throw typeError(
        `${name}.forward() takes ${ports.length + 1} positional arguments but ${inputs.length + 1} were given`,
      );
    }
    const wrong = inputs.find((input) => !(input instanceof Tensor));
    if (wrong !== undefined) throw typeError(`${name}.forward(): expected a Tensor, got ${typeof wrong}`);
    checkRank(
      this.def,
      inputs.map((input) => input.shape),
    );
    return this.def.forward<Tensor>(tensorFunctional, this, ...inputs);
  }

  override _get_name(): string {
    return this.def.name;
  }

  override toString(): string {
    return reprModule(this.def, this.args);
  }
}
