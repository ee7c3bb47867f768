# Owns the golden numbers: runs real PyTorch and keeps what it computes as small JSON files beside the tests. Those of
# optimizers, general ops, init and utils are made here, all others by the golden_*.py beside it, which it then runs.
# Usage: /usr/bin/python3 scripts/golden.py   (needs torch and torchvision; writes every folder named golden)
import json
import math
import os
import subprocess
import sys
import warnings

import torch
from torch import nn, optim
from torch.optim import lr_scheduler

ENGINE = os.path.join(os.path.dirname(__file__), "..", "engine")
warnings.simplefilter("ignore")
# Sums must not depend on how many processors there are.
torch.set_num_threads(1)


def number(x):
    return str(x) if isinstance(x, float) and not math.isfinite(x) else float(f"{x:.8g}") if isinstance(x, float) else x


def write(path, value):
    path = os.path.join(ENGINE, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        named = isinstance(value, dict)
        lines = [(json.dumps(k) + ": " if named else "") + json.dumps(v) for k, v in items]
        left, right = ("{", "}") if named else ("[", "]")
        file.write(left + "\n  " + ",\n  ".join(lines) + "\n" + right + "\n")


def wave(shape, step):
    n = math.prod(shape)
    return torch.sin(torch.arange(1, n + 1, dtype=torch.float32) * step).reshape(shape)


OPTIMIZERS = [
    ("SGD", {"lr": 0.05}),
    ("SGD", {"lr": 0.05, "momentum": 0.9}),
    ("SGD", {"lr": 0.05, "momentum": 0.9, "dampening": 0.3, "weight_decay": 0.1}),
    ("SGD", {"lr": 0.05, "momentum": 0.8, "nesterov": True, "weight_decay": 0.01}),
    ("SGD", {"lr": 0.001, "momentum": 0.5, "maximize": True, "weight_decay": 0.2}),
    ("Adam", {}),
    ("Adam", {"lr": 0.05, "betas": [0.8, 0.95], "eps": 1e-6, "weight_decay": 0.1}),
    ("Adam", {"lr": 0.1, "amsgrad": True}),
    ("Adam", {"lr": 0.01, "maximize": True, "amsgrad": True, "weight_decay": 0.1}),
    ("AdamW", {"lr": 0.05}),
    ("AdamW", {"lr": 0.05, "weight_decay": 0.3, "amsgrad": True}),
    ("AdamW", {"lr": 0.01, "maximize": True}),
    ("Adamax", {"lr": 0.05}),
    ("Adamax", {"lr": 0.05, "betas": [0.7, 0.9], "weight_decay": 0.1}),
    ("Adamax", {"lr": 0.01, "maximize": True}),
    ("NAdam", {"lr": 0.05}),
    ("NAdam", {"lr": 0.05, "momentum_decay": 0.1, "weight_decay": 0.1}),
    ("RAdam", {"lr": 0.05}),
    ("RAdam", {"lr": 0.05, "betas": [0.8, 0.9], "weight_decay": 0.1}),
    ("Adagrad", {"lr": 0.1}),
    ("Adagrad", {"lr": 0.1, "lr_decay": 0.1, "weight_decay": 0.1, "initial_accumulator_value": 0.5}),
    ("Adagrad", {"lr": 0.01, "maximize": True}),
    ("Adadelta", {}),
    ("Adadelta", {"lr": 0.5, "rho": 0.8, "eps": 1e-4, "weight_decay": 0.1}),
    ("Adadelta", {"maximize": True}),
    ("RMSprop", {}),
    ("RMSprop", {"lr": 0.02, "centered": True, "weight_decay": 0.1}),
    ("RMSprop", {"lr": 0.02, "momentum": 0.5, "alpha": 0.9, "centered": True}),
    ("RMSprop", {"lr": 0.01, "maximize": True}),
    ("Rprop", {}),
    ("Rprop", {"lr": 0.05, "etas": [0.6, 1.4], "step_sizes": [1e-4, 0.2]}),
    ("Rprop", {"lr": 0.001, "maximize": True, "step_sizes": [1e-6, 0.01]}),
    ("ASGD", {"lr": 0.05}),
    ("ASGD", {"lr": 0.05, "lambd": 0.1, "alpha": 0.5, "t0": 3, "weight_decay": 0.1}),
    ("ASGD", {"lr": 0.001, "maximize": True}),
    ("LBFGS", {"lr": 0.3, "max_iter": 2}),
    ("LBFGS", {"lr": 0.3, "max_iter": 3, "history_size": 2}),
    ("LBFGS", {"line_search_fn": "strong_wolfe", "max_iter": 2}),
    ("LBFGS", {"line_search_fn": "strong_wolfe", "max_iter": 5, "lr": 5}),
]


def train(name, options, steps=20, keep=(1, 2, 5, 10, 20)):
    w = wave([3, 2], 0.7).requires_grad_()
    v = wave([4], 1.3).requires_grad_()
    options = {k: tuple(x) if isinstance(x, list) else x for k, x in options.items()}
    optimizer = getattr(optim, name)([w, v], **options)

    kink = 0 if name == "LBFGS" else 0.1

    def closure():
        optimizer.zero_grad()
        loss = (w * w * wave([2], 0.5).abs()).sum() + (v**4).sum() / 4 + w.sum() * v.sum() * 0.3 + (w - 0.5).abs().sum() * kink
        loss.backward()
        return loss

    kept = {}
    for step in range(1, steps + 1):
        loss = optimizer.step(closure)
        if step in keep:
            kept[step] = [number(x) for p in (w, v) for x in p.flatten().tolist()] + [number(loss.item())]
    return kept


SCHEDULERS = [
    ("StepLR", [3], {}),
    ("StepLR", [4], {"gamma": 0.5}),
    ("MultiStepLR", [[2, 2, 5, 11]], {"gamma": 0.5}),
    ("ExponentialLR", [0.9], {}),
    ("ConstantLR", [], {}),
    ("ConstantLR", [], {"factor": 0.5, "total_iters": 7}),
    ("LinearLR", [], {}),
    ("LinearLR", [], {"start_factor": 0.2, "end_factor": 0.7, "total_iters": 9}),
    ("PolynomialLR", [], {}),
    ("PolynomialLR", [], {"total_iters": 12, "power": 2.5}),
    ("CosineAnnealingLR", [6], {}),
    ("CosineAnnealingLR", [5], {"eta_min": 0.01}),
    ("CosineAnnealingWarmRestarts", [4], {}),
    ("CosineAnnealingWarmRestarts", [3], {"T_mult": 2, "eta_min": 0.02}),
    ("CyclicLR", [0.01, 0.2], {"step_size_up": 4}),
    ("CyclicLR", [0.01, 0.2], {"step_size_up": 3, "step_size_down": 5, "mode": "triangular2"}),
    ("CyclicLR", [0.01, 0.2], {"step_size_up": 3, "mode": "exp_range", "gamma": 0.9, "base_momentum": 0.7}),
    ("CyclicLR", [[0.01, 0.02], [0.2, 0.3]], {"step_size_up": 3, "cycle_momentum": False}),
    ("OneCycleLR", [0.5], {"total_steps": 22}),
    ("OneCycleLR", [0.5], {"epochs": 5, "steps_per_epoch": 5, "anneal_strategy": "linear", "div_factor": 10}),
    ("OneCycleLR", [[0.5, 0.3]], {"total_steps": 25, "three_phase": True, "pct_start": 0.4, "final_div_factor": 100}),
]


def sgd():
    a, b = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)
    return optim.SGD([{"params": [a]}, {"params": [b], "lr": 0.04}], lr=0.1, momentum=0.9)


