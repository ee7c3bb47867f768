// Owns ONNX models of a single node with its weights, for measuring one kernel alone.
import { bytes, int, ints, message, root, string } from "./protobuf.ts";

type Shape = readonly number[];
const float32 = 1;

const valueInfo = (field: number, name: string, shape: Shape): Uint8Array => {
  const dims = shape.map((size) => message(1, [int(1, size)]));
  return message(field, [string(1, name), message(2, [message(1, [int(1, float32), message(2, dims)])])]);
};

/** Field numbers of onnx.proto3; an attribute's type is 2 for a number, 7 for a list. */
const attribute = (name: string, value: number | Shape): Uint8Array =>
  typeof value === "number"
    ? message(5, [string(1, name), int(3, value), int(20, 2)])
    : message(5, [string(1, name), ints(8, value), int(20, 7)]);

/** A model of one node (opset 17): input "x" and the weight "w", output "y". */
export function oneNodeModel(
  op: string,
  attributes: Readonly<Record<string, number | Shape>>,
  shapes: { readonly input: Shape; readonly weight: Shape; readonly output: Shape },
  weight: Float32Array,
): Uint8Array {
  const raw = new Uint8Array(weight.buffer, weight.byteOffset, weight.byteLength);
  const own = Object.entries(attributes).map(([name, value]) => attribute(name, value));
  const graph = message(7, [
    message(1, [string(1, "x"), string(1, "w"), string(2, "y"), string(4, op), ...own]),
    string(2, "one"),
    message(5, [...shapes.weight.map((size) => int(1, size)), int(2, float32), string(8, "w"), bytes(9, raw)]),
    valueInfo(11, "x", shapes.input),
    valueInfo(12, "y", shapes.output),
  ]);
  return root([int(1, 8), graph, message(8, [string(1, ""), int(2, 17)])]);
}
