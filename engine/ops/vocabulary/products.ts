// The vocabulary of products of vectors and matrices.

/** Products: what is multiplied, and along which dims it is summed. */
export interface ProductOps<V> {
  matmul(input: V, other: V): V;
  mm(input: V, mat2: V): V;
  bmm(input: V, mat2: V): V;
  outer(input: V, vec2: V): V;
  addmm(input: V, mat1: V, mat2: V, beta?: number, alpha?: number): V;
  baddbmm(input: V, batch1: V, batch2: V, beta?: number, alpha?: number): V;
  einsum(equation: string, operands: readonly V[]): V;
  tensordot(a: V, b: V, dims?: number): V;
  cdist(x1: V, x2: V, p?: number): V;
}
