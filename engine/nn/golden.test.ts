// Compares whole modules with numbers PyTorch 1.13 printed for the same seeds and inputs.
import { expect, test } from "vitest";
import { F, manual_seed, nn, ones, type Tensor, tensor } from "../index.ts";

const wave = (shape: readonly number[], step = 1): Tensor => {
  const n = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float32Array.from({ length: n }, (_, i) => Math.sin(Math.fround(i * Math.fround(step)))),
    { shape },
  );
};

function close(got: Tensor, expected: readonly number[], tolerance = 1e-5): void {
  expect(got.numel()).toBe(expected.length);
  for (const [i, v] of Array.from(got.data).entries()) {
    expect(Math.abs(v - expected[i]!), `element ${i}: ${v}`).toBeLessThan(tolerance * (1 + Math.abs(expected[i]!)));
  }
}

const x = (): Tensor => wave([2, 2, 5, 6]);

test("a dilated, grouped convolution with padding='same', forward and backward", () => {
  manual_seed(1);
  const conv = nn.Conv2d(2, 4, [3, 2], { padding: "same", dilation: 2, groups: 2 });
  const input = x().requires_grad_();
  const y = conv.call(input);
  close(y.select(0, 1).select(0, 3).select(0, 4), [0.06793177, 0.3583724, 0.3472464, 0.2208756, 0.09544468, 0.1116877]);
  F.mul(y, y).backward(ones(y.shape));
  close(
    input.grad!.select(0, 1).select(0, 1).select(0, 2),
    [0.2628827, 0.1985913, -0.1981241, -0.4366845, -0.4037805, -0.1801408],
  );
  close(conv.weight.grad!.select(0, 3), [2.913624, -3.370681, -0.006511688, -7.180975, -0.4538911, -8.48774]);
  close(conv.bias!.grad!, [-14.77947, 2.556111, 28.96879, 27.14757]);
});

test("circular padding inside a convolution", () => {
  manual_seed(2);
  close(
    nn
      .Conv2d(2, 2, 3, { padding: [2, 1], padding_mode: "circular" })
      .call(x())
      .select(0, 0)
      .select(0, 1)
      .select(0, 0),
    [-0.1822194, 0.2721286, 0.3313872, 0.002783328, -0.411566, -0.5462835],
  );
});

test("batch normalisation that averages all batches alike", () => {
  const bn = nn.BatchNorm2d(2, { momentum: null });
  bn.call(x());
  const y = bn.call(F.add(F.mul(x(), tensor(2)), tensor(1)));
  close(y.select(0, 1).select(0, 1).select(0, 0), [1.26678, 0.1569551, -1.09011, -1.327868, -0.3377273, 0.9699826]);
  close(bn.running_mean!, [0.5051771, 0.491817]);
  close(bn.running_var!, [1.246981, 1.281713]);
  expect(bn.num_batches_tracked!.item()).toBe(2);
});

test("gelu, exact and by tanh", () => {
  const v = tensor([-3, -1, -0.1, 0, 0.5, 2, 5]);
  close(F.gelu(v), [-0.004049867, -0.1586553, -0.04601721, 0.0, 0.3457312, 1.9545, 4.999999], 1e-6);
  close(F.gelu(v, "tanh"), [-0.003637433, -0.158808, -0.04601725, 0.0, 0.345714, 1.954598, 5.0], 1e-6);
});

test("dropout draws torch's masks", () => {
  manual_seed(3);
  close(
    F.dropout(ones([20]), 0.3),
    [
      1.428571, 1.428571, 0.0, 1.428571, 0.0, 1.428571, 1.428571, 1.428571, 1.428571, 0.0, 1.428571, 1.428571, 1.428571,
      1.428571, 0.0, 1.428571, 1.428571, 1.428571, 0.0, 1.428571,
    ],
  );
  manual_seed(0);
  const rows = nn
    .Dropout2d(0.3)
    .call(ones([1, 28, 28]))
    .select(0, 0);
  close(
    tensor(Array.from({ length: 28 }, (_, i) => rows.select(0, i).data[0]!)),
    [
      0.0, 0.0, 1.428571, 0.0, 1.428571, 0.0, 1.428571, 1.428571, 1.428571, 1.428571, 1.428571, 1.428571, 1.428571,
      1.428571, 1.428571, 1.428571, 1.428571, 1.428571, 1.428571, 0.0, 1.428571, 1.428571, 1.428571, 1.428571, 1.428571,
      1.428571, 1.428571, 1.428571,
    ],
  );
});

test("LeNet-5: forward, and gradients through all of it", () => {
  manual_seed(0);
  const net = nn.Sequential(
    nn.Conv2d(1, 6, 5, { padding: 2 }),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(6, 16, 5),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(400, 120),
    nn.ReLU(),
    nn.Linear(120, 84),
    nn.ReLU(),
    nn.Linear(84, 10),
    nn.LogSoftmax(1),
  );
  const y = net.call(wave([1, 1, 28, 28], 0.1));
  close(
    y,
    [-2.375955, -2.383199, -2.276212, -2.248847, -2.362311, -2.298828, -2.321712, -2.237917, -2.345016, -2.194485],
  );
  F.mul(y.select(0, 0).select(0, 3), tensor(-1)).backward();
  close(
    net.get_parameter("0.weight").grad!.select(0, 0).select(0, 0).select(0, 0),
    [0.007509089, 0.008149767, 0.007607586, 0.007609666, 0.009249997],
  );
  const norm = Math.hypot(...net.get_parameter("9.weight").grad!.data);
  expect(norm).toBeCloseTo(0.3931455910205841, 5);
});
