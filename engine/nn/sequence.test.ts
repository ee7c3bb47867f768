// Recurrent networks, attention, Transformers, look-up tables and distances against PyTorch's numbers: seeded weights,
// outputs (dropout's too) and gradients. scripts/golden_sequence.py writes them.
import { expect, test } from "vitest";
import { manual_seed } from "../core/random.ts";
import { numel } from "../core/shape.ts";
import { flatOutputs } from "../modules/derive.ts";
import { tensor } from "../tensor/create.ts";
import { add, mul } from "../tensor/math/binary.ts";
import { sum } from "../tensor/math/reduce.ts";
import { Tensor } from "../tensor/tensor.ts";
import { constructors } from "./build.ts";
import type { DeclaredModule } from "./declared.ts";
import goldens from "./golden/sequence.json" with { type: "json" };

type Spec = unknown;
type Case = readonly [string, Spec[], Record<string, Spec>, Spec[], Record<string, Spec>, boolean];
interface Golden {
  readonly case: Case;
  readonly outputs: number[][];
  readonly inputs: number[][];
  readonly parameters: Record<string, number>;
}

const wave = (shape: readonly number[], step: number): Tensor =>
  tensor(
    Array.from({ length: numel(shape) }, (_, i) => Math.sin(Math.fround((i + 1) * step))),
    { shape },
  );

const isObject = (spec: Spec): spec is Record<string, Spec> =>
  typeof spec === "object" && spec !== null && !Array.isArray(spec);

function build(name: string, args: readonly Spec[], kwargs: Readonly<Record<string, Spec>>): DeclaredModule {
  const argument = (spec: Spec): Spec => {
    if (!isObject(spec)) return spec;
    const [inner, innerArgs, innerKwargs] = spec.new as [string, Spec[], Record<string, Spec>];
    return build(inner, innerArgs, innerKwargs);
  };
  const named = Object.entries(kwargs).map(([key, spec]) => [key, argument(spec)]);
  const make = constructors[name as keyof typeof constructors] as (...given: unknown[]) => DeclaredModule;
  return make(...args.map(argument), Object.fromEntries(named));
}

function value(spec: Spec, leaves: Tensor[]): unknown {
  if (typeof spec === "boolean") return spec;
  if (isObject(spec)) {
    if (spec.tuple) return (spec.tuple as Spec[]).map((item) => value(item, leaves));
    return spec.ints
      ? tensor(spec.ints as number[], { dtype: "int64" })
      : tensor(spec.bools as number[], { dtype: "bool" });
  }
  const leaf = wave(spec as number[], 0.7 + 0.1 * leaves.length).requires_grad_();
  leaves.push(leaf);
  return leaf;
}

function close(got: ArrayLike<number>, expected: readonly number[], what: string): void {
  expect(got.length, what).toBe(expected.length);
  for (const [i, number] of expected.entries()) {
    const difference = Math.abs(got[i]! - number);
    expect(difference, `${what}[${i}]: ${got[i]} instead of ${number}`).toBeLessThan(2e-5 + 1e-4 * Math.abs(number));
  }
}

const all = goldens as unknown as readonly Golden[];

test.each(all.map((golden) => [JSON.stringify(golden.case), golden] as const))("%s", (_, golden) => {
  const [name, args, kwargs, inputs, call, training] = golden.case;
  manual_seed(3);
  const module = build(name, args, kwargs).train(training);
  const leaves: Tensor[] = [];
  const given = inputs.map((spec) => value(spec, leaves));
  const named = Object.fromEntries(Object.entries(call).map(([key, spec]) => [key, value(spec, leaves)]));
  const result = module.call(...given, ...(Object.keys(named).length > 0 ? [named] : []));
  const outputs = flatOutputs<Tensor>(result, (item) => item instanceof Tensor).filter((item) => item !== null);
  outputs.forEach((out, i) => {
    close(out.data, golden.outputs[i]!, `output ${i}`);
  });
  const losses = outputs.map((out) => add(sum(mul(out, wave(out.shape, 0.3))), sum(mul(out, out))));
  losses.reduce((a, b) => add(a, b)).backward();
  leaves.forEach((leaf, i) => {
    close(leaf.grad!.data, golden.inputs[i]!, `gradient of input ${i}`);
  });
  const grads = module.named_parameters().filter(([, p]) => p.grad !== null);
  expect(grads.map(([key]) => key)).toEqual(Object.keys(golden.parameters));
  for (const [key, p] of grads) {
    close([sum(mul(p.grad!, wave(p.shape, 0.2))).item()], [golden.parameters[key]!], `gradient of ${key}`);
  }
});

