// The random stream against numbers printed by PyTorch 1.13 on a CPU with AVX2: equal to the last bit.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  bernoulli_,
  defaultGenerator,
  exponential_,
  Generator,
  manual_seed,
  normal_,
  random_,
  randperm,
  seedFor,
  uniform_,
} from "./random.ts";

const golden = {
  rand10: [
    0.4962566, 0.7682218, 0.08847743, 0.13203049, 0.30742282, 0.6340787, 0.4900934, 0.89644474, 0.45562798, 0.6323063,
  ],
  randn5: [1.5409961, -0.2934289, -2.1787894, 0.56843126, -1.0845224],
  randn15: [
    1.5409961, -0.2934289, -2.1787894, 0.56843126, -1.0845224, -1.3985955, 0.40334684, 0.83802634, -0.7192576,
    -0.40334353, -0.59663534, 0.18203649, -0.8566746, 1.1006042, -1.0711874,
  ],
  randn16: [
    -1.1258398, -1.1523602, -0.25057858, -0.4338788, 0.84871036, 0.69200915, -0.31601277, -2.1152194, 0.32227492,
    -1.2633348, 0.3499832, 0.30813393, 0.11984151, 1.2376579, 1.1167772, -0.24727815,
  ],
  randn17: [
    -1.1258398, -1.6959312, 0.5666506, 0.79350835, 0.59883946, -1.5550951, -0.3413604, 1.8530061, 0.4680964,
    -0.58549756, -0.17339675, 0.18347794, 1.3893661, 1.5863342, 0.94629836, -0.84367675, 0.9318266,
  ],
  mixed: [
    [0.33669037, 0.1288094, 0.23446237],
    [0.94077146, 0.13318592],
    [0.23033303, -2.466057],
    [-0.47766745, 0.5201312, -1.3846737, -0.87123615],
    [0.3622862],
    [-1.1845374, 1.3835493],
    [0.65320814],
  ],
  uniform: [-1.3417401, -2.3837101, -0.9564438, -0.9636402, -2.2784393],
  normalSmall: [9.887316, 10.08134, 10.188755, 9.524544],
  normal: [
    9.709434, 10.024522, 9.839762, 9.208668, 9.988261, 10.087188, 11.149172, 10.478551, 9.669066, 9.585774, 9.69716,
    9.9322815, 10.648668, 10.820467, 9.471658, 9.869206, 9.874933, 10.250561, 10.130018, 9.181489,
  ],
  randint10: [6, 8, 7, 7, 0, 0, 0, 5, 1, 9, 4, 1],
  randintSigned: [-75, -11, 86, 49, 75, -86],
  randint32: [1893263840, 2984244884, 128317356, 624360029],
  randintWide: [725876048, 4165503057, 4129476426],
  randint53: [8737365755259050, 783964303139961, 1034901428974258],
  randperm: [11, 0, 9, 6, 10, 3, 4, 5, 8, 7, 1, 2],
  bernoulli3: [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1],
  bernoulli5: [1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0],
  bernoulliEach: [0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1],
  exponential: [1.0198579, 0.5646373, 0.07800026, 0.1424986, 0.65854824, 0.28182536],
  dropout: [
    1.4285715, 0.0, 4.285714, 5.714286, 7.1428576, 8.571428, 10.0, 11.428572, 12.857143, 14.285715, 15.714286,
    17.142857,
  ],
  linearWeight: [-0.00374341, 0.2682218, -0.41152257, -0.3679695, -0.19257718, 0.13407868, -0.00990659, 0.39644474],
  linearBias: [-0.044372022, 0.13230628],
  negativeSeed: [0.9937994, 0.57130635],
  wideSeed: [0.0042635202, 0.10556936],
  randLong: "6fde1a287f1dd274c65ab6b2c423abdb5ffd6072f5a38b3488029602d914752b",
  randnLong: "ef75c6dc0bb49ce5090ff1192e6015d5090e6fe872311689de8afcf76edb7e0b",
  normalLong: "e250e17ecbba73a4e092c28aa32af65c82297155cce4f690157b1fa438ff8656",
  uniformLong: "268da5be8d95ae9e78bab500b45d3ccda4b9079785d72993e4be06044e74b70b",
  randpermLong: "fc4d9c46ef63d1971380e8145834c99765e92aa048c1f670126c725e8833f7f5",
  exponentialLong: "e4c7731e97852be64e713cda6ae9d82d4353b0d5847aad8993eac7f430101f9a",
};

