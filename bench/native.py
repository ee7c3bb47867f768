"""Owns native PyTorch as a contestant: reads one command per line, answers one line of JSON each.

Commands: {"do": "start", "threads": n}, {"do": "prepare", "task": path}, {"do": "time", "count": n, "inner": m},
{"do": "process"}, {"do": "release"}. Same tasks, same weights and the same definition of one run as in the pages (pages/peer.ts).
"""

import json
import os
import sys
import time
from array import array

import torch
from torch import nn


def blas():
    """The library behind matmul: what a build of PyTorch links to may be fast or the plain reference."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            files = {os.path.basename(line.split()[-1]) for line in maps if "blas" in line or "libmkl" in line}
        return ", ".join(sorted(files)) or "its own BLAS"
    except OSError:
        return "unknown BLAS"


def read(path):
    """All floats of a file."""
    values = array("f")
    with open(path, "rb") as file:
        values.frombytes(file.read())
    return torch.tensor(values, dtype=torch.float32)


def stored(entries, values):
    """Name → tensor."""
    found = {}
    for entry in entries:
        count = 1
        for size in entry["shape"]:
            count *= size
        found[entry["name"]] = values[entry["at"] : entry["at"] + count].reshape(entry["shape"]).clone()
    return found


class Model(nn.Module):
    """The steps of a task as modules under their names."""

    joins = {"Add": lambda args, x: x[0] + x[1], "Cat": lambda args, x: torch.cat(x, args["dim"])}

    def __init__(self, task):
        super().__init__()
        self.steps = task["steps"]
        self.inputs = [entry["name"] for entry in task["inputs"]]
        self.result = task["output"]
        for step in self.steps:
            if step["module"] not in self.joins:
                args = {
                    key: tuple(value) if isinstance(value, list) else value for key, value in step["args"].items()
                }
                self.add_module(step["name"], getattr(nn, step["module"])(**args))

    def forward(self, *inputs):
        values = dict(zip(self.inputs, inputs))
        for step in self.steps:
            given = [values[name] for name in step["inputs"]]
            join = self.joins.get(step["module"])
            value = join(step["args"], given) if join else getattr(self, step["name"])(*given)
            values[step["name"]] = value[0] if isinstance(value, tuple) else value
        return values[self.result]


def prepare(path):
    """A function that runs the task once."""
    with open(path, encoding="utf-8") as file:
        task = json.load(file)
    folder = os.path.dirname(path)
    inputs = list(stored(task["inputs"], read(os.path.join(folder, task["files"]["inputs"]))).values())
    if task["kind"] == "matmul":
        return lambda: torch.matmul(*inputs)
    model = Model(task)
    weights = stored(task["weights"], read(os.path.join(folder, task["files"]["weights"])))
    wrong = model.load_state_dict(weights, strict=False)
    missing = [key for key in wrong.missing_keys if not key.endswith("num_batches_tracked")]
    if missing or wrong.unexpected_keys:
        raise ValueError(f"missing {missing}, unexpected {wrong.unexpected_keys}")
    if not task["train"]:
        model.eval()

        def forward():
            with torch.inference_mode():
                return model(*inputs)

        return forward
    model.train()
    labels = torch.tensor(task["train"]["labels"])
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=task["train"]["lr"])

    def step():
        optimizer.zero_grad()
        loss = criterion(model(*inputs), labels)
        loss.backward()
        optimizer.step()
        return loss.detach()

    return step


def sample(output):
    """Some of an output's elements, as the pages take them."""
    flat = output.reshape(-1)
    stride = max(1, flat.numel() // 1024)
    return {"values": flat[::stride].tolist(), "largest": flat.abs().max().item(), "length": flat.numel()}


def main():
    once = None
    for line in sys.stdin:
        command = json.loads(line)
        try:
            if command["do"] == "start":
                torch.set_num_threads(command["threads"])
                answer = f"PyTorch {torch.__version__.split('+')[0]} ({blas()})"
            elif command["do"] == "prepare":
                begin = time.perf_counter()
                once = prepare(command["task"])
                start = time.perf_counter()
                built = (start - begin) * 1000
                output = once()
                first = (time.perf_counter() - start) * 1000
                if output.dim() == 0:
                    output = torch.stack([output, once(), once()])
                answer = {"buildMs": built, "firstMs": first, "sample": sample(output)}
            elif command["do"] == "time":
                answer = []
                for _ in range(command["count"]):
                    start = time.perf_counter()
                    for _ in range(command["inner"]):
                        once()
                    answer.append((time.perf_counter() - start) * 1000 / command["inner"])
            elif command["do"] == "process":
                answer = os.getpid()
            else:
                once = None
                answer = None
            reply = {"ok": answer}
        except Exception as error:  # every failure is an answer: "cannot"
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


main()
