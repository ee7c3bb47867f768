// Owns how torch's functions that make tensors are called.
import { alike } from "./alike.ts";

export const creationCalls = {
  arange: [
    "(Number end, *, @made)",
    "(Number start, Number end, *, @like)",
    "(Number start, Number end, Number step=1, *, @made)",
  ],
  bernoulli: [
    "(Tensor input, *, generator? generator=None, @out)",
    "(Tensor input, float p=0.5, *, generator? generator=None)",
  ],
  ...alike(
    ["empty_like", "ones_like", "rand_like", "randn_like", "zeros_like"],
    "(Tensor input, *, memory_format? memory_format=None, @like)",
  ),
  eye: ["(int n, *, @made)", "(int n, int m, *, @made)"],
  full: ["(ints size, Number fill_value, *, names? names, @like)", "(syms size, Number fill_value, *, @made)"],
  full_like: "(Tensor input, Number fill_value, *, memory_format? memory_format=None, @like)",
  linspace: "(Number start, Number end, int steps, *, @made)",
  logspace: "(Number start, Number end, int steps, float base=10.0, *, @made)",
  ...alike(["ones", "zeros"], ["(ints size, *, names? names, @like)", "(syms size, *, @made)"]),
  ...alike(
    ["rand", "randn"],
    [
      "(ints size, *, generator? generator, names? names, @like)",
      "(ints size, *, generator? generator, @made)",
      "(ints size, *, @made)",
      "(ints size, *, names? names, @like)",
    ],
  ),
  randint: [
    "(int high, ints size, *, generator? generator, @made)",
    "(int high, ints size, *, @made)",
    "(int low, int high, ints size, *, generator? generator, @made)",
    "(int low, int high, ints size, *, @made)",
  ],
  randperm: ["(int n, *, generator? generator, @made)", "(int n, *, @made)"],
  ...alike(["tril_indices", "triu_indices"], "(int row, int col, int offset=0, *, @made)"),
  empty: [
    "(ints size, *, names? names, memory_format? memory_format=None, @like)",
    "(syms size, *, memory_format? memory_format=None, @made)",
  ],
  ...alike(["new_zeros", "new_ones", "new_empty"], "(Tensor input, syms size, *, @like)"),
  new_full: "(Tensor input, syms size, Number fill_value, *, @like)",
} as const;
