// Owns the ways between images and the columns of their windows: copying windows out, and adding them up again.
import { copyFloats, get, put, zeroFloats } from "../../assembly/simd";

/** The first of `count` steps of `stride` from `start` that is not below 0. */
@inline
function firstInside(start: i32, stride: i32, count: i32): i32 {
  return start >= 0 ? 0 : min((stride - 1 - start) / stride, count);
}

/** The first of them that is past `size`. */
@inline
function firstBeyond(start: i32, stride: i32, count: i32, size: i32): i32 {
  return start >= size ? 0 : min((size - 1 - start) / stride + 1, count);
}

/**
 * Columns (planes, kh, kw, blocks) from images (planes, height, width), 0 where a window reaches past them; planes `first`
 * to `end`.
 */
export function unfoldPlanes(
  images: usize,
  columns: usize,
  height: i32,
  width: i32,
  kh: i32,
  kw: i32,
  dilationH: i32,
  dilationW: i32,
  paddingH: i32,
  paddingW: i32,
  strideH: i32,
  strideW: i32,
  blocksH: i32,
  blocksW: i32,
  first: i32,
  end: i32,
): void {
  const row = <usize>blocksW << 2;
  const line = <usize>width << 2;
  columns += <usize>first * <usize>(kh * kw * blocksH) * row;
  for (let plane = first; plane < end; plane++) {
    const image = images + <usize>plane * <usize>height * line;
    for (let a = 0; a < kh; a++) {
      for (let b = 0; b < kw; b++) {
        const start = b * dilationW - paddingW;
        const from = firstInside(start, strideW, blocksW);
        const to = max(firstBeyond(start, strideW, blocksW, width), from);
        for (let i = 0; i < blocksH; i++) {
          const y = i * strideH - paddingH + a * dilationH;
          if (y < 0 || y >= height || from >= to) zeroFloats(columns, blocksW);
          else {
            let at = image + <usize>y * line + (<usize>(from * strideW + start) << 2);
            zeroFloats(columns, from);
            if (strideW == 1) copyFloats(columns + (<usize>from << 2), at, to - from);
            else {
              for (let j = from; j < to; j++) {
                store<f32>(columns + (<usize>j << 2), load<f32>(at));
                at += <usize>strideW << 2;
              }
            }
            zeroFloats(columns + (<usize>to << 2), blocksW - to);
          }
          columns += row;
        }
      }
    }
  }
}

/** The adjoint: images (planes, height, width) are the sums of the windows that cover them; planes `first` to `end`. */
export function foldPlanes(
  columns: usize,
  images: usize,
  height: i32,
  width: i32,
  kh: i32,
  kw: i32,
  dilationH: i32,
  dilationW: i32,
  paddingH: i32,
  paddingW: i32,
  strideH: i32,
  strideW: i32,
  blocksH: i32,
  blocksW: i32,
  first: i32,
  end: i32,
): void {
  const row = <usize>blocksW << 2;
  const line = <usize>width << 2;
  columns += <usize>first * <usize>(kh * kw * blocksH) * row;
  for (let plane = first; plane < end; plane++) {
    const image = images + <usize>plane * <usize>height * line;
    zeroFloats(image, height * width);
    for (let a = 0; a < kh; a++) {
      for (let b = 0; b < kw; b++) {
        const start = b * dilationW - paddingW;
        const from = firstInside(start, strideW, blocksW);
        const to = max(firstBeyond(start, strideW, blocksW, width), from);
        for (let i = 0; i < blocksH; i++) {
          const y = i * strideH - paddingH + a * dilationH;
          if (y >= 0 && y < height && from < to) {
            let at = image + <usize>y * line + (<usize>(from * strideW + start) << 2);
            let source = columns + (<usize>from << 2);
            if (strideW == 1) {
              for (let left = to - from; left > 0; left -= 4) {
                put(at, f32x4.add(get(at, left), get(source, left)), left);
                at += 16;
                source += 16;
              }
            } else {
              for (let j = from; j < to; j++) {
                store<f32>(at, load<f32>(at) + load<f32>(source));
                at += <usize>strideW << 2;
                source += 4;
              }
            }
          }
          columns += row;
        }
      }
    }
  }
}
