# Owns torch's public names: every class of torch.nn with its constructor's arguments, the functions of functional, init and
# utils, the optimizers and schedulers, as PyTorch 1.13 has them and what later versions added to torch.nn.
# Usage: /usr/bin/python3 scripts/golden_names.py   (needs torch; writes scripts/golden/torch_names.json)
import inspect
import json
import os

import torch.nn.functional as F
from torch import nn, optim
from torch.nn import init, utils
from torch.optim import lr_scheduler

PATH = os.path.join(os.path.dirname(__file__), "golden", "torch_names.json")

# Later than 1.13, with the arguments of PyTorch 2.
LATER = {
    "CircularPad1d": ["padding"],
    "CircularPad2d": ["padding"],
    "CircularPad3d": ["padding"],
    "LPPool3d": ["norm_type", "kernel_size", "stride", "ceil_mode"],
    "RMSNorm": ["normalized_shape", "eps", "elementwise_affine"],
    "ZeroPad1d": ["padding"],
    "ZeroPad3d": ["padding"],
}
NO_ARGUMENT = ("self", "args", "kwargs", "device", "dtype")
LATER_FUNCTIONS = ["lp_pool3d", "rms_norm", "scaled_dot_product_attention"]
# What torch's modules import or keep for themselves.
NOT_OF_F = ("assert_int_or_pair", "boolean_dispatch", "handle_torch_function")


def signature(cls):
    return [name for name in inspect.signature(cls.__init__).parameters if name not in NO_ARGUMENT]


def arguments(cls):
    # A recurrent network hands *args on to RNNBase, and takes nonlinearity out of them where it is an RNN.
    if issubclass(cls, nn.RNNBase) and cls is not nn.RNNBase:
        shared = [name for name in signature(nn.RNNBase) if name != "mode"]
        return shared[:3] + ["nonlinearity"] + shared[3:] if cls is nn.RNN else shared
    return signature(cls)


def classes(module, but=()):
    found = {n: c for n, c in vars(module).items() if inspect.isclass(c) and not n.startswith("_") and n not in but}
    return {n: arguments(found[n]) for n in sorted(found)}


def functions(module, keep):
    return sorted(n for n in dir(module) if callable(getattr(module, n)) and not n.startswith("_") and keep(n))


def is_op(name):
    helper = name.startswith("has_torch_function") or name.endswith("_with_indices") or name in NOT_OF_F
    return name[0].islower() and not helper


names = {
    "nn": dict(sorted({**classes(nn), **LATER}.items())),
    "functional": sorted(functions(F, is_op) + LATER_FUNCTIONS),
    "init": functions(init, lambda n: n.endswith("_") or n == "calculate_gain"),
    "utils": functions(utils, lambda n: n[0].islower()),
    "optim": classes(optim),
    "lr_scheduler": classes(lr_scheduler, ("Counter", "Optimizer")),
}
os.makedirs(os.path.dirname(PATH), exist_ok=True)
with open(PATH, "w") as file:
    groups = []
    for group, value in names.items():
        if isinstance(value, dict):
            lines = [f"    {json.dumps(n)}: {json.dumps(a)}" for n, a in value.items()]
            groups.append(f"  {json.dumps(group)}: {{\n" + ",\n".join(lines) + "\n  }")
        else:
            groups.append(f"  {json.dumps(group)}: [\n" + ",\n".join(f"    {json.dumps(n)}" for n in value) + "\n  ]")
    file.write("{\n" + ",\n".join(groups) + "\n}\n")
