// Owns a node's run signature: module, args and what flows in. Equal signatures mean equal activations.
import type { DType } from "../core/dtype.ts";
import { own } from "../core/record.ts";
import type { Shape } from "../core/shape.ts";
import { printPort } from "./graph.ts";
import type { SequentialSpec } from "./spec.ts";
import { wiredModules } from "./wiring.ts";

/**
 * What tells one value of an Input from another: its dims, what random whole numbers are below, and the version of its
 * source, or the seed it is drawn from where it has none.
 */
export const inputKey = (
  { shape, dtype, below }: { readonly shape: Shape; readonly dtype: DType; readonly below?: number },
  version: number | undefined,
  seed: number,
): string => `${shape}|${dtype}|${below}|${version ?? `seed ${seed}`}`;

/**
 * Signatures of all modules and Input nodes of a spec, by node id. `inputKeys` tells one value of an Input from
 * another (a counter, a hash); `extra` adds whatever else a node's output depends on, such as the version of its
 * weights. A node's signature changes if and only if something at or upstream of it has changed; a name is no such thing. Linear
 * time.
 */
export function signatures(
  spec: SequentialSpec,
  inputKeys: Readonly<Record<string, string>>,
  extra: (node: string) => string = () => "",
): Map<string, string> {
  const out = new Map<string, string>();
  for (const { id } of spec.inputs) out.set(id, digest(`Input ${id} ${own(inputKeys, id) ?? ""}`));
  for (const { id, module, args, inputs } of wiredModules(spec)) {
    const sources = inputs.map((port) =>
      port ? `${out.get(port.node) ?? ""}${printPort({ ...port, node: "" })}` : null,
    );
    out.set(id, digest(JSON.stringify([id, module, args, extra(id), sources], exact)));
  }
  return out;
}

// JSON has no infinities and prints -0 as 0; both are arguments some modules take.
const exact = (_key: string, value: unknown): unknown =>
  typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
    ? { number: `${1 / value} ${value}` }
    : value;

/** 128 bits of a text: four lanes of multiply-and-xor, so that two texts practically never share one. */
function digest(text: string): string {
  let [a, b, c, d] = [0x9e3779b9, 0x7f4a7c15, 0x94d049bb, 0x2545f491];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x85ebca6b);
    b = Math.imul(b ^ code, 0xc2b2ae35);
    c = Math.imul(c ^ code, 0x27d4eb2f);
    d = Math.imul(d ^ code, 0x165667b1);
    a ^= a >>> 15;
    b ^= b >>> 13;
    c ^= c >>> 16;
    d ^= d >>> 14;
  }
  return [a, b, c, d].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
}