test("states in and out are nested as torch's tuples, by position or keyword", () => {
  const lstm = constructors.LSTM(3, 4);
  const x = wave([5, 2, 3], 0.3);
  const state = [wave([1, 2, 4], 0.1), wave([1, 2, 4], 0.2)];
  const [output, [h, c]] = lstm.call(x, state);
  expect([output.shape, h.shape, c.shape]).toEqual([
    [5, 2, 4],
    [1, 2, 4],
    [1, 2, 4],
  ]);
  const [again] = lstm.call({ input: x, hx: state });
  expect(again.tolist()).toEqual(output.tolist());
  const [flat] = lstm.call(x, ...state);
  expect(flat.tolist()).toEqual(output.tolist());
  expect(() => lstm.call(x, { h: state })).toThrow("LSTM.forward() got an unexpected keyword argument 'h'");
  expect(() => lstm.call(x, state, { hx: state })).toThrow("LSTM.forward() got multiple values for argument 'hx'");
  expect(() => lstm.call()).toThrow("LSTM.forward() missing 1 required positional argument: 'input'");
});

test("layers of a stack start from the same values; a norm is the given module itself", () => {
  const layer = constructors.TransformerEncoderLayer(4, 2, 8);
  const norm = constructors.LayerNorm(4);
  const encoder = constructors.TransformerEncoder(layer, 2, { norm });
  const state = encoder.state_dict();
  for (const [key, expected] of layer.state_dict()) {
    expect(state.get(`layers.0.${key}`)!.tolist()).toEqual(expected.tolist());
    expect(state.get(`layers.1.${key}`)!.tolist()).toEqual(expected.tolist());
  }
  expect(encoder.get_submodule("norm")).toBe(norm);
  expect(encoder.parameters()).not.toContain(layer.parameters()[0]);
  expect(String(encoder)).toContain("  (layers): ModuleList(\n    (0): TransformerEncoderLayer(\n");
});

