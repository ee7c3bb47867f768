// torch.nn.functional: arguments by name, what overwrites its input, and what no module needs; numbers are PyTorch's.
import { expect, test } from "vitest";
import { F, Generator, manual_seed, nn, type Tensor, tensor, zeros } from "../index.ts";

const rounded = (x: Tensor): number[] => [...x.toTypedArray()].map((v) => Math.round(v * 1e4) / 1e4);
const wave = (...shape: number[]): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(0.7 + (i + 1) * 0.4)),
    { shape },
  );
const leaf = (values: number[]): Tensor => tensor(values, { requires_grad: true });

const longs = (values: number | number[][]): Tensor => tensor(values, { dtype: "int64" });

test("arguments by name are those by position", () => {
  const [x, y] = [wave(2, 3), wave(2, 3).mul(2)];
  expect(F.mse_loss(x, y, { reduction: "sum" }).item()).toBe(F.mse_loss(x, y, null, null, "sum").item());
  const image = wave(1, 1, 4, 4);
  expect(F.interpolate(image, { scale_factor: 2, mode: "bilinear" }).tolist()).toEqual(
    F.interpolate(image, null, 2, "bilinear").tolist(),
  );
  const [values, places] = F.max_pool2d(image, 2, { return_indices: true }) as unknown as [Tensor, Tensor];
  expect(values.tolist()).toEqual(F.max_pool2d(image, 2).tolist());
  expect(places.dtype).toBe("int64");
  expect(() => F.mse_loss(x, y, { foo: 1 })).toThrow("mse_loss() got an unexpected keyword argument 'foo'");
  expect(() => F.mse_loss(x, y, { input: x })).toThrow("mse_loss() got multiple values for argument 'input'");
});

test("gumbel_softmax draws PyTorch's numbers", () => {
  manual_seed(0);
  expect(rounded(F.gumbel_softmax(wave(2, 3), 0.5))).toEqual([0.0211, 0.2122, 0.7667, 0.2079, 0.6589, 0.1332]);
  manual_seed(0);
  const x = leaf([1, 2, 3]);
  const hard = F.gumbel_softmax(x, { hard: true });
  expect([...hard.toTypedArray()].map(Math.round).sort()).toEqual([0, 0, 1]);
  hard.backward(tensor([1, 0, 0]));
  expect(x.grad!.toTypedArray().every((g) => g !== 0)).toBe(true);
});

test("pdist: the distances of all pairs of rows", () => {
  expect(rounded(F.pdist(wave(3, 2)))).toEqual([0.2577, 1.0625, 0.8747]);
  expect(() => F.pdist(zeros([3]))).toThrow("pdist only supports 2D tensors, got: 1D");
  expect(() => F.pdist(zeros([3, 2]), -1)).toThrow("pdist only supports non-negative p values");
});

test("inplace overwrites the input, and the gradient goes on through it", () => {
  const a = leaf([1, -1, 2]);
  const x = a.mul(2);
  const y = nn.ReLU({ inplace: true }).call(x);
  expect(y).toBe(x);
  y.mul(y).sum().backward();
  expect([x.tolist(), a.grad!.tolist()]).toEqual([
    [2, 0, 4],
    [8, 0, 16],
  ]);
  const z = tensor([-1, 1]);
  F.leaky_relu_(z, 0.5);
  F.elu(z, { inplace: true });
  expect(rounded(z)).toEqual([-0.3935, 1]);
});

test.each<[string, (x: Tensor) => unknown]>([
  ["ReLU", (x) => nn.ReLU({ inplace: true }).call(x)],
  ["Dropout", (x) => nn.Dropout(0.5, { inplace: true }).call(x)],
  ["relu_", (x) => F.relu_(x)],
  ["fill_", (x) => x.fill_(1)],
  ["zero_", (x) => x.zero_()],
  ["copy_", (x) => x.copy_(zeros([2]))],
])("%s does not overwrite a leaf that requires grad", (_, act) =>
  expect(() => act(leaf([1, -1]))).toThrow(
    "a leaf Variable that requires grad is being used in an in-place operation.",
  ),
);

test("what an earlier op needs must not be overwritten", () => {
  const s = leaf([1, -1]).sigmoid();
  nn.ELU({ inplace: true }).call(s);
  expect(() => s.sum().backward()).toThrow(
    /modified by an inplace operation: \[torch.FloatTensor \[2\]\], which is output/,
  );
});

test("a graph's modules keep their inputs", () => {
  const spec = {
    kind: "module",
    id: "relu",
    name: "relu",
    module: "ReLU",
    args: { inplace: true },
    inputs: [{ node: "input", port: null }],
    outputs: ["output"],
  } as const;
  const model = nn.fromSpec(
    { inputs: [{ id: "input", name: "input" }], items: [spec], outputs: [{ node: "relu", port: null }] },
    () => new Generator(0),
  );
  const x = tensor([-1, 1]);
  model.call(x);
  expect(x.tolist()).toEqual([-1, 1]);
});

