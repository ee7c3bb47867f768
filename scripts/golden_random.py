# Owns the golden random numbers: what PyTorch's CPU stream gives functions, masks and first weights after manual_seed(0).
# Usage: /usr/bin/python3 scripts/golden_random.py   (needs torch; writes engine/nn/golden/random.json)
import json
import os

import torch
from torch import nn

PATH = os.path.join(os.path.dirname(__file__), "..", "engine", "nn", "golden", "random.json")

# Torch's name, the call in Python, the call in TypeScript (the same where None).
DRAWS = [
    ["torch.rand", "torch.rand([20])", None],
    ["torch.rand_like", "torch.rand_like(torch.zeros([3, 4]))", None],
    ["torch.randn", "torch.randn([5])", None],
    ["torch.randn", "torch.randn([15])", None],
    ["torch.randn", "torch.randn([16])", None],
    ["torch.randn", "torch.randn([37])", None],
    ["torch.randn", "torch.cat([torch.randn([3]), torch.randn([18]), torch.randn([2])])",
     "torch.cat([torch.randn([3]), torch.randn([18]), torch.randn([2])], 0)"],
    ["torch.randn_like", "torch.randn_like(torch.zeros([3, 7]))", None],
    ["torch.randint", "torch.randint(-5, 100, [12])", None],
    ["torch.randperm", "torch.randperm(30)", None],
    ["torch.bernoulli", "torch.bernoulli(torch.full([24], 0.3))", None],
    ["Tensor.bernoulli_", "torch.zeros([24]).bernoulli_(0.3)", None],
    ["Tensor.normal_", "torch.zeros([8]).normal_(1, 2)", None],
    ["Tensor.normal_", "torch.zeros([20]).normal_(1, 2)", None],
    ["Tensor.uniform_", "torch.zeros([8]).uniform_(-1, 2)", None],
    ["Tensor.exponential_", "torch.zeros([8]).exponential_(1.5)", None],
    ["Tensor.random_", "torch.zeros([8]).random_(3, 90)", None],
]  # fmt: skip

# Class, arguments, shape of ones for it in training mode.
MASKS = [
    ["Dropout", {"p": 0.3}, [4, 6]],
    ["Dropout1d", {"p": 0.3}, [3, 5, 2]],
    ["Dropout2d", {"p": 0.3}, [3, 5, 2, 2]],
    ["Dropout3d", {"p": 0.3}, [3, 5, 2, 1, 2]],
    ["AlphaDropout", {"p": 0.3}, [4, 6]],
    ["FeatureAlphaDropout", {"p": 0.3}, [3, 5, 2]],
    ["RReLU", {}, [4, 6]],
    ["FractionalMaxPool2d", {"kernel_size": 2, "output_size": [3, 4]}, [2, 2, 7, 9]],
    ["FractionalMaxPool3d", {"kernel_size": 2, "output_size": [2, 3, 2]}, [1, 2, 5, 7, 5]],
]

# Class and arguments of modules whose first weights are drawn.
WEIGHTS = [
    ["Linear", {"in_features": 4, "out_features": 2}],
    ["Bilinear", {"in1_features": 3, "in2_features": 2, "out_features": 2}],
    ["Conv1d", {"in_channels": 2, "out_channels": 3, "kernel_size": 2}],
    ["Conv2d", {"in_channels": 4, "out_channels": 2, "kernel_size": [2, 3], "groups": 2}],
    ["Conv3d", {"in_channels": 1, "out_channels": 2, "kernel_size": 2}],
    ["ConvTranspose1d", {"in_channels": 2, "out_channels": 3, "kernel_size": 2}],
    ["ConvTranspose2d", {"in_channels": 2, "out_channels": 3, "kernel_size": 2}],
    ["ConvTranspose3d", {"in_channels": 2, "out_channels": 1, "kernel_size": 2}],
    ["Embedding", {"num_embeddings": 5, "embedding_dim": 3, "padding_idx": 1}],
    ["EmbeddingBag", {"num_embeddings": 5, "embedding_dim": 4}],
    ["RNN", {"input_size": 3, "hidden_size": 2, "num_layers": 2}],
    ["LSTM", {"input_size": 3, "hidden_size": 2, "bidirectional": True}],
    ["GRU", {"input_size": 3, "hidden_size": 2}],
    ["RNNCell", {"input_size": 3, "hidden_size": 2}],
    ["LSTMCell", {"input_size": 3, "hidden_size": 2}],
    ["GRUCell", {"input_size": 3, "hidden_size": 2}],
    ["MultiheadAttention", {"embed_dim": 4, "num_heads": 2, "add_bias_kv": True}],
    ["TransformerEncoderLayer", {"d_model": 4, "nhead": 2, "dim_feedforward": 5}],
    ["TransformerDecoderLayer", {"d_model": 4, "nhead": 2, "dim_feedforward": 5}],
    ["Transformer", {"d_model": 4, "nhead": 2, "num_encoder_layers": 1, "num_decoder_layers": 2, "dim_feedforward": 5}],
    ["AdaptiveLogSoftmaxWithLoss", {"in_features": 4, "n_classes": 8, "cutoffs": [3, 5], "div_value": 2.0}],
]


def build(name, args):
    return getattr(nn, name)(**{k: tuple(v) if isinstance(v, list) and k != "cutoffs" else v for k, v in args.items()})


def draw(name, python, typescript):
    torch.manual_seed(0)
    return {"name": name, "call": typescript or python, "values": eval(python).flatten().tolist()}


def mask(name, args, shape):
    module = build(name, args)
    # Ascending, so that what a pooling picks says where; RReLU changes what is negative.
    x = torch.arange(torch.Size(shape).numel()).float().reshape(shape) - (30 if name == "RReLU" else -1)
    torch.manual_seed(0)
    return {"name": f"nn.{name}", "module": name, "args": args, "input": {"shape": shape, "first": x.flatten()[0].item()},
            "values": module(x).flatten().tolist()}  # fmt: skip


def weights(name, args):
    torch.manual_seed(0)
    state = build(name, args).state_dict()
    return {"name": f"nn.{name}", "module": name, "args": args, "state": {k: v.flatten().tolist() for k, v in state.items()}}


golden = {"draws": [draw(*d) for d in DRAWS], "masks": [mask(*m) for m in MASKS], "weights": [weights(*w) for w in WEIGHTS]}
with open(PATH, "w") as file:
    groups = [f"  {json.dumps(k)}: [\n" + ",\n".join("    " + json.dumps(x) for x in v) + "\n  ]" for k, v in golden.items()]
    file.write("{\n" + ",\n".join(groups) + "\n}\n")
