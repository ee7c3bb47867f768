# Owns the golden numbers of transposed convolutions, padding, folding, shuffling, resizing and grids: outputs and
# gradients as real PyTorch computes them, and the errors it throws.
# Usage: /usr/bin/python3 scripts/golden_vision.py   (needs torch; writes engine/tensor/golden/vision.json)
import json
import os
import warnings

import torch
import torch.nn.functional as F

from golden import wave

warnings.simplefilter("ignore")
PATH = os.path.join(os.path.dirname(__file__), "..", "engine", "tensor", "golden", "vision.json")


def x(*shape):
    return {"wave": list(shape)}


# Op and arguments in torch's order. Channels of 2 and more: for one channel torch rounds nearest positions differently.
CASES = [
    ["conv_transpose1d", x(2, 4, 3), x(4, 3, 3), x(6), 2, 1, 1, 2, 2],
    ["conv_transpose1d", x(2, 4), x(2, 1, 2), None, 3, 0, 2],
    ["conv_transpose2d", x(1, 2, 3, 2), x(2, 3, 2, 3), x(3), [2, 1], [0, 1], [1, 0], 1, [1, 2]],
    ["conv_transpose2d", x(2, 3, 3), x(2, 1, 3, 3), None, 1, 1, 0, 2],
    ["conv_transpose2d", x(0, 2, 3, 3), x(2, 1, 3, 3), x(1)],
    ["conv_transpose3d", x(1, 2, 2, 2, 2), x(2, 1, 2, 1, 2), x(1), [2, 1, 1], 0, [1, 0, 0]],
    ["conv_transpose2d", x(1, 3, 5, 5), x(4, 2, 3, 3)],
    ["conv_transpose1d", x(5), x(4, 2, 3)],
    ["conv_transpose2d", x(1, 4, 3, 3), x(4, 2, 3, 3), None, 2, 0, 2],
    ["conv_transpose1d", x(1, 4, 3), x(4, 2, 3), None, 2, 0, 2],
    ["conv_transpose3d", x(1, 4, 1, 1, 1), x(4, 2, 3, 3, 3), None, 1, 2],
    ["conv_transpose2d", x(1, 4, 3, 3), x(4, 2, 3, 3), x(4)],
    ["conv_transpose2d", x(1, 3, 3, 3), x(3, 2, 3, 3), None, 1, 0, 0, 2],
    ["conv_transpose2d", x(1, 4, 3, 3), x(4, 2, 3, 3), None, 1, 0, 0, 1, 0],
    ["conv_transpose2d", x(1, 4, 0, 3), x(4, 2, 3, 3)],
    ["pad", x(2, 3), [1, -1, 2, 0], "constant", 0.5],
    ["pad", x(2, 3), [-3, 0, 1, 1]],
    ["pad", x(1, 2, 4), [3, 1], "reflect"],
    ["pad", x(2, 3, 4), [2, 0, 1, 2], "reflect"],
    ["pad", x(1, 1, 2, 3, 2), [1, 0, 2, 1, 0, 1], "reflect"],
    ["pad", x(2, 3), [4, 1], "replicate"],
    ["pad", x(1, 2, 2, 3), [2, -1, 0, 3], "replicate"],
    ["pad", x(1, 2, 2, 2, 2), [0, 1, 1, 0, 2, 2], "replicate"],
    ["pad", x(1, 2, 4), [3, 1], "circular"],
    ["pad", x(1, 2, 2, 3), [1, 2, 0, 2], "circular"],
    ["pad", x(1, 1, 2, 2, 2), [1, 0, 2, 1, 0, 1], "circular"],
    ["pad", x(1, 2, 4), [4, 1], "reflect"],
    ["pad", x(1, 2, 0), [1, 1], "reflect"],
    ["pad", x(1, 0, 2, 2), [1, 1, 1, 1], "replicate"],
    ["pad", x(1, 1, 2, 2), [-1, -1, -1, -1], "reflect"],
    ["pad", x(1, 1, 2, 2), [-1, -1, -1, -1], "replicate"],
    ["pad", x(1, 1, 2, 2, 2), [-1, -1, -1, -1, -1, -1], "replicate"],
    ["pad", x(1, 2, 2), [3, 0], "circular"],
    ["pad", x(2, 2), [3, 0, 1], "circular"],
    ["pixel_shuffle", x(2, 8, 1, 2), 2],
    ["pixel_shuffle", x(9, 2, 1), 3],
    ["pixel_shuffle", x(3, 2, 2), 2],
    ["pixel_shuffle", x(4, 2), 2],
    ["pixel_unshuffle", x(2, 4, 6), 2],
    ["pixel_unshuffle", x(1, 2, 3, 3), 2],
    ["unfold", x(1, 2, 4, 3), [2, 3], 1, [1, 0], [2, 1]],
    ["unfold", x(2, 4, 4), 2, 2],
    ["unfold", x(1, 3, 4, 5), 6],
    ["unfold", x(1, 0, 4, 5), 2],
    ["unfold", x(1, 3, 4, 5), 2, 1, 0, 0],
    ["unfold", x(4, 5), 2],
    ["fold", x(1, 8, 6), [3, 4], 2],
    ["fold", x(4, 4), [3, 5], 2, 2, 1, [2, 3]],
    ["fold", x(1, 12, 11), [4, 5], 2],
    ["fold", x(1, 13, 12), [4, 5], 2],
    ["interpolate", x(1, 2, 5), 3],
    ["interpolate", x(1, 2, 3, 4), None, [2.0, 0.6]],
    ["interpolate", x(1, 2, 2, 2, 3), [3, 1, 5], None, "nearest-exact"],
    ["interpolate", x(1, 2, 5), None, 1.7, "nearest-exact", None, True],
    ["interpolate", x(2, 1, 4), 7, None, "linear"],
    ["interpolate", x(1, 2, 3, 4), None, 1.6, "bilinear", False, False],
    ["interpolate", x(1, 2, 3, 4), [5, 2], None, "bilinear", True],
    ["interpolate", x(1, 1, 5, 4), [2, 3], None, "bilinear", False, None, True],
    ["interpolate", x(1, 1, 2, 3, 2), [3, 2, 4], None, "trilinear", True],
    ["interpolate", x(1, 2, 3, 3), [4, 5], None, "bicubic"],
    ["interpolate", x(1, 1, 3, 3), None, 1.5, "bicubic", True],
    ["interpolate", x(1, 1, 6, 5), [3, 4], None, "bicubic", False, None, True],
    ["interpolate", x(1, 2, 5, 4), [3, 2], None, "area"],
    ["interpolate", x(1, 2, 4), None, 1.5, "area"],
    ["interpolate", x(1, 2, 4)],
    ["interpolate", x(1, 2, 4), 3, 2.0],
    ["interpolate", x(1, 2, 4, 4), 3, None, "linear"],
    ["interpolate", x(2, 4), 3],
    ["interpolate", x(1, 2, 4), 3, None, "nearest", True],
    ["interpolate", x(1, 2, 4, 4), None, 0.1, "bilinear"],
    ["interpolate", x(1, 0, 4, 4), 3],
    ["interpolate", x(1, 2, 4), 3, None, "nearest", None, None, True],
    ["grid_sample", x(2, 2, 3, 4), x(2, 2, 3, 2)],
    ["grid_sample", x(1, 2, 3, 4), x(1, 3, 2, 2), "bilinear", "reflection", True],
    ["grid_sample", x(1, 2, 3, 4), x(1, 3, 2, 2), "bilinear", "border", False],
    ["grid_sample", x(1, 2, 3, 4), x(1, 3, 2, 2), "bicubic", "reflection", False],
    ["grid_sample", x(1, 2, 3, 4), x(1, 3, 2, 2), "bicubic", "zeros", True],
    ["grid_sample", x(1, 2, 3, 4), x(1, 3, 2, 2), "nearest", "border", True],
    ["grid_sample", x(1, 1, 2, 3, 2), x(1, 2, 2, 1, 3), "bilinear", "zeros", True],
    ["grid_sample", x(1, 1, 2, 3, 2), x(1, 2, 2, 1, 3), "nearest", "reflection", False],
    ["grid_sample", x(1, 2, 3, 4), x(2, 3, 2, 2)],
    ["grid_sample", x(1, 2, 3, 4), x(1, 3, 2, 3)],
    ["grid_sample", x(1, 2, 3, 4, 2), x(1, 3, 2, 2, 3), "bicubic"],
    ["grid_sample", x(1, 2, 0, 4), x(1, 3, 2, 2)],
    ["affine_grid", x(2, 2, 3), [2, 1, 2, 3], False],
    ["affine_grid", x(1, 3, 4), [1, 1, 2, 1, 3], True],
    ["affine_grid", x(1, 2, 3), [2, 1, 3, 4], False],
    ["affine_grid", x(1, 2, 3), [1, 1, 3], False],
]


def numbers(tensor):
    return [float(f"{v:.6g}") for v in tensor.detach().reshape(-1).tolist()]


def run(case):
    op, *spec = case
    leaves = []
    args = []
    for item in spec:
        if isinstance(item, dict):
            leaves.append(wave(item["wave"], 0.7 + 0.1 * len(leaves)).requires_grad_())
            item = leaves[-1]
        args.append(item)
    try:
        out = getattr(F, op)(*args)
    except Exception as error:
        return {"case": case, "error": [type(error).__name__, str(error)]}
    (out * wave(out.shape, 0.3)).sum().backward()
    grads = [numbers(leaf.grad) for leaf in leaves]
    return {"case": case, "shape": list(out.shape), "output": numbers(out), "grads": grads}


os.makedirs(os.path.dirname(PATH), exist_ok=True)
with open(PATH, "w") as file:
    file.write("[\n  " + ",\n  ".join(json.dumps(run(case)) for case in CASES) + "\n]\n")
