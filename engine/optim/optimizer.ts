// Owns what all optimizers share: parameter groups, their state, and a step under no_grad that leaves nothing behind.
import { typeError, valueError } from "../core/errors.ts";
import { type PyValue, pyRepr, pyTypeName } from "../core/python.ts";
import { enable_grad, no_grad } from "../tensor/autograd.ts";
import { zeros } from "../tensor/create.ts";
import { scope } from "../tensor/storage.ts";
import { Tensor } from "../tensor/tensor.ts";

/** What an optimizer is given: parameters, or groups of them with settings of their own. */
export type Params<H> = Iterable<Tensor> | Iterable<{ readonly params: Tensor | Iterable<Tensor> } & Partial<H>>;

/** Settings of a group and the parameters they are for. `lr` and the like may be changed between steps. */
export type ParamGroup<H> = H & { lr: number; initial_lr?: number; params: Tensor[] };

export type StateValue = Tensor | number | null | readonly StateValue[];

/** torch's layout: parameters are numbered through the groups in order. */
export interface OptimizerStateDict<H> {
  readonly state: { readonly [index: number]: { readonly [name: string]: StateValue } };
  readonly param_groups: readonly (Omit<ParamGroup<H>, "params"> & { readonly params: readonly number[] })[];
}

/** A loss computed anew, with gradients: what LBFGS needs and the others allow. */
export type Closure = () => Tensor;

/** A zero tensor of a parameter's shape that outlives every scope. */
export const zerosFor = (param: Tensor): Tensor => zeros(param.shape).keep();

const copied = (value: StateValue): StateValue => {
  if (value instanceof Tensor) return no_grad(() => value.clone()).keep();
  return Array.isArray(value) ? value.map(copied) : (value as number | null);
};

const released = (value: StateValue): void => {
  if (value instanceof Tensor) value.storage.release();
  else if (Array.isArray(value)) for (const item of value) released(item);
};

/** Checks that a setting is within bounds, or throws torch's ValueError. */
export function check(holds: boolean, text: string, value: PyValue): void {
  if (!holds) throw valueError(`Invalid ${text}: ${pyRepr(value)}`);
}

/** The checks of Adam and its kin. */
export function checkBetas([beta1, beta2]: readonly [number, number]): void {
  check(beta1 >= 0 && beta1 < 1, "beta parameter at index 0", beta1);
  check(beta2 >= 0 && beta2 < 1, "beta parameter at index 1", beta2);
}

/** H: the settings of a group; S: what is remembered of a parameter. */
export abstract class Optimizer<H extends { lr: number }, S extends object> {
  readonly param_groups: ParamGroup<H>[] = [];
  /** What is remembered of each parameter that has been stepped. */
  readonly state = new Map<Tensor, S>();
  readonly defaults: H;
  protected abstract readonly name: string;

  constructor(params: Params<H>, defaults: H) {
    this.defaults = defaults;
    if (params instanceof Tensor) {
      throw typeError(
        "params argument given to the optimizer should be an iterable of Tensors or dicts, but got torch.FloatTensor",
      );
    }
    const given = [...(params as Iterable<Tensor | ({ readonly params: Tensor | Iterable<Tensor> } & Partial<H>)>)];
    if (given.length === 0) throw valueError("optimizer got an empty parameter list");
    const grouped = typeof given[0] === "object" && given[0] !== null && "params" in given[0];
    for (const group of grouped ? given : [{ params: given }]) {
      this.add_param_group(group as { params: Iterable<Tensor> } & Partial<H>);
    }
  }

  /** The first state of a parameter. */
  protected abstract begin(param: Tensor, group: ParamGroup<H>): S;
  /** One step of one parameter; called under no_grad. */
  protected abstract update(param: Tensor, grad: Tensor, state: S, group: ParamGroup<H>): void;

