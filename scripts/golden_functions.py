# Owns the errors of torch's functions: calls that PyTorch refuses, and what it says of them.
# Usage: /usr/bin/python3 scripts/golden_functions.py   (needs torch; writes engine/tensor/functions/golden/errors.json)
import json
import pathlib
import warnings

import torch

TARGET = pathlib.Path(__file__).parent.parent / "engine" / "tensor" / "functions" / "golden" / "errors.json"


def t(*shape, dtype="float32", values=None):
    # A tensor of ones, or of values, as the test spells it.
    return {"shape": list(shape), "dtype": dtype, **({"values": values} if values is not None else {})}


X = t(2, 3)
V = t(3)
S = t()
I = t(2, dtype="int64", values=[0, 1])
B = t(2, 3, dtype="bool")
L = t(2, 3, dtype="int64")


def at(*values):
    return t(len(values), dtype="int64", values=list(values))


# name (with a dot in front for a method), arguments by position, arguments by name
CALLS = [
    # arguments: missing, doubled, unknown, too many, of the wrong type
    ("cumsum", [X], {}), ("cumsum", [X, "a"], {}), ("cumsum", [X, 0], {"dim": 1}), ("cumsum", [X], {"foo": 1}),
    ("cumsum", [X, 1], {"foo": 1}), ("cumsum", [X, 1.5], {}), ("cumsum", [X, True], {}), ("cumsum", [X, X], {}),
    ("mean", [X, 1, 2, 3], {}), ("mean", [X, "a"], {}), ("sum", [], {}), ("sum", [X], {"axis": 0, "dim": 0}),
    ("sum", [X], {"dim": "k"}), ("std", [X, 1, 2, 3, 4, 5], {}), ("gather", [X], {}), ("gather", [], {}), (".gather", [X], {}),
    ("cat", [X], {}), ("cat", [3], {}), ("stack", [X], {}), ("stack", [[X, X]], {"dim": None}), ("transpose", [X, 0], {}),
    (".transpose", [X, 0], {}), ("permute", [X, 0, 1], {}), (".permute", [X, 0, 1.5], {}), ("add", [X, "a"], {}),
    ("add", [X, [1]], {}), ("add", [X, X], {"beta": 2}), ("mul", [X], {}), ("mul", [], {}), (".mul", [X], {}),
    ("clamp", [X, "a"], {}), ("exp", [3], {}), ("exp", [X, X], {}), ("where", [B, X], {}), ("max", [X, 0, True, 1], {}),
    ("max", [X], {"dimm": 0}), ("norm", [X], {"foo": 1}), ("norm", [], {}), ("norm", [X, 1, 2, 3, 4, 5, 6, 7], {}),
    ("relu", [X], {"inplace": True}), ("zeros", ["a"], {}), ("softmax", [X], {}),
    (".softmax", [X], {}), ("argmax", [], {}), ("tensordot", [X], {}), ("flip", [X, [0, 1.5]], {}), ("flip", [X, 0], {}),
    ("narrow", [X, 0, 1], {}), ("index_select", [X, 0, [1]], {}), ("fill", [X], {}), ("rot90", [X, 1, 0], {}),
    ("roll", [X], {}), ("roll", [X, 1, 0, 2], {}), ("split", [X], {}), ("tile", [X], {}), ("tile", [X, 2], {}),
    (".repeat", [X], {}), ("chunk", [X, "a"], {}), ("topk", [X], {}), ("allclose", [X, X, 1, 2, 3, 4], {}),
    ("var", [X], {"correction": 1}), ("maximum", [X, 3], {}), ("unsqueeze", [X], {}), ("squeeze", [X, 0, 1], {}),
    ("masked_fill", [X, B], {}), ("scatter", [X, 0], {}), ("searchsorted", [V], {}), ("median", [X, 0, True, 1], {}),
    ("repeat_interleave", [X, "a"], {}), ("diff", [X, "a"], {}), ("tensor_split", [X, "a"], {}), ("hstack", [X], {}),
    ("pow", [X], {}), ("eq", [X], {}), ("lerp", [X, X], {}), ("full", [[2]], {}), ("arange", [], {}), ("eye", [1.5], {}),
    (".reshape_as", [X], {}), (".view_as", [X, 1], {}), (".expand_as", [X, 1], {}), ("isclose", [X], {}),
    ("logit", [X, "a"], {}), ("nan_to_num", [X, 1, 2, 3, 4], {}), ("cdist", [X], {}), ("std_mean", [X, 1, 2], {}),
    # values
    ("einsum", ["ij,jk->ik", X], {}), ("einsum", ["ij", X, X], {}), ("einsum", ["ijk", X], {}), ("einsum", ["ij->iq", X], {}),
    ("einsum", ["ij->ii", X], {}), ("einsum", ["ij,jk", X, X], {}), ("einsum", ["i1", X], {}), ("einsum", ["..ij", X], {}),
    ("einsum", ["ij->i->j", X], {}), ("einsum", ["ii", X], {}), ("einsum", [X], {}), ("einsum", ["ij->....", X], {}),
    ("tensordot", [X, X], {"dims": 1}), ("tensordot", [X, X], {"dims": -1}), ("tensordot", [X, X], {"dims": 3}),
    ("tensordot", [X, X], {"dims": [[0], [0, 1]]}), ("inner", [X, t(2)], {}), ("cross", [X, t(2, 2)], {}),
    ("cross", [t(2, 2), t(2, 2)], {}), ("cross", [X, V], {}), ("cross", [X, X, 0], {}), ("cdist", [X, t(2, 2)], {}),
    ("cdist", [V, X], {}), ("cdist", [X, X, -1], {}), ("vdot", [X, X], {}), ("vdot", [V, t(2)], {}),
    ("addmv", [V, X, t(2)], {}), ("addr", [V, V, t(2)], {}), ("addbmm", [X, X, X], {}),
    ("addbmm", [X, t(2, 2, 3), t(2, 2, 3)], {}), ("trace", [V], {}), ("index_add", [X, 0, I, t(3, 3)], {}),
    ("index_add", [X, 0, at(5), t(1, 3)], {}), ("index_add", [X, 0, t(1), t(1, 3)], {}), ("index_fill", [X, 0, at(5), 1], {}),
    ("index_fill", [X, 0, t(1), 1], {}), ("index_fill", [X, 0, I, X], {}), ("index_copy", [X, 0, I, t(2, 2)], {}),
    ("take", [X, at(7)], {}), ("take_along_dim", [X, I, 0], {}), ("take_along_dim", [X, t(1, 1), 0], {}),
    ("searchsorted", [X, t(3, 3)], {}), ("searchsorted", [V, X], {"side": "up"}),
    ("searchsorted", [V, X], {"right": True, "side": "left"}), ("median", [t(0, 2), 0], {}), ("diff", [S], {}),
    ("rot90", [V], {}), ("rot90", [X, 1, [0]], {}), ("rot90", [X, 1, [0, 0]], {}), ("renorm", [V, 2, 0, 1], {}),
    ("renorm", [X, -1, 0, 1], {}), ("renorm", [X, 2, 0, -1], {}), ("hsplit", [X, 2], {}), ("vsplit", [V, 2], {}),
    ("hsplit", [S, 2], {}), ("dsplit", [X, 2], {}), ("tensor_split", [X, 0], {}), ("tensor_split", [S, 2], {}),
    ("diag", [t(1, 1, 1)], {}), ("diag_embed", [V, 0, 0, 0], {}), ("cumprod", [X, 5], {}), ("vstack", [[]], {}),
    ("hstack", [[V, X]], {}), ("dstack", [[]], {}), ("kthvalue", [X, 9], {}), ("heaviside", [X, t(dtype="int64")], {}),
    ("isclose", [X, t(3, dtype="int64")], {}), ("bitwise_and", [X, 1], {}), ("meshgrid", [], {}), ("combinations", [X], {}),
    ("cartesian_prod", [X], {}), ("block_diag", [t(1, 1, 1)], {}), ("broadcast_to", [X, [3, 3]], {}),
    ("aminmax", [t(0)], {}), ("amax", [t(0)], {}), ("amax", [X, [0, 0]], {}), ("argmax", [t(0)], {}), ("max", [t(0)], {}),
    ("std", [X, 5], {}), ("std", [L], {}), ("unflatten", [X, 1, [2, 2]], {}), ("repeat_interleave", [X, at(1, 2), 1], {}),
    ("repeat_interleave", [X, -1], {}), ("narrow", [X, 0, 0, 5], {}), ("select", [X, 0, 5], {}), ("bucketize", [X, X], {}),
    ("bincount", [at(-1)], {}), ("eye", [-1], {}), ("arange", [0, 5, 0], {}), ("arange", [0, 5, -1], {}),
    ("linspace", [0, 1, -1], {}), ("clamp", [X], {}), ("floor_divide", [L, 0], {}), ("where", [X, X, X], {}),
    ("masked_select", [X, X], {}), ("mean", [L], {}), ("add", [L, L], {"alpha": 1.5}), ("sub", [B, B], {}),
    ("positive", [B], {}), ("neg", [B], {}), ("chain_matmul", [X, X], {}), ("sum", [X], {"dim": 7}),
    # Tensor.__getitem__
    ("getitem", [X, 3], {}), ("getitem", [X, [0, 3]], {}), ("getitem", [X, [0, 0, 0]], {}), ("getitem", [X, 1.5], {}),
    ("getitem", [X, at(5)], {}), ("getitem", [X, [at(0, 1), at(0, 1, 0)]], {}),
    ("getitem", [X, t(1, dtype="bool")], {}), ("getitem", [X, [slice(None), t(2, dtype="bool")]], {}),
    ("getitem", [X, t(1)], {}), ("getitem", [S, 0], {}), ("getitem", [X, slice(None, None, -1)], {}),
    ("getitem", [X, slice(None, None, 0)], {}),
]


