// Owns optim.LBFGS: the limited-memory BFGS method.
import { runtimeError, valueError } from "../core/errors.ts";
import { enable_grad, no_grad } from "../tensor/autograd.ts";
import { zeros } from "../tensor/create.ts";
import { add, mul, sub } from "../tensor/math/binary.ts";
import { abs, neg } from "../tensor/math/elementwise.ts";
import { cat } from "../tensor/math/join.ts";
import { dot } from "../tensor/math/matmul.ts";
import { amax, sum } from "../tensor/math/reduce.ts";
import { narrow } from "../tensor/math/shape.ts";
import { scope } from "../tensor/storage.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type LinePoint, strongWolfe } from "./linesearch.ts";
import { type Closure, Optimizer, type Params } from "./optimizer.ts";

export interface LBFGSSettings {
  lr: number;
  max_iter: number;
  /** How often the closure may be called per step; 1.25 max_iter when null. */
  max_eval: number | null;
  tolerance_grad: number;
  tolerance_change: number;
  history_size: number;
  line_search_fn: "strong_wolfe" | null;
}
interface LBFGSState {
  func_evals: number;
  n_iter: number;
  d: Tensor | null;
  t: number;
  /** Differences of gradients and of positions, and 1 / (y·s) of each pair; oldest first. */
  old_dirs: readonly Tensor[];
  old_stps: readonly Tensor[];
  ro: readonly number[];
  H_diag: number;
  prev_flat_grad: Tensor | null;
  prev_loss: number;
}

const product = (a: Tensor, b: Tensor): number => dot(a, b).item();
const largest = (x: Tensor): number => (x.numel() === 0 ? 0 : amax(abs(x)).item());
const float = Math.fround;

export class LBFGSOptimizer extends Optimizer<LBFGSSettings, LBFGSState> {
  protected readonly name = "LBFGS";

  constructor(params: Params<LBFGSSettings>, options: Partial<LBFGSSettings> = {}) {
    const settings = {
      lr: 1,
      max_iter: 20,
      max_eval: null,
      tolerance_grad: 1e-7,
      tolerance_change: 1e-9,
      history_size: 100,
      line_search_fn: null,
      ...options,
    };
    super(params, { ...settings, max_eval: settings.max_eval ?? Math.floor((settings.max_iter * 5) / 4) });
    if (this.param_groups.length !== 1) {
      throw valueError("LBFGS doesn't support per-parameter options (parameter groups)");
    }
  }

  protected begin(): LBFGSState {
    return {
      func_evals: 0,
      n_iter: 0,
      d: null,
      t: 0,
      old_dirs: [],
      old_stps: [],
      ro: [],
      H_diag: 1,
      prev_flat_grad: null,
      prev_loss: 0,
    };
  }

  protected update(): never {
    throw runtimeError("LBFGS steps all parameters at once");
  }

  private get params(): Tensor[] {
    return this.param_groups[0]!.params;
  }

  private flatGrad(): Tensor {
    return cat(this.params.map((p) => (p.grad ? p.grad.reshape(-1) : zeros([p.numel()]))));
  }

  private move(step: number, direction: Tensor): void {
    let offset = 0;
    for (const p of this.params) {
      const part = narrow(direction, 0, offset, p.numel()).reshape(p.shape);
      p.copy_(add(p, part, { alpha: step }));
      offset += p.numel();
    }
  }

  /** Up to `max_iter` iterations along quasi-Newton directions. The closure is called many times and is required. */
  override step(closure?: Closure): Tensor | null {
    if (!closure) throw runtimeError("LBFGS.step() requires a closure that reevaluates the model and returns the loss");
    const first = enable_grad(closure);
    const state = this.state.get(this.params[0]!) ?? this.begin();
    this.state.set(this.params[0]!, state);
    const before = [state.d, state.prev_flat_grad, ...state.old_dirs, ...state.old_stps];
    no_grad(() =>
      scope(() => {
        for (const tensor of before) tensor?.storage.release();
        this.iterate(() => scope(() => enable_grad(closure).item()), first.item(), state);
        for (const tensor of [state.d, state.prev_flat_grad, ...state.old_dirs, ...state.old_stps]) tensor?.keep();
      }),
    );
    return first;
  }