test("fill_ and copy_ on what was computed cut its history off there", () => {
  const [a, b] = [leaf([1, 2]), leaf([3, 4])];
  const x = a.mul(2);
  x.copy_(b);
  x.mul(x).sum().backward();
  expect([x.tolist(), b.grad!.tolist()]).toEqual([
    [3, 4],
    [6, 8],
  ]);
  const y = a.mul(2);
  y.fill_(3);
  y.sum().backward();
  expect(a.grad!.tolist()).toEqual([0, 0]);
  const target = zeros([2, 3]);
  target.copy_(tensor([1.5, 2, 3]));
  expect(target.tolist()).toEqual([
    [1.5, 2, 3],
    [1.5, 2, 3],
  ]);
  expect(() => target.copy_(tensor([1, 2]))).toThrow(
    "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1",
  );
});

test("retain_grad keeps the gradient of what was computed", () => {
  const x = leaf([1, 2]);
  const y = x.mul(2);
  y.retain_grad();
  y.mul(y).sum().backward();
  expect([y.grad!.tolist(), x.grad!.tolist()]).toEqual([
    [4, 8],
    [8, 16],
  ]);
  expect(() => zeros([1]).retain_grad()).toThrow("can't retain_grad on Tensor that has requires_grad=False");
});

test("int64 is computed as integers, never as the bits of floats", () => {
  const long = (values: number[], shape: number[]): Tensor => tensor(values, { shape, dtype: "int64" });
  const square = long([1, 2, 3, 4], [2, 2]);
  expect(square.matmul(square).tolist()).toEqual([
    [7, 10],
    [15, 22],
  ]);
  expect(F.avg_pool2d(long([1, 2, 3, 5], [1, 2, 2]), 2).tolist()).toEqual([[[2]]]);
  expect(F.linear(long([1, 2], [1, 2]), square, long([1, 1], [2])).tolist()).toEqual([[6, 12]]);
  const bools = tensor([true, true], { shape: [1, 2] });
  expect(() => bools.matmul(bools.t())).toThrow("\"addmm_impl_cpu_\" not implemented for 'Bool'");
});

test.each<[string, () => unknown]>([
  ["foo is not a valid value for reduction", () => nn.MSELoss({ reduction: "foo" })],
  ["Invalid padding string 'foo', should be one of {'valid', 'same'}", () => nn.Conv2d(1, 1, 3, { padding: "foo" })],
  ["mode has to be one of sum, mean or max", () => nn.EmbeddingBag(2, 2, { mode: "foo" })],
  ["Unknown nonlinearity 'foo'", () => nn.RNN(1, 1, { nonlinearity: "foo" })],
  ["activation should be relu/gelu, not foo", () => nn.TransformerEncoderLayer(2, 1, { activation: "foo" })],
  ["approximate argument must be either none or tanh.", () => nn.GELU("foo")],
  ["Linear.forward(): argument 'input' (position 1) must be Tensor, not list", () => nn.Linear(1, 1).call([1])],
  ["Subtraction, the `-` operator, with a bool tensor is not supported.", () => F.l1_loss(zeros([1]), tensor([true]))],
  ["Expected input batch_size (2) to match target batch_size (0).", () => F.nll_loss(zeros([2, 3]), longs(0))],
  ["mat1 and mat2 must have the same dtype", () => nn.GRUCell(1, 1).call(zeros([1, 1]), longs([[0]]))],
  ["Dimension specified as 0 but tensor has no dimensions", () => nn.GRUCell(1, 1).call(zeros([1, 1]), zeros([]))],
  ["Torch not compiled with CUDA enabled", () => zeros([1]).cuda()],
  ["Torch not compiled with CUDA enabled", () => nn.Linear(1, 1).to("cuda:0")],
  ["max(): Expected reduction dim to be specified for input.numel() == 0.", () => zeros([0]).max()],
])("refuses: %s", (text, act) => expect(act).toThrow(text));

test("multilabel_soft_margin_loss divides by the classes of the input, whatever the target is broadcast to", () => {
  const each = F.multilabel_soft_margin_loss(zeros([5]), zeros([4, 5]), { reduction: "none" });
  expect(each.shape).toEqual([5]);
  expect(rounded(each)[0]).toBe(Math.round(((4 * Math.log(2)) / 5) * 1e4) / 1e4);
});

test("Python's errors about arguments that are missing or too many", () => {
  const image = tensor(new Float32Array(32), { shape: [1, 2, 4, 4] });
  const call = F as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
  const refusals: readonly (readonly [string, readonly unknown[], string])[] = [
    ["interpolate", [], "interpolate() missing 1 required positional argument: 'input'"],
    ["group_norm", [image], "group_norm() missing 1 required positional argument: 'num_groups'"],
    ["nll_loss", [image], "nll_loss() missing 1 required positional argument: 'target'"],
    ["max_pool2d", [image], "_max_pool2d() missing 1 required positional argument: 'kernel_size'"],
    ["fold", [image], "fold() missing 2 required positional arguments: 'output_size' and 'kernel_size'"],
    ["batch_norm", [image], "batch_norm() missing 2 required positional arguments: 'running_mean' and 'running_var'"],
    ["relu", [image, true, 3], "relu() takes from 1 to 2 positional arguments but 3 were given"],
    ["layer_norm", [image, { normalised: 1 }], "layer_norm() got an unexpected keyword argument 'normalised'"],
    ["dropout", [image, 0.5, { p: 1 }], "dropout() got multiple values for argument 'p'"],
  ];
  for (const [name, args, message] of refusals) expect(() => call[name]!(...args)).toThrow(message);
});