def made(value):
    if isinstance(value, dict):
        dtype = getattr(torch, value["dtype"])
        if "values" in value:
            return torch.tensor(value["values"], dtype=dtype).reshape(value["shape"])
        return torch.ones(value["shape"], dtype=dtype)
    return [made(item) for item in value] if isinstance(value, list) else value


def spelled(value):
    if isinstance(value, slice):
        return {"slice": [value.start, value.stop, value.step]}
    return [spelled(item) for item in value] if isinstance(value, list) else value


def refusal(name, args, kwargs):
    values = [made(value) for value in args]
    try:
        if name == "getitem":
            index = values[1]
            values[0][tuple(index) if isinstance(index, list) else index]
        elif name.startswith("."):
            getattr(values[0], name[1:])(*values[1:], **kwargs)
        else:
            getattr(torch, name)(*values, **kwargs)
    except Exception as error:
        return [type(error).__name__, str(error)]
    raise SystemExit(f"PyTorch takes {name} {args} {kwargs}")


warnings.filterwarnings("ignore")
TARGET.parent.mkdir(exist_ok=True)
rows = [
    {"name": name, "args": spelled(args), "kwargs": kwargs, "error": refusal(name, args, kwargs)}
    for name, args, kwargs in CALLS
]
TARGET.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
