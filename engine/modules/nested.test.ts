// Modules inside modules, modules and tensors as arguments: what is resolved, printed, counted and inferred from them.
import { expect, test } from "vitest";
import { parseText } from "./arguments.ts";
import { allParams, parameterCount, pythonCall, reprModule, requireArgs, resolveArgs } from "./derive.ts";
import { outputShapes } from "./interpret.ts";
import { LSTM } from "./recurrent.ts";
import { Embedding } from "./sparse.ts";
import { Transformer, TransformerEncoder } from "./transformer.ts";

test("a module given as an argument is resolved with the input, and printed as source", () => {
  const { args, errors, inferred } = resolveArgs(TransformerEncoder, { num_layers: 2 }, [5, 2, 12]);
  expect(errors).toEqual({});
  expect(inferred).toEqual(["encoder_layer"]);
  expect(pythonCall(TransformerEncoder, args)).toBe("nn.TransformerEncoder(nn.TransformerEncoderLayer(12, 4), 2)");
  expect(outputShapes(TransformerEncoder, args, [[5, 2, 12]])).toEqual([[5, 2, 12]]);
});

test("what is wrong inside a given module is said of the argument", () => {
  const given = (args: object) => resolveArgs(TransformerEncoder, { num_layers: 1, encoder_layer: args }).errors;
  expect(given({ module: "Linear" })).toEqual({ encoder_layer: "expected TransformerEncoderLayer" });
  expect(given({ module: "TransformerEncoderLayer", args: { d_model: 5, nhead: 2 } })).toEqual({
    encoder_layer: "embed_dim must be divisible by num_heads",
  });
  expect(given({ module: "TransformerEncoderLayer", args: { d_model: 4 } })).toEqual({
    encoder_layer: "TransformerEncoderLayer: nhead: required",
  });
});

test("typed constructor calls and tensors become values of a file", () => {
  const layer = TransformerEncoder.args.encoder_layer;
  expect(parseText(layer, "nn.TransformerEncoderLayer(12, nhead=3, activation='gelu')")).toEqual({
    ok: true,
    value: { module: "TransformerEncoderLayer", args: { d_model: 12, nhead: 3, activation: "gelu" } },
  });
  expect(parseText(layer, "Linear(3)").ok).toBe(false);
  expect(parseText(layer, "12, 3").ok).toBe(false);
  const weight = Embedding.args._weight;
  expect(parseText(weight, "[[1, 2], [3, 4.5]]")).toEqual({
    ok: true,
    value: [
      [1, 2],
      [3, 4.5],
    ],
  });
  expect(parseText(weight, "[[1], [3, 4]]").ok).toBe(false);
  const args = requireArgs(Embedding, {
    num_embeddings: 2,
    embedding_dim: 2,
    _weight: [
      [1, 2],
      [3, 4.5],
    ],
  });
  expect(pythonCall(Embedding, args)).toBe("nn.Embedding(2, 2, _weight=torch.tensor([[1.0, 2.0], [3.0, 4.5]]))");
});

test("repr, keys and counts go through the modules inside", () => {
  const args = requireArgs(Transformer, {
    d_model: 4,
    nhead: 2,
    num_encoder_layers: 1,
    num_decoder_layers: 1,
    dim_feedforward: 8,
  });
  expect(parameterCount(Transformer, args)).toBe(448);
  expect(Object.keys(allParams(Transformer, args))).toContain("decoder.layers.0.multihead_attn.out_proj.bias");
  const lines = reprModule(Transformer, args).split("\n");
  expect(lines.slice(0, 5)).toEqual([
    "Transformer(",
    "  (encoder): TransformerEncoder(",
    "    (layers): ModuleList(",
    "      (0): TransformerEncoderLayer(",
    "        (self_attn): MultiheadAttention(",
  ]);
  expect(
    outputShapes(Transformer, args, [
      [5, 2, 4],
      [3, 2, 4],
    ]),
  ).toEqual([[3, 2, 4]]);
});

test("optional inputs may be left out or null; tuples of outputs become ports", () => {
  const args = requireArgs(LSTM, { input_size: 3, hidden_size: 4 });
  const shapes = [
    [5, 2, 4],
    [1, 2, 4],
    [1, 2, 4],
  ];
  expect(outputShapes(LSTM, args, [[5, 2, 3]])).toEqual(shapes);
  expect(outputShapes(LSTM, args, [[5, 2, 3], null, null])).toEqual(shapes);
  expect(() =>
    outputShapes(LSTM, args, [
      [5, 2, 3],
      [1, 3, 4],
      [1, 2, 4],
    ]),
  ).toThrow("Expected hidden[0] size (1, 2, 4), got [1, 3, 4]");
  expect(LSTM.outputs(args as never)).toEqual(["output", "h_n", "c_n"]);
});
