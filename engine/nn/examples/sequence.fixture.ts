// Owns what the walk through the registry needs to know of recurrent networks and transformers.
import type { Examples } from "./example.fixture.ts";

export const sequenceExamples: Examples = {
  RNN: {
    args: { input_size: 3, hidden_size: 2 },
    repr: "RNN(3, 2)",
    inputs: (n) => [[n(2, 3), n(1, 2), 3]],
    wrong: {
      inputs: [[2, 1, 4]],
      error: "RuntimeError: input.size(-1) must be equal to input_size. Expected 3, got 4",
    },
  },
  LSTM: {
    args: { input_size: 3, hidden_size: 2 },
    repr: "LSTM(3, 2)",
    inputs: (n) => [[n(2, 3), n(1, 2), 3]],
    wrong: {
      inputs: [[2, 1, 4]],
      error: "RuntimeError: input.size(-1) must be equal to input_size. Expected 3, got 4",
    },
  },
  GRU: {
    args: { input_size: 3, hidden_size: 2 },
    repr: "GRU(3, 2)",
    inputs: (n) => [[n(2, 3), n(1, 2), 3]],
    wrong: {
      inputs: [[2, 1, 4]],
      error: "RuntimeError: input.size(-1) must be equal to input_size. Expected 3, got 4",
    },
  },
  RNNCell: {
    args: { input_size: 3, hidden_size: 2 },
    repr: "RNNCell(3, 2)",
    inputs: (n) => [[n(1, 3), 3]],
    wrong: { inputs: [[2, 4]], error: "RuntimeError: input has inconsistent input_size: got 4 expected 3" },
  },
  LSTMCell: {
    args: { input_size: 3, hidden_size: 2 },
    repr: "LSTMCell(3, 2)",
    inputs: (n) => [[n(1, 3), 3]],
    wrong: { inputs: [[2, 4]], error: "RuntimeError: input has inconsistent input_size: got 4 expected 3" },
  },
  GRUCell: {
    args: { input_size: 3, hidden_size: 2 },
    repr: "GRUCell(3, 2)",
    inputs: (n) => [[n(1, 3), 3]],
    wrong: { inputs: [[2, 4]], error: "RuntimeError: input has inconsistent input_size: got 4 expected 3" },
  },
  MultiheadAttention: {
    args: { embed_dim: 4, num_heads: 2 },
    repr: "MultiheadAttention(\n  (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)\n)",
    inputs: () => [
      [3, 2, 4],
      [3, 2, 4],
      [3, 2, 4],
    ],
    wrong: {
      inputs: [
        [3, 2, 5],
        [3, 2, 4],
        [3, 2, 4],
      ],
      error: "AssertionError: was expecting embedding dimension of 4, but got 5",
    },
  },
  TransformerEncoderLayer: {
    args: { d_model: 4, nhead: 2, dim_feedforward: 5 },
    repr: "TransformerEncoderLayer(\n  (self_attn): MultiheadAttention(\n    (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)\n  )\n  (linear1): Linear(in_features=4, out_features=5, bias=True)\n  (dropout): Dropout(p=0.1, inplace=False)\n  (linear2): Linear(in_features=5, out_features=4, bias=True)\n  (norm1): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n  (norm2): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n  (dropout1): Dropout(p=0.1, inplace=False)\n  (dropout2): Dropout(p=0.1, inplace=False)\n)",
    inputs: (n) => [[n(2, 3), 2, 4]],
    wrong: { inputs: [[2, 1, 5]], error: "AssertionError: was expecting embedding dimension of 4, but got 5" },
  },
  TransformerDecoderLayer: {
    args: { d_model: 4, nhead: 2, dim_feedforward: 5 },
    repr: "TransformerDecoderLayer(\n  (self_attn): MultiheadAttention(\n    (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)\n  )\n  (multihead_attn): MultiheadAttention(\n    (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)\n  )\n  (linear1): Linear(in_features=4, out_features=5, bias=True)\n  (dropout): Dropout(p=0.1, inplace=False)\n  (linear2): Linear(in_features=5, out_features=4, bias=True)\n  (norm1): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n  (norm2): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n  (norm3): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n  (dropout1): Dropout(p=0.1, inplace=False)\n  (dropout2): Dropout(p=0.1, inplace=False)\n  (dropout3): Dropout(p=0.1, inplace=False)\n)",
    inputs: () => [
      [2, 1, 4],
      [3, 1, 4],
    ],
    wrong: {
      inputs: [
        [2, 1, 5],
        [2, 1, 4],
      ],
      error: "AssertionError: was expecting embedding dimension of 4, but got 5",
    },
  },
  Transformer: {
    args: { d_model: 4, nhead: 2, num_encoder_layers: 1, num_decoder_layers: 1, dim_feedforward: 5 },
    repr: "Transformer(\n  (encoder): TransformerEncoder(\n    (layers): ModuleList(\n      (0): TransformerEncoderLayer(\n        (self_attn): MultiheadAttention(\n          (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)\n        )\n        (linear1): Linear(in_features=4, out_features=5, bias=True)\n        (dropout): Dropout(p=0.1, inplace=False)\n        (linear2): Linear(in_features=5, out_features=4, bias=True)\n        (norm1): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n        (norm2): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n        (dropout1): Dropout(p=0.1, inplace=False)\n        (dropout2): Dropout(p=0.1, inplace=False)\n      )\n    )\n    (norm): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n  )\n  (decoder): TransformerDecoder(\n    (layers): ModuleList(\n      (0): TransformerDecoderLayer(\n        (self_attn): MultiheadAttention(\n          (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)\n        )\n        (multihead_attn): MultiheadAttention(\n          (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)\n        )\n        (linear1): Linear(in_features=4, out_features=5, bias=True)\n        (dropout): Dropout(p=0.1, inplace=False)\n        (linear2): Linear(in_features=5, out_features=4, bias=True)\n        (norm1): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n        (norm2): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n        (norm3): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n        (dropout1): Dropout(p=0.1, inplace=False)\n        (dropout2): Dropout(p=0.1, inplace=False)\n        (dropout3): Dropout(p=0.1, inplace=False)\n      )\n    )\n    (norm): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n  )\n)",
    inputs: () => [
      [2, 1, 4],
      [3, 1, 4],
    ],
    wrong: {
      inputs: [
        [2, 1, 4],
        [2, 2, 4],
      ],
      error: "RuntimeError: the batch number of src and tgt must be equal",
    },
  },
  TransformerEncoder: {
    args: {
      encoder_layer: { module: "TransformerEncoderLayer", args: { d_model: 4, nhead: 2, dim_feedforward: 5 } },
      num_layers: 1,
    },
    repr: "TransformerEncoder(\n  (layers): ModuleList(\n    (0): TransformerEncoderLayer(\n      (self_attn): MultiheadAttention(\n        (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)\n      )\n      (linear1): Linear(in_features=4, out_features=5, bias=True)\n      (dropout): Dropout(p=0.1, inplace=False)\n      (linear2): Linear(in_features=5, out_features=4, bias=True)\n      (norm1): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n      (norm2): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n      (dropout1): Dropout(p=0.1, inplace=False)\n      (dropout2): Dropout(p=0.1, inplace=False)\n    )\n  )\n)",
    inputs: (n) => [[n(2, 3), 2, 4]],
    wrong: { inputs: [[2, 1, 5]], error: "AssertionError: was expecting embedding dimension of 4, but got 5" },
  },
  TransformerDecoder: {
    args: {
      decoder_layer: { module: "TransformerDecoderLayer", args: { d_model: 4, nhead: 2, dim_feedforward: 5 } },
      num_layers: 1,
    },
    repr: "TransformerDecoder(\n  (layers): ModuleList(\n    (0): TransformerDecoderLayer(\n      (self_attn): MultiheadAttention(\n        (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)\n      )\n      (multihead_attn): MultiheadAttention(\n        (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)\n      )\n      (linear1): Linear(in_features=4, out_features=5, bias=True)\n      (dropout): Dropout(p=0.1, inplace=False)\n      (linear2): Linear(in_features=5, out_features=4, bias=True)\n      (norm1): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n      (norm2): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n      (norm3): LayerNorm((4,), eps=1e-05, elementwise_affine=True)\n      (dropout1): Dropout(p=0.1, inplace=False)\n      (dropout2): Dropout(p=0.1, inplace=False)\n      (dropout3): Dropout(p=0.1, inplace=False)\n    )\n  )\n)",
    inputs: () => [
      [2, 1, 4],
      [3, 1, 4],
    ],
    wrong: {
      inputs: [
        [2, 1, 5],
        [2, 1, 4],
      ],
      error: "AssertionError: was expecting embedding dimension of 4, but got 5",
    },
  },
};
