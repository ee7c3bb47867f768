// Owns what the walk through the registry needs to know of padding.
import type { Examples } from "./example.fixture.ts";

export const paddingExamples: Examples = {
  ReflectionPad1d: {
    args: { padding: 1 },
    repr: "ReflectionPad1d((1, 1))",
    inputs: (n) => [[n(1, 2), 2, n(6, 8)]],
    wrong: {
      inputs: [[4]],
      error: "NotImplementedError: Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now",
    },
  },
  ReplicationPad1d: {
    args: { padding: 1 },
    repr: "ReplicationPad1d((1, 1))",
    inputs: (n) => [[n(1, 2), 2, n(6, 8)]],
    wrong: {
      inputs: [[4]],
      error: "NotImplementedError: Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now",
    },
  },
  ZeroPad1d: {
    args: { padding: 1 },
    repr: "ZeroPad1d((1, 1))",
    inputs: (n) => [[2, n(6, 8)]],
    wrong: { inputs: [[]], error: "RuntimeError: Padding length too large" },
  },
  ConstantPad1d: {
    args: { padding: 1, value: 0.5 },
    repr: "ConstantPad1d(padding=(1, 1), value=0.5)",
    inputs: (n) => [[2, n(6, 8)]],
    wrong: { inputs: [[]], error: "RuntimeError: Padding length too large" },
  },
  CircularPad1d: {
    args: { padding: 1 },
    repr: "CircularPad1d((1, 1))",
    inputs: (n) => [[n(1, 2), 2, n(6, 8)]],
    wrong: { inputs: [[4]], error: "ValueError: expected 2D or 3D input (got 1D input)" },
  },
  ReflectionPad2d: {
    args: { padding: 1 },
    repr: "ReflectionPad2d((1, 1, 1, 1))",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: { inputs: [[4]], error: "RuntimeError: Padding length too large" },
  },
  ReplicationPad2d: {
    args: { padding: 1 },
    repr: "ReplicationPad2d((1, 1, 1, 1))",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: { inputs: [[4]], error: "RuntimeError: Padding length too large" },
  },
  ZeroPad2d: {
    args: { padding: 1 },
    repr: "ZeroPad2d((1, 1, 1, 1))",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: { inputs: [[1]], error: "RuntimeError: Padding length too large" },
  },
  ConstantPad2d: {
    args: { padding: 1, value: 0.5 },
    repr: "ConstantPad2d(padding=(1, 1, 1, 1), value=0.5)",
    inputs: (n) => [[2, n(5, 6), n(5, 7)]],
    wrong: { inputs: [[1]], error: "RuntimeError: Padding length too large" },
  },
  CircularPad2d: {
    args: { padding: 1 },
    repr: "CircularPad2d((1, 1, 1, 1))",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: { inputs: [[4]], error: "ValueError: expected 3D or 4D input (got 1D input)" },
  },
  ReflectionPad3d: {
    args: { padding: 1 },
    repr: "ReflectionPad3d((1, 1, 1, 1, 1, 1))",
    inputs: (n) => [[1, 2, n(4, 5), n(4, 5), 4]],
    wrong: { inputs: [[4]], error: "RuntimeError: Padding length too large" },
  },
  ReplicationPad3d: {
    args: { padding: 1 },
    repr: "ReplicationPad3d((1, 1, 1, 1, 1, 1))",
    inputs: (n) => [[1, 2, n(4, 5), n(4, 5), 4]],
    wrong: { inputs: [[4]], error: "RuntimeError: Padding length too large" },
  },
  ZeroPad3d: {
    args: { padding: 1 },
    repr: "ZeroPad3d((1, 1, 1, 1, 1, 1))",
    inputs: (n) => [[2, 4, n(4, 5), 4]],
    wrong: { inputs: [[1, 1]], error: "RuntimeError: Padding length too large" },
  },
  ConstantPad3d: {
    args: { padding: 1, value: 0.5 },
    repr: "ConstantPad3d(padding=(1, 1, 1, 1, 1, 1), value=0.5)",
    inputs: (n) => [[2, 4, n(4, 5), 4]],
    wrong: { inputs: [[1, 1]], error: "RuntimeError: Padding length too large" },
  },
  CircularPad3d: {
    args: { padding: 1 },
    repr: "CircularPad3d((1, 1, 1, 1, 1, 1))",
    inputs: (n) => [[1, 2, n(4, 5), n(4, 5), 4]],
    wrong: { inputs: [[4]], error: "ValueError: expected 4D or 5D input (got 1D input)" },
  },
};