test("an embedding's first values can be given; its padding row starts at zero and gets no gradient", () => {
  const table = tensor([1, 2, 3, 4], { shape: [2, 2] });
  expect(constructors.Embedding(2, 2, { _weight: table }).weight.tolist()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  const padded = constructors.Embedding(3, 2, { padding_idx: -2 });
  expect((padded.weight.tolist() as number[][])[1]).toEqual([0, 0]);
  expect(String(padded)).toBe("Embedding(3, 2, padding_idx=1)");
});

const x = (...shape: number[]): Tensor => wave(shape, 0.4);
const ints = (values: number[]): Tensor => tensor(values, { dtype: "int64" });
const { LSTM, RNN, GRUCell, LSTMCell, MultiheadAttention, Transformer, Embedding, EmbeddingBag, Bilinear, LayerNorm } =
  constructors;

test.each<[string, () => unknown]>([
  ["input.size(-1) must be equal to input_size. Expected 3, got 4", () => LSTM(3, 4).call(x(5, 2, 4))],
  ["input must have 3 dimensions, got 2", () => LSTM(3, 4).call(x(5))],
  ["Expected hidden[1] size (1, 2, 4), got [1, 3, 4]", () => LSTM(3, 4).call(x(5, 2, 3), [x(1, 2, 4), x(1, 3, 4)])],
  [
    "For batched 3-D input, hx and cx should also be 3-D but got (2-D, 3-D) tensors",
    () => LSTM(3, 4).call(x(5, 2, 3), [x(2, 4), x(1, 2, 4)]),
  ],
  ["Expected hidden size (1, 2, 4), got [1, 2, 5]", () => RNN(3, 4).call(x(5, 2, 3), x(1, 2, 5))],
  ["For unbatched 2-D input, hx should also be 2-D but got 3-D tensor", () => RNN(3, 4).call(x(5, 3), x(1, 1, 4))],
  ["Expected sequence length to be larger than 0 in RNN", () => LSTM(3, 4).call(x(0, 2, 3))],
  ["proj_size has to be smaller than hidden_size", () => LSTM(3, 4, { proj_size: 4 })],
  ["dropout should be a number in range [0, 1]", () => LSTM(3, 4, { dropout: 2 })],
  ["input has inconsistent input_size: got 4 expected 3", () => GRUCell(3, 4).call(x(2, 4))],
  ["Input batch size 2 doesn't match hidden0 batch size 3", () => GRUCell(3, 4).call(x(2, 3), x(3, 4))],
  ["hidden0 has inconsistent hidden_size: got 5, expected 4", () => LSTMCell(3, 4).call(x(2, 3), [x(2, 4), x(2, 5)])],
  ["GRUCell: Expected input to be 1-D or 2-D but received 3-D tensor", () => GRUCell(3, 4).call(x(1, 2, 3))],
  ["mat1 and mat2 must have the same dtype", () => LSTM(1, 4).call(ints([1, 2]).reshape(2, 1))],
  ["embed_dim must be divisible by num_heads", () => MultiheadAttention(5, 2)],
  ["was expecting embedding dimension of 4, but got 5", () => MultiheadAttention(4, 2).call(x(3, 5), x(3, 5), x(3, 5))],
  [
    "key shape torch.Size([4, 2, 4]) does not match value shape torch.Size([5, 2, 4])",
    () => MultiheadAttention(4, 2).call(x(3, 2, 4), x(4, 2, 4), x(5, 2, 4)),
  ],
  [
    "The shape of the 2D attn_mask is torch.Size([3, 3]), but should be (3, 4).",
    () => MultiheadAttention(4, 2).call(x(3, 2, 4), x(4, 2, 4), x(4, 2, 4), { attn_mask: x(3, 3) }),
  ],
  [
    "expecting key_padding_mask shape of (2, 4), but got torch.Size([3, 4])",
    () => MultiheadAttention(4, 2).call(x(3, 2, 4), x(4, 2, 4), x(4, 2, 4), x(3, 4)),
  ],
  ["the batch number of src and tgt must be equal", () => Transformer(4, 2, 1, 1, 4).call(x(3, 2, 4), x(3, 3, 4))],
  [
    "the feature number of src and tgt must be equal to d_model",
    () => Transformer(4, 2, 1, 1, 4).call(x(3, 5), x(3, 4)),
  ],
  ["index out of range in self", () => Embedding(4, 3).call(ints([4]))],
  [
    "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long",
    () => Embedding(4, 3).call(x(2)),
  ],
  ["Padding_idx must be within num_embeddings", () => Embedding(4, 3, { padding_idx: 4 })],
  ["Shape of weight does not match num_embeddings and embedding_dim", () => Embedding(4, 3, { _weight: x(2, 3) })],
  ["offsets has to be a 1D Tensor but got None", () => EmbeddingBag(4, 3).call(ints([1, 2]))],
  ["offsets[0] has to be 0, i.e., the first sequence", () => EmbeddingBag(4, 3).call(ints([1, 2]), ints([1]))],
  ["offsets[-1] can not be greater than input's length 2", () => EmbeddingBag(4, 3).call(ints([1, 2]), ints([0, 3]))],
  [
    "per_sample_weights is only supported for mode='sum' (got mode='mean')",
    () => EmbeddingBag(4, 3).call(ints([1, 2]), ints([0]), x(2)),
  ],
  [
    "bilinear(): input batch dimensions do not match at dim 0: got 2 and 3",
    () => Bilinear(2, 3, 4).call(x(2, 2), x(3, 3)),
  ],
  [
    "bilinear(): input1 size does not match weight size: got 3 but expected 2",
    () => Bilinear(2, 3, 4).call(x(2, 3), x(2, 3)),
  ],
  [
    "Given normalized_shape=[4], expected input with shape [*, 4], but got input of size[2, 3]",
    () => LayerNorm(4).call(x(2, 3)),
  ],
])("throws: %s", (text, run) => {
  expect(run).toThrow(text);
});

test("two float masks of an attention add up", () => {
  manual_seed(0);
  const m = constructors.MultiheadAttention(4, 2).eval();
  const [q, k] = [wave([3, 2, 4], 0.3), wave([5, 2, 4], 0.7)];
  const scores = wave([3, 5], 1.1);
  const padding = tensor([
    [0, 0, 0, 0, Number.NEGATIVE_INFINITY],
    [0, 0, 0, 0, Number.NEGATIVE_INFINITY],
  ]);
  const both = m.call(q, k, k, { attn_mask: scores, key_padding_mask: padding })[0];
  const one = m.call(q, k, k, { attn_mask: add(scores, tensor([0, 0, 0, 0, Number.NEGATIVE_INFINITY])) })[0];
  expect(both.tolist()).toEqual(one.tolist());
});

test("a cluster of AdaptiveLogSoftmaxWithLoss may have no features left", () => {
  const m = constructors.AdaptiveLogSoftmaxWithLoss(16, 9, [1, 3, 6], { div_value: 4 });
  expect(m.get_parameter("tail.2.0.weight").shape).toEqual([0, 16]);
  const [, loss] = m.call(wave([2, 16], 0.3), tensor([0, 8], { dtype: "int64" }));
  expect(Number.isFinite(loss.item())).toBe(true);
});

test("a backward hook of an LSTM sees the gradients of what stands directly in its tuple", () => {
  const lstm = LSTM(3, 4);
  // Copied in the hook: the gradients' memory is freed with the backward.
  const seen: { shape: readonly number[]; values: unknown }[][] = [];
  lstm.register_full_backward_hook((_module, gradInputs, gradOutputs) => {
    for (const grads of [gradInputs, gradOutputs]) {
      seen.push(grads.map((grad) => ({ shape: grad!.shape, values: grad!.tolist() })));
    }
    return undefined;
  });
  const input = x(5, 2, 3).requires_grad_();
  const [output, [h]] = lstm.call(input);
  add(sum(output), sum(h)).backward();
  expect(seen.map((grads) => grads.map(({ shape }) => shape))).toEqual([[[5, 2, 3]], [[5, 2, 4]]]);
  expect(seen[0]![0]!.values).toEqual(input.grad!.tolist());
});
