# Owns the golden edges: runs three models in real PyTorch and keeps the model file, weights, input and every edge's statistics.
# Usage: /usr/bin/python3 scripts/golden_edges.py   (needs torch; writes e2e/fixtures/golden)
import json
import os
import random
import struct

import numpy
import torch
from torch import nn

FOLDER = os.path.join(os.path.dirname(__file__), "..", "e2e", "fixtures", "golden")

INFERRED = {"Conv2d": ("in_channels", 1), "Linear": ("in_features", -1), "BatchNorm2d": ("num_features", 1)}


def build(kind, args, x):
    if kind in INFERRED:
        name, dim = INFERRED[kind]
        args = {name: x.shape[dim], **args}
    args = {k: tuple(v) if isinstance(v, list) else v for k, v in args.items()}
    return getattr(nn, kind)(**args)


def merge(kind, args, xs):
    if kind == "Cat":
        return torch.cat(xs, args.get("dim", 1))
    out = xs[0]
    for x in xs[1:]:
        out = out + x if kind == "Add" else out * x
    return out


def ports_of(edges, node):
    order = {"": 0, "other": 1}
    found = []
    for edge in edges:
        name, _, port = edge["to"].partition(".")
        if name == node:
            found.append((order.get(port, 0 if port == "input" else int(port[5:] or 0)), edge["from"]))
    return [source for _, source in sorted(found)]


def save_safetensors(path, state):
    header, blobs, at = {}, [], 0
    for key, value in state.items():
        array = value.detach().numpy()
        kind = {"float32": "F32", "int64": "I64"}[str(array.dtype)]
        blob = array.tobytes()
        header[key] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [at, at + len(blob)]}
        at += len(blob)
        blobs.append(blob)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def run(name, nodes, edges, shape):
    torch.manual_seed(len(name))
    x = torch.randn(shape)
    values, state, waiting = {}, {}, dict(nodes)
    while waiting:
        for node, (kind, args) in list(waiting.items()):
            sources = ports_of(edges, node)
            if any(source not in values for source in sources):
                continue
            xs = [values[source] for source in sources]
            del waiting[node]
            if kind == "Input":
                values[node] = x
            elif kind in ("Add", "Mul", "Cat"):
                values[node] = merge(kind, args, xs)
            elif kind != "Output":
                module = build(kind, args, xs[0])
                if kind == "BatchNorm2d":
                    nn.init.normal_(module.running_mean, 0, 0.3)
                    nn.init.uniform_(module.running_var, 0.5, 2)
                    nn.init.normal_(module.weight, 1, 0.2)
                    nn.init.normal_(module.bias, 0, 0.2)
                module.eval()
                with torch.no_grad():
                    values[node] = module(xs[0])
                state.update({f"{node}.{key}": value for key, value in module.state_dict().items()})
    stats = {}
    for edge in edges:
        v = values[edge["from"]].double()
        stats[f"{edge['from']}->{edge['to']}"] = {
            "shape": ",".join(str(n) for n in v.shape),
            "min": v.min().item(),
            "max": v.max().item(),
            "mean": v.mean().item(),
            "std": v.std(unbiased=False).item(),
        }
    shuffled = list(edges)
    random.Random(7).shuffle(shuffled)
    model = {
        "format": "edgewise",
        "version": 1,
        "name": name,
        "graph": {
            "nodes": {n: {"module": k, "args": a} if a else {"module": k} for n, (k, a) in nodes.items()},
            "edges": shuffled,
        },
    }
    base = os.path.join(FOLDER, name)
    with open(base + ".json", "w") as file:
        json.dump(model, file)
    with open(base + ".edges.json", "w") as file:
        json.dump(stats, file, indent=1)
    numpy.save(base + ".npy", x.numpy())
    save_safetensors(base + ".safetensors", state)


def chain(*names):
    return [{"from": a, "to": b} for a, b in zip(names, names[1:])]