def rates(optimizer, step, steps=20):
    rows = []
    for i in range(steps + 1):
        rows.append([number(g[k]) for g in optimizer.param_groups for k in ("lr", "momentum")])
        optimizer.step()
        if i < steps:
            step(i)
    return rows


def schedule(name, args, options):
    optimizer = sgd()
    scheduler = getattr(lr_scheduler, name)(optimizer, *args, **options)
    return rates(optimizer, lambda i: scheduler.step())


METRICS = [5.0, 4.0, 4.5, 4.2, 4.1, 3.9995, 4.0, 4.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 2.9, 2.9, 2.9, 2.9, 2.9, 2.9]
PLATEAUS = [
    {"patience": 2},
    {"patience": 1, "factor": 0.5, "cooldown": 2, "min_lr": 0.03},
    {"patience": 1, "mode": "max", "threshold": 0.1, "threshold_mode": "abs"},
    {"patience": 0, "threshold": 0.05, "min_lr": [0.001, 0.02]},
]


def plateau(options):
    optimizer = sgd()
    scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, **options)
    return rates(optimizer, lambda i: scheduler.step(METRICS[i]))


def combined():
    optimizer = sgd()
    warm = lr_scheduler.ConstantLR(optimizer, factor=0.1, total_iters=3)
    main = lr_scheduler.ExponentialLR(optimizer, 0.9)
    last = lr_scheduler.CosineAnnealingLR(optimizer, 5)
    sequential = lr_scheduler.SequentialLR(optimizer, [warm, main, last], [4, 10])
    out = {"SequentialLR": rates(optimizer, lambda i: sequential.step())}
    optimizer = sgd()
    chained = lr_scheduler.ChainedScheduler(
        [lr_scheduler.ConstantLR(optimizer, 0.1, 3), lr_scheduler.ExponentialLR(optimizer, 0.9)]
    )
    out["ChainedScheduler"] = rates(optimizer, lambda i: chained.step())
    optimizer = sgd()
    scheduler = lr_scheduler.LambdaLR(optimizer, [lambda e: 0.95**e, lambda e: 1 / (1 + e)])
    out["LambdaLR"] = rates(optimizer, lambda i: scheduler.step())
    optimizer = sgd()
    scheduler = lr_scheduler.MultiplicativeLR(optimizer, lambda e: 0.9 if e % 2 else 1.05)
    out["MultiplicativeLR"] = rates(optimizer, lambda i: scheduler.step())
    optimizer = optim.Adam([torch.zeros(1, requires_grad=True)])
    scheduler = lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=21)
    rows = []
    for _ in range(20):
        rows.append([number(optimizer.param_groups[0]["lr"]), number(optimizer.param_groups[0]["betas"][0])])
        optimizer.step()
        scheduler.step()
    out["OneCycleLR of Adam"] = rows
    return out


