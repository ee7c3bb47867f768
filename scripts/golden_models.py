# Owns the golden numbers of torchvision's models: outputs, gradients and buffers as real PyTorch computes them in float64.
# Weights are not kept: both sides fill every tensor with the same formula of its key (`fill`).
# Usage: /usr/bin/python3 scripts/golden_models.py   (needs torch and torchvision; writes engine/nn/golden/models/*.json)
import json
import math
import os

import numpy as np
import torch
from torch import nn
from torchvision.models import mobilenet_v2, resnet18
from torchvision.models.densenet import _DenseBlock, _Transition
from torchvision.models.googlenet import BasicConv2d, Inception
from torchvision.models.vgg import VGG, cfgs, make_layers

torch.set_num_threads(1)
FOLDER = os.path.join(os.path.dirname(__file__), "..", "engine", "nn", "golden", "models")


def uniform(key, n):
    """n numbers in [-1, 1): FNV-1a of the key, stepped by the golden ratio, through MurmurHash3's finalizer."""
    seed = 2166136261
    for byte in key.encode():
        seed = ((seed ^ byte) * 16777619) & 0xFFFFFFFF
    h = np.uint32(seed) + np.arange(1, n + 1, dtype=np.uint32) * np.uint32(0x9E3779B9)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    h = h ^ (h >> np.uint32(16))
    return (h >> np.uint32(8)).astype(np.float64) / 2**23 - 1


def fill(key, shape):
    """The values of a tensor of the state, rounded to float32: what keeps activations near one."""
    n = math.prod(shape)
    u = uniform(key, n)
    if len(shape) > 1:
        values = u * math.sqrt(6 / math.prod(shape[1:]))
    elif key.endswith("num_batches_tracked"):
        values = np.zeros(n)
    elif key.endswith("running_var") or key.endswith("weight"):
        values = 1 + u / 2
    else:
        values = u / 10
    return torch.from_numpy(values.astype(np.float32)).double().reshape(shape)


def number(x):
    return float(f"{x:.7g}")


def digest(name, tensor):
    """Norm, projection on numbers of the name, and the element in the middle."""
    flat = tensor.detach().double().reshape(-1)
    projection = (flat * torch.from_numpy(uniform(f"check {name}", len(flat)))).sum().item()
    return [number(flat.norm().item()), number(projection), number(flat[len(flat) // 2].item())]


def off(values, noise, key):
    """The values, each off by up to 4e-8 of itself where there is noise."""
    return values * (1 + 4e-8 * torch.from_numpy(uniform(f"{noise} {key}", values.numel())).reshape(values.shape)) if noise else values


def run(model, key, shape, training, noise=None):
    state = model.state_dict()
    model.load_state_dict({k: off(fill(k, list(v.shape)), noise, k) for k, v in state.items()})
    model.zero_grad(set_to_none=True)
    model.train(training)
    dtype = next(model.parameters()).dtype
    x = torch.from_numpy(uniform(key, math.prod(shape)).astype(np.float32)).double().reshape(shape)
    x = off(x, noise, "input").to(dtype)
    x.requires_grad_()
    torch.manual_seed(0)
    output = model(x)
    output.backward(torch.from_numpy(uniform("loss", output.numel())).to(dtype).reshape(output.shape))
    return {
        "shape": list(output.shape),
        "output": [number(v) for v in output.reshape(-1)[:20].tolist()],
        "outputDigest": digest("output", output),
        "inputGradient": digest("input", x.grad),
        "gradients": {k: digest(k, p.grad) for k, p in model.named_parameters()},
        "buffers": {k: digest(k, b) for k, b in model.named_buffers()} if training else {},
    }


class DenseNetBlocks(nn.Module):
    def __init__(self):
        super().__init__()
        self.denseblock1 = _DenseBlock(6, 64, bn_size=4, growth_rate=32, drop_rate=0)
        self.transition1 = _Transition(256, 128)

    def forward(self, x):
        return self.transition1(self.denseblock1(x))


class GoogLeNetBlocks(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = BasicConv2d(3, 64, kernel_size=7, stride=2, padding=3)
        self.maxpool1 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.conv2 = BasicConv2d(64, 64, kernel_size=1)
        self.conv3 = BasicConv2d(64, 192, kernel_size=3, padding=1)
        self.inception3a = Inception(192, 64, 96, 128, 16, 32, 32)
        self.inception3b = Inception(256, 128, 128, 192, 32, 96, 64)

    def forward(self, x):
        x = self.conv3(self.conv2(self.maxpool1(self.conv1(x))))
        return self.inception3b(self.inception3a(x))


def vgg11(batch_norm):
    """VGG-11 with 64 units where torchvision has 4096, which alone are 400 MB."""
    model = VGG(make_layers(cfgs["A"], batch_norm), num_classes=10, init_weights=False)
    for index, sizes in [(0, (512 * 7 * 7, 64)), (3, (64, 64)), (6, (64, 10))]:
        model.classifier[index] = nn.Linear(*sizes)
    return model


MODELS = {
    "resnet18": (lambda: resnet18(num_classes=10), [2, 3, 64, 64]),
    # A quarter of the channels: with all of them every input has values that rounding carries over a kink.
    "mobilenet_v2": (lambda: mobilenet_v2(num_classes=10, width_mult=0.25), [2, 3, 64, 64]),
    "vgg11": (lambda: vgg11(False), [1, 3, 32, 32]),
    "vgg11_bn": (lambda: vgg11(True), [2, 3, 32, 32]),
    "densenet121_blocks": (DenseNetBlocks, [2, 64, 8, 8]),
    "googlenet_blocks": (GoogLeNetBlocks, [2, 3, 32, 32]),
}

def gap(expected, got):
    """The largest difference of two runs, as a share of what the tests allow."""
    pairs = [(expected[k], got[k]) for k in ("outputDigest", "inputGradient")]
    pairs += [(expected[group][k], got[group][k]) for group in ("gradients", "buffers") for k in expected[group]]
    return max(abs(a - b) / (1e-4 + 1e-3 * e[0]) for e, g in pairs for a, b in zip(e, g))


def steady(make, shape):
    """
    The first input that rounding changes little: at others a value lies on a kink of ReLU or a tie of maxima. Judged by
    float32, and by float64 with every weight and pixel off by less than a rounding of float32.
    """

    def is_steady(key, training):
        exact = run(make().double(), key, shape, training)
        noisy = (run(make().double(), key, shape, training, noise) for noise in ("noise 1", "noise 2", "noise 3"))
        return gap(exact, run(make(), key, shape, training)) < 0.8 and all(gap(exact, other) < 0.8 for other in noisy)

    for i in range(1, 30):
        if is_steady(f"input {i}", True) and is_steady(f"input {i}", False):
            return f"input {i}"
    raise RuntimeError("no input is far enough from all kinks")


os.makedirs(FOLDER, exist_ok=True)
for name, (make, shape) in MODELS.items():
    key = steady(make, shape)
    model = make().double()
    golden = {
        "key": key,
        "input": shape,
        "repr": repr(model).split("\n"),
        "state": {k: list(v.shape) for k, v in model.state_dict().items()},
        "eval": run(model, key, shape, False),
        "train": run(model, key, shape, True),
    }
    with open(os.path.join(FOLDER, f"{name}.json"), "w") as file:
        lines = ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in golden.items())
        file.write("{\n" + lines + "\n}\n")
