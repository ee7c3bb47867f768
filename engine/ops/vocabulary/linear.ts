// The vocabulary of linear maps.

/** Linear maps. */
export interface LinearOps<V> {
  linear(input: V, weight: V, bias?: V | null): V;
  /** x1ᵀ W x2 + b for inputs (…, I) and (…, J), weight (O, I, J): (…, O). */
  bilinear(input1: V, input2: V, weight: V, bias?: V | null): V;
}