def flat(x):
    if isinstance(x, torch.Tensor):
        return {"shape": list(x.shape), "data": [number(float(v)) for v in x.flatten().tolist()]}
    return [flat(item) for item in x]


# Python and JavaScript spell these calls alike but for True, None and the options; both are kept.
OPS = {
    "x.add(y)": None, "x.sub(r)": None, "x.mul(s)": None, "x.div(y)": None, "x.add(2)": None, "i.add(1.5)": None,
    "i.div(2)": None, "b.add(b)": None, "b.add(1)": None, "i.mul(b)": None, "p.pow(0.5)": None, "i.pow(2)": None,
    "x.maximum(y)": None, "x.minimum(r)": None, "x.clamp(-0.5, 0.5)": None, "i.clamp(1, 3)": None, "x.remainder(0.3)": None,
    "x.fmod(0.3)": None, "i.floor_divide(2)": None, "i.neg().floor_divide(2)": None, "p.log1p()": None, "x.expm1()": None,
    "p.rsqrt()": None, "x.erf()": None, "x.erfinv()": None, "x.sigmoid()": None, "i.exp()": None, "x.sign()": None, "half.round()": None,
    "x.lt(y)": None, "i.ge(2)": None, "b.logical_not()": None, "nan.isnan()": None, "nan.isfinite()": None, "nan.isinf()": None,
    "x.sum()": None, "i.sum(0)": None, "b.sum()": None, "x.sum([0, 2], True)": "x.sum([0, 2], true)", "x.mean(-1)": None,
    "x.var(1)": None, "x.var(1, False)": "x.var(1, false)", "x.std()": None, "x.amax([0, 1])": None, "x.max(1)": None, "x.min(-1, True)": "x.min(-1, true)",
    "nan.max()": None, "nan.max(0)": None, "nan.argmin()": None, "x.argmax()": None, "x.argmax(1)": None, "x.argmin(2, True)": "x.argmin(2, true)",
    "i.prod()": None, "x.prod(1)": None, "x.norm()": None, "x.norm(1)": None, "x.norm(3, 1)": None,
    "x.norm(float('inf'), [0, 1])": "x.norm(Infinity, [0, 1])", "x.logsumexp([0, 2])": None, "nan.neg().logsumexp(0)": None,
    "x.cumsum(1)": None, "b.cumsum(0)": None, "b.any(0)": None, "b.all()": None, "e.sum(0)": None, "e.sum()": None, "e.prod()": None, "e.any()": None, "e.all()": None,
    "x.matmul(m)": None, "v.matmul(x)": None, "x.matmul(w)": None, "m.matmul(x)": None, "x.bmm(x.transpose(1, 2))": None, "v.dot(v)": None, "i.matmul(i.t())": None,
    "v.outer(w)": None, "m.mv(v)": None,
    "x.transpose(0, 2)": None, "x.permute(1, 2, 0)": None, "x.movedim(0, 1)": None, "x.flip(0, 2)": None, "x.roll(1, 2)": None, "x.roll([1, -1], [0, 1])": None,
    "x.roll(5)": None, "v.expand(2, -1)": None, "v.repeat(2, 2)": None, "i.repeat_interleave(2, 1)": None, "i.repeat_interleave(2)": None,
    "x.narrow(1, 1, 2)": None, "x.select(-1, 1)": None, "x.split(2, 1)": None, "x.split([1, 2], 1)": None, "x.chunk(2, 2)": None, "x.unbind(1)": None,
    "x.flatten(1)": None, "x.unflatten(2, [2, -1])": None, "x.squeeze()": None, "v.unsqueeze(-1)": None, "i.tril()": None, "i.triu(1)": None, "i.tril(-1)": None,
    "x.diagonal(1, 1, 2)": None, "i.diagonal()": None, "i.diagonal(-1)": None, "x.unfold(2, 2, 1)": None,
    "torch.cat([x, y], 1)": None, "torch.cat([i, x[0]], 0)": "torch.cat([i, x.select(0, 0)], 0)", "torch.stack([v, v], 1)": None,
    "x.index_select(1, k)": None, "x[k]": "x.index(k.remainder(2))", "i[k]": "i.index(k)", "i.gather(1, g)": None, "i.scatter(0, g, 9)": None, "i.scatter_add(1, g, g)": None,
    "x.masked_fill(b, -1.0)": "x.masked_fill(b, -1)", "i.masked_select(b)": None, "x.masked_select(b)": None,
    "v.topk(2)": None, "x.topk(2, 1, False)": "x.topk(2, 1, false)", "x.sort(1)": None, "i.sort(0, True)": "i.sort(0, true)", "nan.sort()": None,
    "torch.where(b, x, y)": None, "torch.where(b, i, 0.5)": None, "x.to(torch.int64)": "x.to('int64')", "half.bool()": None, "torch.linspace(-1, 2, 7)": None, "torch.arange(5)": None, "torch.arange(2, 9, 3)": None, "torch.arange(1, 0, -0.25)": None, "i.T": None, "x.mT": None, "x.softmax(1)": None, "torch.eye(2, 3)": None,
}  # fmt: skip


