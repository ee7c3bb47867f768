// Owns the field of an Input node's shape: live while typing, one undo step for each typed value.

import { own } from "../../engine/core/record.ts";
import { printArg } from "../../engine/modules/derive.ts";
import { Input } from "../../engine/modules/inputoutput.ts";
import { messageOf } from "../document/explain.ts";
import { useGraph, useInference } from "../editor/hooks.ts";
import { useTypedArgument } from "../editor/typed_argument.ts";
import { useT } from "../i18n/index.ts";
import { tell } from "../i18n/tell.ts";
import { TextField } from "../ui/TextField.tsx";

const field = Input.args.shape;

/** `1, 1, 28, 28`: as typed, without brackets. */
const show = (shape: unknown): string =>
  shape === undefined ? "" : Array.isArray(shape) ? shape.join(", ") : printArg(field, shape);

export function ShapeField({ node }: { readonly node: string }) {
  const t = useT();
  const given = own(useGraph().nodes, node)?.args?.shape;
  const { nodes, problems } = useInference();
  const { error: typed, ...typing } = useTypedArgument(node, "shape", field);
  const refused = nodes.get(node)?.resolution?.said.shape;
  const problem = problems.find((each) => each.node === node && each.arg === "shape");
  const wrong = refused === undefined ? problem && messageOf(problem, t) : tell(refused, t);
  return (
    <TextField
      label={t("input.shape")}
      mono
      value={show(given)}
      placeholder="1, 1, 28, 28"
      error={typed === null ? (wrong ?? null) : tell(typed, t)}
      {...typing}
    />
  );
}
