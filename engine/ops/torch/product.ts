// Owns how torch's products of vectors and matrices are called.
import { alike } from "./alike.ts";

export const productCalls = {
  ...alike(
    ["addbmm", "baddbmm"],
    "(Tensor input, Tensor batch1, Tensor batch2, *, Number beta=1, Number alpha=1, @out)",
  ),
  addmm: "(Tensor input, Tensor mat1, Tensor mat2, *, Number beta=1, Number alpha=1, @out)",
  addmv: "(Tensor input, Tensor mat, Tensor vec, *, Number beta=1, Number alpha=1, @out)",
  addr: "(Tensor input, Tensor vec1, Tensor vec2, *, Number beta=1, Number alpha=1, @out)",
  ...alike(["bmm", "mm"], "(Tensor input, Tensor mat2, @out)"),
  cross: "(Tensor input, Tensor other, int? dim=None, @out)",
  dot: "(Tensor input, Tensor tensor, @out)",
  ...alike(["ger", "outer"], "(Tensor input, Tensor vec2, @out)"),
  ...alike(["inner", "kron", "matmul", "vdot"], "(Tensor input, Tensor other, @out)"),
  mv: "(Tensor input, Tensor vec, @out)",
  trace: "(Tensor input, @out)",
} as const;