def operands():
    return {
        "x": wave([2, 3, 4], 0.9), "y": wave([2, 3, 4], 1.7), "r": wave([4], 2.1), "s": wave([3, 1], 0.4), "m": wave([4, 3], 0.6),
        "v": wave([3], 1.1), "w": wave([4], 0.8), "p": wave([5], 1.0).abs() + 0.1,
        "i": torch.tensor([[1, 5, 2, 0], [3, 3, 4, 1], [2, 0, 7, 6]]), "k": torch.tensor([1, 0, 1]), "g": torch.tensor([[0, 1, 2, 0], [2, 2, 1, 1]]),
        "b": torch.tensor([[True, False, True, True], [False, False, True, False], [True, True, True, True]]),
        "half": torch.tensor([-1.5, -0.5, 0.0, 0.5, 1.5, 2.5, 2.4]), "nan": torch.tensor([1.0, float("nan"), float("inf"), -2.0]), "e": torch.zeros(0, 3),
    }  # fmt: skip


def ops():
    kept = []
    for python, typescript in OPS.items():
        value = eval(python, {"torch": torch, "float": float, **operands()})
        single = isinstance(value, torch.Tensor)
        dtypes = [str(t.dtype)[6:] for t in ([value] if single else value)]
        kept.append({"call": typescript or python, "dtypes": dtypes, "out": [flat(value)] if single else flat(value)})
    return kept