  /** The direction -H g by the two-loop recursion (Nocedal, 1980), after the history has taken in the last move. */
  private direction(grad: Tensor, state: LBFGSState, history_size: number): Tensor {
    if (state.n_iter === 1 || !state.prev_flat_grad || !state.d) {
      Object.assign(state, { old_dirs: [], old_stps: [], ro: [], H_diag: 1 });
      return neg(grad);
    }
    const y = sub(grad, state.prev_flat_grad);
    const s = mul(state.d, state.t);
    const ys = product(y, s);
    if (ys > 1e-10) {
      const latest = <T>(list: readonly T[], item: T): T[] => [...list, item].slice(-history_size);
      state.old_dirs = latest(state.old_dirs, y);
      state.old_stps = latest(state.old_stps, s);
      state.ro = latest(state.ro, 1 / ys);
      state.H_diag = ys / product(y, y);
    }
    const { old_dirs, old_stps, ro } = state;
    const factors: number[] = [];
    let q = neg(grad);
    for (let i = old_dirs.length - 1; i >= 0; i--) {
      factors[i] = product(old_stps[i]!, q) * ro[i]!;
      q = add(q, old_dirs[i]!, { alpha: -factors[i]! });
    }
    let r = mul(q, state.H_diag);
    for (let i = 0; i < old_dirs.length; i++) {
      r = add(r, old_stps[i]!, { alpha: factors[i]! - product(old_dirs[i]!, r) * ro[i]! });
    }
    return r;
  }

  /** Moves from where it is along d by a step that meets the strong Wolfe conditions. */
  private search(evaluate: () => number, from: LinePoint, d: Tensor, t: number, tolerance: number) {
    const start = this.params.map((p) => p.clone());
    const at = (step: number): LinePoint => {
      this.move(step, d);
      const loss = evaluate();
      const grad = this.flatGrad();
      this.params.forEach((p, i) => void p.copy_(start[i]!));
      return { t: step, loss, grad, slope: product(grad, d) };
    };
    const found = strongWolfe(at, from, t, largest(d), tolerance);
    this.move(found.point.t, d);
    return found;
  }

  private iterate(evaluate: () => number, firstLoss: number, state: LBFGSState): void {
    const { lr, max_iter, tolerance_grad, tolerance_change, history_size, line_search_fn, ...rest } =
      this.param_groups[0]!;
    const max_eval = rest.max_eval ?? Math.floor((max_iter * 5) / 4);
    if (line_search_fn !== null && line_search_fn !== "strong_wolfe") {
      throw runtimeError("only 'strong_wolfe' is supported");
    }
    let loss = firstLoss;
    let evaluations = 1;
    state.func_evals++;
    let grad = this.flatGrad();
    if (largest(grad) <= tolerance_grad) return;
    for (let n = 1; n <= max_iter; n++) {
      state.n_iter++;
      const d = this.direction(grad, state, history_size);
      state.d = d;
      state.prev_flat_grad = grad;
      state.prev_loss = loss;
      state.t = state.n_iter === 1 ? float(Math.min(1, 1 / sum(abs(grad)).item()) * lr) : lr;
      const slope = product(grad, d);
      if (slope > -tolerance_change) return;
      let calls = 0;
      if (line_search_fn) {
        const found = this.search(evaluate, { t: 0, loss, grad, slope }, d, state.t, tolerance_change);
        ({ loss, grad, t: state.t } = found.point);
        calls = found.evaluations;
      } else {
        this.move(state.t, d);
        if (n < max_iter) {
          loss = evaluate();
          grad = this.flatGrad();
          calls = 1;
        }
      }
      evaluations += calls;
      state.func_evals += calls;
      if (evaluations >= max_eval || largest(grad) <= tolerance_grad) return;
      if (largest(d) * Math.abs(state.t) <= tolerance_change) return;
      if (Math.abs(loss - state.prev_loss) < tolerance_change) return;
    }
  }
}

/** torch.optim.LBFGS (Nocedal, 1980), with a strong-Wolfe line search on request; `step` needs a closure. */
export const LBFGS = (params: Params<LBFGSSettings>, options: Partial<LBFGSSettings> = {}): LBFGSOptimizer =>
  new LBFGSOptimizer(params, options);
