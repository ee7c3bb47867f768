// Owns padded images: images copied with their padding, so that the kernels over them need no bounds checks.
import { copyFloats, zeroFloats } from "../../assembly/simd";

/** One plane into a padded image whose border is zero already: the last padded image made for another plane of these sizes. */
export function refill(
  to: usize,
  from: usize,
  d: i32,
  h: i32,
  w: i32,
  fd: i32,
  fh: i32,
  fw: i32,
  beforeD: i32,
  beforeH: i32,
  beforeW: i32,
  first: i32,
  end: i32,
): void {
  const left = min(max(beforeW, 0), fw);
  const count = min(max(w + beforeW, left), fw) - left;
  const top = max(beforeH, 0);
  const bottom = min(h + beforeH, fh);
  for (let z = max(beforeD, 0); z < min(d + beforeD, fd); z++) {
    for (let y = top; y < bottom; y++) {
      const row = from + (<usize>(((z - beforeD) * h + y - beforeH) * w + left - beforeW) << 2);
      copyFloats(to + (<usize>((z * fh + y) * fw + left) << 2), row, count);
    }
  }
}

/**
 * Copies planes (d, h, w) into padded images (fd, fh, fw): element i of a padded image is element i - before of the plane along each
 * dim, zero where that lies outside. A negative `before` cuts. Rows `first` to `end` of each padded image's fd · fh.
 */
export function padImages(
  to: usize,
  from: usize,
  planes: i32,
  d: i32,
  h: i32,
  w: i32,
  fd: i32,
  fh: i32,
  fw: i32,
  beforeD: i32,
  beforeH: i32,
  beforeW: i32,
  first: i32,
  end: i32,
): void {
  const left = min(max(beforeW, 0), fw);
  const stop = min(max(w + beforeW, left), fw);
  const skip = left - beforeW;
  const rowBytes = <usize>fw << 2;
  const paddedBytes = <usize>(fd * fh) * rowBytes;
  for (let p = 0; p < planes; p++) {
    let row = to + <usize>first * rowBytes;
    for (let r = first; r < end; r++) {
      const sz = r / fh - beforeD;
      const sy = (r % fh) - beforeH;
      if (sz < 0 || sz >= d || sy < 0 || sy >= h) {
        zeroFloats(row, fw);
      } else {
        const source = from + (<usize>((sz * h + sy) * w + skip) << 2);
        zeroFloats(row, left);
        copyFloats(row + (<usize>left << 2), source, stop - left);
        zeroFloats(row + (<usize>stop << 2), fw - stop);
      }
      row += rowBytes;
    }
    to += paddedBytes;
    from += <usize>(d * h * w) << 2;
  }
}

/** Whether all of `count` floats are finite, so that the zeros of a padded image times them are zeros. */
export function allFinite(from: usize, count: i32): bool {
  const infinity = i32x4.splat(0x7f800000);
  const end = from + (<usize>count << 2);
  while (from + 16 <= end) {
    const exponents = v128.and(v128.load(from), infinity);
    if (v128.any_true(i32x4.eq(exponents, infinity))) return false;
    from += 16;
  }
  for (; from < end; from += 4) if ((load<i32>(from) & 0x7f800000) == 0x7f800000) return false;
  return true;
}