def main():
    os.makedirs(FOLDER, exist_ok=True)
    relu = ("ReLU", {})
    out = ("Output", {})
    run(
        "chain",
        {
            "input": ("Input", {"shape": [2, 3, 20, 20]}),
            "conv1": ("Conv2d", {"out_channels": 8, "kernel_size": 5, "padding": "same", "padding_mode": "reflect"}),
            "bn1": ("BatchNorm2d", {}),
            "gelu1": ("GELU", {"approximate": "tanh"}),
            "pad1": ("ReflectionPad2d", {"padding": [1, 2, 0, 1]}),
            "pool1": ("MaxPool2d", {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True}),
            "conv2": ("Conv2d", {"out_channels": 12, "kernel_size": [3, 2], "groups": 4, "dilation": [2, 1]}),
            "tanh1": ("Tanh", {}),
            "drop1": ("Dropout2d", {"p": 0.3}),
            "avg1": ("AvgPool2d", {"kernel_size": 2, "padding": 1, "count_include_pad": False}),
            "flatten1": ("Flatten", {}),
            "fc1": ("Linear", {"out_features": 10, "bias": False}),
            "logsoftmax1": ("LogSoftmax", {"dim": 1}),
            "output": out,
        },
        chain("input", "conv1", "bn1", "gelu1", "pad1", "pool1", "conv2", "tanh1", "drop1", "avg1", "flatten1", "fc1", "logsoftmax1", "output"),
        (2, 3, 20, 20),
    )
    run(
        "residual",
        {
            "input": ("Input", {"shape": [2, 3, 16, 16]}),
            "conv1": ("Conv2d", {"out_channels": 8, "kernel_size": 3, "padding": 1}),
            "conv2": ("Conv2d", {"out_channels": 8, "kernel_size": 3, "padding": 1}),
            "bn2": ("BatchNorm2d", {}),
            "relu2": relu,
            "add1": ("Add", {}),
            "down": ("Conv2d", {"out_channels": 16, "kernel_size": 1, "stride": 2}),
            "conv3": ("Conv2d", {"out_channels": 16, "kernel_size": 3, "stride": 2, "padding": 1}),
            "gate": ("Sigmoid", {}),
            "mul1": ("Mul", {}),
            "add2": ("Add", {}),
            "pool": ("AdaptiveAvgPool2d", {"output_size": [3, 2]}),
            "flatten": ("Flatten", {}),
            "fc": ("Linear", {"out_features": 5}),
            "softmax": ("Softmax", {"dim": 1}),
            "output": out,
        },
        chain("input", "conv1", "conv2", "bn2", "relu2", "add1", "conv3", "gate", "mul1", "add2", "pool", "flatten", "fc", "softmax", "output")
        + [
            {"from": "conv1", "to": "add1.other"},
            {"from": "add1", "to": "down"},
            {"from": "conv3", "to": "mul1.other"},
            {"from": "down", "to": "add2.other"},
        ],
        (2, 3, 16, 16),
    )
    run(
        "concat",
        {
            "input": ("Input", {"shape": [1, 1, 14, 14]}),
            "stem": ("Conv2d", {"out_channels": 4, "kernel_size": 3, "padding": 1}),
            "a": ("Conv2d", {"out_channels": 4, "kernel_size": 1}),
            "b": ("Conv2d", {"out_channels": 6, "kernel_size": 3, "padding": 1}),
            "c": ("AvgPool2d", {"kernel_size": 3, "stride": 1, "padding": 1}),
            "cat1": ("Cat", {"dim": 1}),
            "pad": ("ZeroPad2d", {"padding": 1}),
            "d": ("Conv2d", {"out_channels": 14, "kernel_size": 3}),
            "cat2": ("Cat", {}),
            "relu": relu,
            "head": ("Conv2d", {"out_channels": 3, "kernel_size": 1}),
            "output": out,
        },
        [
            *chain("input", "stem", "a", "cat1", "pad", "d", "cat2", "relu", "head", "output"),
            *chain("stem", "b", "cat1.other"),
            *chain("stem", "c", "cat1.input2"),
            {"from": "cat1", "to": "cat2.other"},
            {"from": "b", "to": "cat2.input2"},
        ],
        (1, 1, 14, 14),
    )


main()