def inits():
    calls = {
        "uniform_(t, -1, 2)": lambda t: nn.init.uniform_(t, -1, 2),
        "normal_(t, 1, 0.5)": lambda t: nn.init.normal_(t, 1, 0.5),
        "xavier_uniform_(t, 2)": lambda t: nn.init.xavier_uniform_(t, 2),
        "xavier_normal_(t)": lambda t: nn.init.xavier_normal_(t),
        "kaiming_uniform_(t, 0.1)": lambda t: nn.init.kaiming_uniform_(t, 0.1),
        "kaiming_uniform_(t, 0, 'fan_out', 'relu')": lambda t: nn.init.kaiming_uniform_(t, 0, "fan_out", "relu"),
        "kaiming_normal_(t, 0, 'fan_out', 'tanh')": lambda t: nn.init.kaiming_normal_(t, 0, "fan_out", "tanh"),
        "trunc_normal_(t, 0.5, 2, -1, 1.5)": lambda t: nn.init.trunc_normal_(t, 0.5, 2, -1, 1.5),
        "orthogonal_(t, 2)": lambda t: nn.init.orthogonal_(t, 2),
        "eye_(t)": lambda t: nn.init.eye_(t),
        "sparse_(t, 0.3)": lambda t: nn.init.sparse_(t, 0.3),
        "dirac_(t)": lambda t: nn.init.dirac_(t),
        "dirac_(t, 2)": lambda t: nn.init.dirac_(t, 2),
    }
    kept = []
    for call, init in calls.items():
        shapes = [[4, 3, 3], [2, 3, 2, 3]] if "dirac" in call else [[3, 5], [6, 4]]
        for shape in shapes if "eye" in call or "sparse" in call or "dirac" in call else shapes + [[4, 2, 3]]:
            torch.manual_seed(5)
            kept.append({"call": call, **flat(init(torch.zeros(shape)))})
    return kept


def reparametrized(make, wrap, unwrap, shape):
    torch.manual_seed(3)
    module = wrap(make())
    x = wave(shape, 0.7)
    for _ in range(3):
        module.zero_grad()
        y = module(x)
        (y * y).sum().backward()
    grads = {name: flat(p.grad) for name, p in module.named_parameters()}
    state = {name: flat(t) for name, t in module.state_dict().items()}
    module.eval()
    out = flat(module(x))
    unwrap(module)
    return {"out": out, "grads": grads, "state": state, "removed": {k: flat(t) for k, t in module.state_dict().items()}}


def utils():
    u = nn.utils
    return {
        "weight_norm": reparametrized(lambda: nn.Linear(3, 2), u.weight_norm, u.remove_weight_norm, [4, 3]),
        "weight_norm of a convolution, one norm": reparametrized(
            lambda: nn.Conv2d(2, 3, 2), lambda m: u.weight_norm(m, dim=None), u.remove_weight_norm, [1, 2, 3, 3]
        ),
        "spectral_norm": reparametrized(lambda: nn.Linear(3, 2), u.spectral_norm, u.remove_spectral_norm, [4, 3]),
        "spectral_norm of a convolution": reparametrized(
            lambda: nn.Conv2d(2, 3, 2), lambda m: u.spectral_norm(m, n_power_iterations=2, dim=1), u.remove_spectral_norm, [1, 2, 3, 3]
        ),
    }


def main():
    write("optim/golden/optimizers.json", [{"name": n, "options": o, "kept": train(n, o)} for n, o in OPTIMIZERS])
    write("optim/golden/schedulers.json", [{"name": n, "args": a, "options": o, "rates": schedule(n, a, o)} for n, a, o in SCHEDULERS])
    write("optim/golden/plateaus.json", [{"options": o, "metrics": METRICS, "rates": plateau(o)} for o in PLATEAUS])
    write("optim/golden/combined.json", combined())
    write("tensor/math/golden/operands.json", {k: {"dtype": str(v.dtype)[6:], **flat(v)} for k, v in operands().items()})
    write("tensor/math/golden/ops.json", ops())
    write("nn/golden/init.json", inits())
    write("nn/golden/utils.json", utils())
    here = os.path.dirname(os.path.abspath(__file__))
    for name in sorted(os.listdir(here)):
        if name.startswith("golden_") and name.endswith(".py"):
            subprocess.run([sys.executable, os.path.join(here, name)], check=True)


if __name__ == "__main__":
    main()
