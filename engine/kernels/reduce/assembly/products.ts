// Owns products up to every element of a line and their gradient, in float64.

/** Where a line starts, in bytes: line l of (outer, size, inner). */
@inline
function startOf(l: i32, size: i32, inner: i32): usize {
  return (<usize>(l / inner) * <usize>size * <usize>inner + <usize>(l % inner)) << 2;
}

/** out (outer, size, inner) = the products of every element of a line and those before it. Lines `first` to `end`. */
export function cumulateProducts(x: usize, out: usize, size: i32, inner: i32, first: i32, end: i32): void {
  const row = <usize>inner << 2;
  for (let l = first; l < end; l++) {
    let at = startOf(l, size, inner);
    let product: f64 = 1;
    for (let k = 0; k < size; k++) {
      product *= <f64>load<f32>(x + at);
      store<f32>(out + at, <f32>product);
      at += row;
    }
  }
}

/**
 * The gradient of cumulateProducts, whose result is y. Before the first 0 of a line the products are divided by their
 * element; at that 0 they are taken without it; behind it all is 0.
 */
export function cumulateProductsBackward(
  grad: usize,
  x: usize,
  y: usize,
  out: usize,
  size: i32,
  inner: i32,
  first: i32,
  end: i32,
): void {
  const row = <usize>inner << 2;
  for (let l = first; l < end; l++) {
    const start = startOf(l, size, inner);
    let zero = 0;
    while (zero < size && load<f32>(x + start + <usize>zero * row) != 0) zero++;
    let sum: f64 = 0;
    for (let k = zero - 1; k >= 0; k--) {
      const at = start + <usize>k * row;
      sum += <f64>load<f32>(grad + at) * <f64>load<f32>(y + at);
      store<f32>(out + at, <f32>(sum / <f64>load<f32>(x + at)));
    }
    if (zero == size) continue;
    let product: f64 = zero > 0 ? <f64>load<f32>(y + start + <usize>(zero - 1) * row) : 1;
    sum = 0;
    for (let k = zero; k < size; k++) {
      const at = start + <usize>k * row;
      if (k > zero) product *= <f64>load<f32>(x + at);
      sum += <f64>load<f32>(grad + at) * product;
      store<f32>(out + at, 0);
    }
    store<f32>(out + start + <usize>zero * row, <f32>sum);
  }
}
