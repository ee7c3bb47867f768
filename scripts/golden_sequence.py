# Owns the golden numbers of recurrent networks, attention, Transformers, look-up tables and distances: seeded weights,
# outputs and gradients as real PyTorch computes them.
# Usage: /usr/bin/python3 scripts/golden_sequence.py   (needs torch; writes engine/nn/golden/sequence.json)
import json
import os
import warnings

import torch
from torch import nn

from golden import wave

warnings.simplefilter("ignore")
PATH = os.path.join(os.path.dirname(__file__), "..", "engine", "nn", "golden", "sequence.json")

# Class, positional arguments, keywords, inputs, keywords of the call, training. Inputs are shapes of waves, {"ints": …}
# int64 values, {"bools": …} masks, and lists of those, torch's tuples. {"new": …} is a module as an argument.
LAYER = {"new": ["TransformerEncoderLayer", [4, 2, 8], {"dropout": 0.3, "activation": "gelu"}]}
DECODER = {"new": ["TransformerDecoderLayer", [4, 2, 8], {"norm_first": True}]}
CAUSAL = {"bools": [[0, 1, 1], [0, 0, 1], [0, 0, 0]]}
CASES = [
    ["RNN", [3, 4], {"num_layers": 2, "nonlinearity": "relu", "bidirectional": True}, [[5, 2, 3]], {}, False],
    ["RNN", [3, 4], {"bias": False}, [[5, 3], [1, 4]], {}, False],
    ["LSTM", [3, 4], {"num_layers": 2, "proj_size": 2, "bidirectional": True}, [[5, 2, 3]], {}, False],
    ["LSTM", [3, 4], {"num_layers": 3, "dropout": 0.5}, [[5, 2, 3]], {}, True],
    ["LSTM", [3, 4], {"batch_first": True}, [[2, 5, 3], {"tuple": [[1, 2, 4], [1, 2, 4]]}], {}, False],
    ["GRU", [3, 4], {"num_layers": 2, "batch_first": True}, [[2, 5, 3]], {"hx": [2, 2, 4]}, False],
    ["GRU", [3, 4], {"bidirectional": True}, [[5, 3]], {}, False],
    ["RNNCell", [3, 4], {"nonlinearity": "relu"}, [[2, 3], [2, 4]], {}, False],
    ["LSTMCell", [3, 4], {}, [[3], {"tuple": [[4], [4]]}], {}, False],
    ["GRUCell", [3, 4], {"bias": False}, [[2, 3]], {}, False],
    ["MultiheadAttention", [4, 2], {"add_bias_kv": True, "add_zero_attn": True}, [[3, 2, 4], [5, 2, 4], [5, 2, 4]], {}, False],
    ["MultiheadAttention", [4, 2], {"kdim": 3, "vdim": 5, "batch_first": True}, [[2, 3, 4], [2, 5, 3], [2, 5, 5]],
     {"average_attn_weights": False, "attn_mask": [3, 5]}, False],
    ["MultiheadAttention", [4, 2], {"dropout": 0.5}, [[3, 4], [3, 4], [3, 4]],
     {"attn_mask": CAUSAL, "key_padding_mask": {"bools": [0, 0, 1]}}, True],
    ["TransformerEncoderLayer", [4, 2, 8], {"norm_first": True}, [[3, 2, 4]], {"src_mask": CAUSAL}, True],
    ["TransformerDecoderLayer", [4, 2, 8], {"dropout": 0.2}, [[3, 2, 4], [5, 2, 4]], {"tgt_mask": CAUSAL}, True],
    ["TransformerEncoder", [LAYER, 2], {"norm": {"new": ["LayerNorm", [4], {}]}}, [[3, 2, 4]], {"mask": CAUSAL}, True],
    ["TransformerDecoder", [DECODER, 2], {}, [[3, 2, 4], [5, 2, 4]], {}, False],
    ["Transformer", [4, 2, 1, 2, 8], {}, [[5, 2, 4], [3, 2, 4]], {"tgt_mask": CAUSAL}, True],
    ["Embedding", [5, 3], {"padding_idx": 1, "scale_grad_by_freq": True}, [{"ints": [[0, 1, 2], [2, 4, 2]]}], {}, False],
    ["Embedding", [5, 3], {"max_norm": 1.0, "norm_type": 1.0}, [{"ints": [0, 3, 3]}], {}, False],
    ["EmbeddingBag", [5, 3], {"padding_idx": 2}, [{"ints": [0, 2, 3, 3, 4]}, {"ints": [0, 2, 2]}], {}, False],
    ["EmbeddingBag", [5, 3], {"mode": "max"}, [{"ints": [[0, 2], [3, 3]]}], {}, False],
    ["EmbeddingBag", [5, 3], {"mode": "sum", "include_last_offset": True, "scale_grad_by_freq": True},
     [{"ints": [0, 2, 3, 3, 4]}, {"ints": [0, 3, 5]}], {"per_sample_weights": [5]}, False],
    ["Bilinear", [2, 3, 4], {}, [[5, 2], [5, 3]], {}, False],
    ["CosineSimilarity", [], {"dim": -1, "eps": 0.8}, [[4, 3], [1, 3]], {}, False],
    ["PairwiseDistance", [], {"p": 3.0, "keepdim": True}, [[4, 3], [3]], {}, False],
    ["LayerNorm", [[2, 3]], {"eps": 1e-3}, [[4, 2, 3]], {}, False],
]


def build(cls, args, kwargs):
    made = [build(*a["new"]) if isinstance(a, dict) else a for a in args]
    named = {k: build(*v["new"]) if isinstance(v, dict) else v for k, v in kwargs.items()}
    return getattr(nn, cls)(*made, **named)


def value(spec, leaves):
    if isinstance(spec, bool):
        return spec
    if isinstance(spec, dict) and "ints" in spec:
        return torch.tensor(spec["ints"])
    if isinstance(spec, dict) and "bools" in spec:
        return torch.tensor(spec["bools"]).bool()
    if isinstance(spec, dict):
        return tuple(value(item, leaves) for item in spec["tuple"])
    leaf = wave(spec, 0.7 + 0.1 * len(leaves)).requires_grad_()
    leaves.append(leaf)
    return leaf


def flat(output):
    return [output] if isinstance(output, torch.Tensor) else [t for item in output if item is not None for t in flat(item)]


def numbers(tensor):
    return [float(f"{x:.6g}") for x in tensor.detach().reshape(-1).tolist()]


def run(case):
    cls, args, kwargs, inputs, call, training = case
    torch.manual_seed(3)
    module = build(cls, args, kwargs).train(training)
    leaves = []
    given = [value(spec, leaves) for spec in inputs]
    named = {key: value(spec, leaves) for key, spec in call.items()}
    outputs = flat(module(*given, **named))
    # Attention's weights have a softmax's gradient: the sum of squares keeps it away from zero.
    sum((out * wave(out.shape, 0.3)).sum() + (out * out).sum() for out in outputs).backward()
    parameters = {k: p.grad for k, p in module.named_parameters() if p.grad is not None}
    return {
        "case": case,
        "outputs": [numbers(out) for out in outputs],
        "inputs": [numbers(leaf.grad) for leaf in leaves],
        "parameters": {k: float(f"{(g * wave(g.shape, 0.2)).sum().item():.6g}") for k, g in parameters.items()},
    }


with open(PATH, "w") as file:
    file.write("[\n  " + ",\n  ".join(json.dumps(run(case)) for case in CASES) + "\n]\n")
