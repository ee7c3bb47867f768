// Owns the small words of every kernel: multiply-add, partial vectors, sums across lanes, row copies.

/** a b + c: fused where the build has relaxed SIMD, two roundings where not. */
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c - a b. */
@inline
export function fnma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/** The first `count` (1…3) floats at `p`, zeros behind them; reads no byte past them. */
export function loadPart(p: usize, count: i32): v128 {
  if (count == 1) return v128.load32_zero(p);
  const two = v128.load64_zero(p);
  return count == 2 ? two : v128.load32_lane(p, two, 2, 8);
}

/** Stores the first `count` (1…3) lanes. */
export function storePart(p: usize, v: v128, count: i32): void {
  if (count == 1) {
    v128.store32_lane(p, v, 0);
    return;
  }
  v128.store64_lane(p, v, 0);
  if (count == 3) v128.store32_lane(p, v, 2, 8);
}

/** What is left of a row of `lanes` floats at `p`, at most four of them. */
@inline
export function get(p: usize, lanes: i32): v128 {
  return lanes >= 4 ? v128.load(p) : loadPart(p, lanes);
}

/** The same `at` bytes into an array, or its one element for all. */
@inline
export function getOrOne(p: usize, one: bool, at: usize, lanes: i32): v128 {
  return one ? v128.load32_splat(p) : get(p + at, lanes);
}

/** Stores as many lanes as are left of a row. */
@inline
export function put(p: usize, v: v128, lanes: i32): void {
  if (lanes >= 4) v128.store(p, v);
  else storePart(p, v, lanes);
}

/** The sum of all lanes. */
@inline
export function sumLanes(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** Four floats at four addresses. */
@inline
export function gather(p0: usize, p1: usize, p2: usize, p3: usize): v128 {
  let v = v128.load32_zero(p0);
  v = v128.load32_lane(p1, v, 1);
  v = v128.load32_lane(p2, v, 2);
  return v128.load32_lane(p3, v, 3);
}

/** Copies `count` floats; short rows come often, for which memory.copy costs more than it moves. */
export function copyFloats(to: usize, from: usize, count: i32): void {
  const end = to + ((<usize>count) << 2);
  while (to + 16 <= end) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  while (to < end) {
    store<f32>(to, load<f32>(from));
    to += 4;
    from += 4;
  }
}

/** Writes `count` zeros. */
export function zeroFloats(to: usize, count: i32): void {
  const end = to + ((<usize>count) << 2);
  while (to + 16 <= end) {
    v128.store(to, f32x4.splat(0));
    to += 16;
  }
  while (to < end) {
    store<f32>(to, 0);
    to += 4;
  }
}