  /** Adds a group of parameters; settings it does not name are the optimizer's. */
  add_param_group(group: { readonly params: Tensor | Iterable<Tensor> } & Partial<H>): void {
    const params = group.params instanceof Tensor ? [group.params] : [...group.params];
    for (const param of params) {
      if (!(param instanceof Tensor)) {
        throw typeError(`optimizer can only optimize Tensors, but one of the params is ${pyTypeName(param)}`);
      }
      if (!param.is_leaf) throw valueError("can't optimize a non-leaf Tensor");
    }
    const whole = { ...this.defaults, ...group, params } as ParamGroup<H>;
    if (whole.lr === undefined) {
      throw valueError("parameter group didn't specify a value of required optimization parameter lr");
    }
    const known = new Set(this.param_groups.flatMap((other) => other.params));
    if (params.some((param) => known.has(param))) {
      throw valueError("some parameters appear in more than one parameter group");
    }
    this.param_groups.push(whole);
  }

  /** Zeroes every gradient, or (`set_to_none`) drops it. */
  zero_grad(set_to_none = false): void {
    for (const { params } of this.param_groups) {
      for (const param of params) {
        if (set_to_none) param.grad = null;
        else no_grad(() => param.grad?.zero_());
      }
    }
  }

  /** One step along the gradients. A closure computes them first; its loss is returned. */
  step(closure?: Closure): Tensor | null {
    const loss = closure ? enable_grad(closure) : null;
    no_grad(() => scope(() => this.updateAll()));
    return loss;
  }

  private updateAll(): void {
    for (const group of this.param_groups) {
      for (const param of group.params) {
        if (!param.grad) continue;
        const state = this.state.get(param) ?? this.begin(param, group);
        this.state.set(param, state);
        this.update(param, param.grad, state, group);
      }
    }
  }

  private indexed(): Tensor[] {
    return this.param_groups.flatMap(({ params }) => params);
  }

  /** State and groups in torch's layout; the tensors are the optimizer's own. */
  state_dict(): OptimizerStateDict<H> {
    const order = this.indexed();
    const state = Object.fromEntries(
      order.flatMap((param, i) => {
        const own = this.state.get(param);
        return own ? [[i, { ...own } as { [name: string]: StateValue }] as const] : [];
      }),
    );
    const param_groups = this.param_groups.map(({ params, ...settings }) => ({
      ...(settings as Omit<ParamGroup<H>, "params">),
      params: params.map((param) => order.indexOf(param)),
    }));
    return { state, param_groups };
  }

  /** Takes over a state_dict's settings and copies of its state; throws torch's ValueError when the groups differ. */
  load_state_dict({ state, param_groups }: OptimizerStateDict<H>): void {
    if (param_groups.length !== this.param_groups.length) {
      throw valueError("loaded state dict has a different number of parameter groups");
    }
    if (param_groups.some(({ params }, i) => params.length !== this.param_groups[i]!.params.length)) {
      throw valueError("loaded state dict contains a parameter group that doesn't match the size of optimizer's group");
    }
    const order = this.indexed();
    const saved = param_groups.flatMap(({ params }) => params);
    for (const own of this.state.values()) for (const value of Object.values(own)) released(value as StateValue);
    this.state.clear();
    order.forEach((param, i) => {
      const own = state[saved[i]!];
      if (!own) return;
      this.state.set(param, Object.fromEntries(Object.entries(own).map(([k, v]) => [k, copied(v)])) as S);
    });
    param_groups.forEach((group, i) => {
      Object.assign(this.param_groups[i]!, group, { params: this.param_groups[i]!.params });
    });
  }

  toString(): string {
    const groups = this.param_groups.map((group, i) => {
      const names = Object.keys(group).filter((name) => name !== "params");
      const line = (name: string): string => {
        const value = (group as Record<string, unknown>)[name];
        return `    ${name}: ${typeof value === "string" ? value : pyRepr(value as PyValue)}\n`;
      };
      return `Parameter Group ${i}\n${names.sort().map(line).join("")}`;
    });
    return `${this.name} (\n${groups.join("\n")})`;
  }
}