const floats = (n: number) => new Float32Array(n);
const longs = (n: number) => new Float64Array(n);
const rand = (n: number) => uniform_(floats(n));
const randn = (n: number) => normal_(floats(n));
const float32 = (values: readonly number[]) => Float32Array.from(values);
const sha256 = (a: Float32Array | Float64Array) =>
  createHash("sha256")
    .update(new Uint8Array(a.buffer, a.byteOffset, a.byteLength))
    .digest("hex");

describe("PyTorch's numbers", () => {
  it("rand", () => {
    manual_seed(0);
    expect(rand(10)).toEqual(float32(golden.rand10));
  });

  it.each([
    [5, golden.randn5],
    [15, golden.randn15],
    [16, golden.randn16],
    [17, golden.randn17],
  ])("randn(%i)", (n, expected) => {
    manual_seed(0);
    expect(randn(n)).toEqual(float32(expected));
  });

  it("a sequence of small and large draws, with the cached normal carried over", () => {
    manual_seed(42);
    const drawn = [randn(3), rand(2), randn(2), randn(18).slice(0, 4), randn(1), randn(16).slice(-2), rand(1)];
    expect(drawn).toEqual(golden.mixed.map(float32));
  });

  it("uniform_ and normal_ with bounds, mean and std", () => {
    manual_seed(7);
    expect(uniform_(floats(5), -3, 0.1)).toEqual(float32(golden.uniform));
    expect(normal_(floats(4), 10, 0.5)).toEqual(float32(golden.normalSmall));
    expect(normal_(floats(20), 10, 0.5)).toEqual(float32(golden.normal));
  });

  it("randint over ranges below and above 2^32", () => {
    manual_seed(3);
    expect([...random_(longs(12), 0, 10)]).toEqual(golden.randint10);
    expect([...random_(longs(6), -100, 100)]).toEqual(golden.randintSigned);
    expect([...random_(longs(4), 0, 2 ** 32 - 1)]).toEqual(golden.randint32);
    expect([...random_(longs(3), -5, 2 ** 32)]).toEqual(golden.randintWide);
    expect([...random_(longs(3), 0, 2 ** 53 - 1)]).toEqual(golden.randint53);
  });

  it("randperm", () => {
    manual_seed(5);
    expect([...randperm(12)]).toEqual(golden.randperm);
    expect([...randperm(0)]).toEqual([]);
  });

  it("bernoulli_ with one p and with a p per element", () => {
    manual_seed(6);
    expect([...bernoulli_(floats(24), 0.3)]).toEqual(golden.bernoulli3);
    expect([...bernoulli_(new Uint8Array(24), 0.5)]).toEqual(golden.bernoulli5);
    const each = float32([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect([...bernoulli_(floats(11), each)]).toEqual(golden.bernoulliEach);
  });

  it("exponential_", () => {
    manual_seed(8);
    expect(exponential_(floats(6), 1.5)).toEqual(float32(golden.exponential));
  });

  it("dropout: a mask of bernoulli_(1 - p), divided by 1 - p", () => {
    manual_seed(9);
    const mask = bernoulli_(floats(12), 1 - 0.3).map((kept) => kept / (1 - 0.3));
    expect(mask.map((m, i) => m * (i + 1))).toEqual(float32(golden.dropout));
  });

  it("the initial weights of Linear(4, 2)", () => {
    manual_seed(0);
    expect(uniform_(floats(8), -0.5, 0.5)).toEqual(float32(golden.linearWeight));
    expect(uniform_(floats(2), -0.5, 0.5)).toEqual(float32(golden.linearBias));
  });

  it("negative seeds, and seeds of which only the low 32 bits count", () => {
    manual_seed(-1);
    expect(rand(2)).toEqual(float32(golden.negativeSeed));
    manual_seed(2 ** 40 + 3);
    expect(rand(2)).toEqual(float32(golden.wideSeed));
    manual_seed(3n);
    expect(rand(2)).toEqual(float32(golden.wideSeed));
  });

  it("hundreds of thousands of samples in a row", () => {
    manual_seed(1);
    expect(sha256(rand(100_000))).toBe(golden.randLong);
    expect(sha256(randn(100_003))).toBe(golden.randnLong);
    expect(sha256(normal_(floats(50_000), 0.1, 0.02))).toBe(golden.normalLong);
    expect(sha256(uniform_(floats(50_000), -0.3, 0.7))).toBe(golden.uniformLong);
    expect(sha256(randperm(20_000))).toBe(golden.randpermLong);
    expect(sha256(exponential_(floats(20_000), 0.7))).toBe(golden.exponentialLong);
  });
});

describe("Generator", () => {
  it("remembers its seed as an unsigned integer", () => {
    expect(new Generator().initial_seed()).toBe(67280421310721n);
    expect(new Generator(-1).initial_seed()).toBe(2n ** 64n - 1n);
    expect(manual_seed(12)).toBe(defaultGenerator);
    expect(defaultGenerator.initial_seed()).toBe(12n);
  });

  it("builds 64 bits from two draws, the first one high", () => {
    const halves = new Generator(4);
    const expected = (BigInt(halves.random32()) << 32n) | BigInt(halves.random32());
    expect(new Generator(4).random64()).toBe(expected);
  });

  it("continues from a state as if nothing had been drawn in between, the cached normal included", () => {
    const g = new Generator(11);
    normal_(floats(3), 0, 1, g);
    const state = g.get_state();
    const first = [...normal_(floats(3), 0, 1, g), ...uniform_(floats(1500), 0, 1, g)];
    const again = new Generator().set_state(state);
    expect([...normal_(floats(3), 0, 1, again), ...uniform_(floats(1500), 0, 1, again)]).toEqual(first);
    expect(again.initial_seed()).toBe(11n);
    expect(() => again.set_state({ ...state, words: new Uint32Array(3) })).toThrow("not a state of this generator");
  });

  it("refuses seeds that are not 64-bit integers", () => {
    expect(() => new Generator(1.5)).toThrow("manual_seed expected a long, but got float");
    expect(() => new Generator(2n ** 64n)).toThrow("Overflow when unpacking long");
    expect(() => new Generator(-(2n ** 63n) - 1n)).toThrow("Overflow when unpacking long");
  });
});

it("refuses impossible distributions in torch's words", () => {
  const x = floats(3);
  expect(() => uniform_(x, 2, 1)).toThrow("uniform_ expects to return a [from, to) range, but found from=2 > to=1");
  expect(() => uniform_(x, -3e38, 3e38)).toThrow("which result in to-from to exceed the limit");
  expect(() => normal_(x, 0, -1)).toThrow("normal expects std >= 0.0, but found std -1");
  expect(() => random_(x, 5, 3)).toThrow("random_ expects 'from' to be less than 'to', but got from=5 >= to=3");
  expect(() => random_(x, 0, 2 ** 60)).toThrow("within 2^53");
  expect(() => randperm(-1)).toThrow("Trying to create tensor with negative dimension -1: [-1]");
  expect(() => bernoulli_(x, 1.5)).toThrow("bernoulli_ expects p to be in [0, 1], but got p=1.5");
  expect(() => bernoulli_(x, float32([0, 2, 0]))).toThrow("Expected p_in >= 0 && p_in <= 1 to be true");
  expect(() => bernoulli_(x, float32([0]))).toThrow("one p per element");
  expect(() => exponential_(x, -1)).toThrow("exponential_ expects lambda >= 0.0, but found lambda=-1");
});

describe("seedFor", () => {
  it("is MurmurHash3 of the name, continued from the seed", () => {
    expect(seedFor(0, "conv1")).toBe(seedFor(0, "conv1"));
    expect(seedFor(0, "conv1")).toBe(561575344);
  });

  it("differs between names, between seeds and between seeds' high halves", () => {
    const seeds = new Set<number>();
    for (let seed = 0; seed < 20; seed++) for (let i = 0; i < 200; i++) seeds.add(seedFor(seed, `layer${i}`));
    expect(seeds.size).toBe(4000);
    expect(seedFor(2 ** 40, "a")).not.toBe(seedFor(0, "a"));
    expect(seedFor(0, "卷积1")).not.toBe(seedFor(0, "卷积2"));
    for (const seed of seeds) expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
  });
});
