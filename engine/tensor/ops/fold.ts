// Windows of images as columns, and back: each is the other's gradient.
import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { type FoldGeometry, foldGeometry, unfoldGeometry } from "../../ops/shapes/fold.ts";
import { unwritten } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";

type Kernel = "imageToColumns" | "columnsToImage";

function rearrange(input: Tensor, g: FoldGeometry, name: string, kernel: Kernel, adjoint: Kernel): Tensor {
  if (input.dtype !== "float32") throw notImplementedFor(`${name.toLowerCase()}_out_cpu`, input.dtype);
  const planes = g.batch * g.channels;
  const out = unwritten(g.shape);
  kernels[kernel](input.floats, out.floats, planes, g);
  return record(`${name}Backward0`, out, [input], (grad) => {
    const gradInput = unwritten(input.shape);
    kernels[adjoint](grad.floats, gradInput.floats, planes, g);
    return [gradInput];
  });
}

export const foldOps = {
  unfold: (input, ...args) =>
    rearrange(input, unfoldGeometry(input.shape, ...args), "Im2Col", "imageToColumns", "columnsToImage"),
  fold: (input, ...args) =>
    rearrange(input, foldGeometry(input.shape, ...args), "Col2Im", "columnsToImage", "imageToColumns"),
} satisfies Partial<Functional<Tensor>>;
