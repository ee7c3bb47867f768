// Owns maxima of windows over planes (d, h, w), with or without their places, and their gradients.
import { pixels4 } from "../../conv/assembly/depthwise";

/** What is remembered of each window: nothing; its tap as a byte; where it lies in the plane, as float64. */
const NOTHING: i32 = 0;
const TAP: i32 = 1;
const PLACE: i32 = 2;

/** The byte of a window without any value. */
const NO_TAP: i32 = 255;

/** First tap inside [0, size) of a window at `from`. */
@inline
function firstTap(from: i32, step: i32): i32 {
  return from >= 0 ? 0 : (-from + step - 1) / step;
}

/** One past the last of `taps` taps inside. */
@inline
function endTap(from: i32, step: i32, taps: i32, size: i32): i32 {
  return from >= size ? 0 : min(taps, (size - 1 - from) / step + 1);
}

/** Bytes that are remembered of a window. */
@inline
function bytesOf(kept: i32): usize {
  return kept == PLACE ? 8 : kept == TAP ? 1 : 0;
}

/**
 * Four neighbouring windows that lie inside along the row: rows b0…b1 of slices a0…a1, kw taps each. `corner` is the
 * index of the first window's first pixel of slice 0, row 0.
 */
@inline
function maxOfFour(
  kept: i32,
  x: usize,
  out: usize,
  places: usize,
  corner: i32,
  a0: i32,
  a1: i32,
  slice: i32,
  b0: i32,
  b1: i32,
  row: i32,
  kh: i32,
  kw: i32,
  dw: i32,
  sw: i32,
): void {
  const step = <usize>sw << 2;
  const first = corner + a0 * slice + b0 * row;
  const lanes = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(sw));
  let best = pixels4(x + (<usize>first << 2), step);
  let where = kept == PLACE ? i32x4.add(lanes, i32x4.splat(first)) : i32x4.splat((a0 * kh + b0) * kw);
  for (let a = a0; a < a1; a++) {
    for (let b = b0; b < b1; b++) {
      let i = corner + a * slice + b * row;
      let tap = (a * kh + b) * kw;
      for (let c = 0; c < kw; c++) {
        const v = pixels4(x + (<usize>i << 2), step);
        const better = isBetter(v, best);
        best = v128.bitselect(v, best, better);
        if (kept == PLACE) where = v128.bitselect(i32x4.add(lanes, i32x4.splat(i)), where, better);
        else if (kept == TAP) where = v128.bitselect(i32x4.splat(tap), where, better);
        i += dw;
        tap++;
      }
    }
  }
  v128.store(out, best);
  if (kept == PLACE) {
    v128.store(places, f64x2.convert_low_i32x4_s(where));
    v128.store(places, f64x2.convert_low_i32x4_s(v128.shuffle<i32>(where, where, 2, 3, 0, 1)), 16);
  } else if (kept == TAP) putTaps(places, where);
}

/** Keeps the places of four windows, as bytes. */
@inline
function putTaps(to: usize, where: v128): void {
  const pairs = i16x8.narrow_i32x4_s(where, where);
  v128.store32_lane(to, i8x16.narrow_i16x8_u(pairs, pairs), 0);
}

@inline
function isBetter(v: v128, best: v128): v128 {
  return v128.or(f32x4.gt(v, best), f32x4.ne(v, v));
}

/** Four windows of 2 × 2 side by side, their taps where they are asked for. */
@inline
function maxOfFourHalves(kept: i32, top: usize, bottom: usize, out: usize, taps: usize): void {
  const t0 = v128.load(top);
  const t1 = v128.load(top, 16);
  const b0 = v128.load(bottom);
  const b1 = v128.load(bottom, 16);
  let best = v128.shuffle<f32>(t0, t1, 0, 2, 4, 6);
  const second = v128.shuffle<f32>(t0, t1, 1, 3, 5, 7);
  const third = v128.shuffle<f32>(b0, b1, 0, 2, 4, 6);
  const fourth = v128.shuffle<f32>(b0, b1, 1, 3, 5, 7);
  let better = isBetter(second, best);
  best = v128.bitselect(second, best, better);
  let where = v128.and(better, i32x4.splat(1));
  better = isBetter(third, best);
  best = v128.bitselect(third, best, better);
  where = v128.bitselect(i32x4.splat(2), where, better);
  better = isBetter(fourth, best);
  v128.store(out, v128.bitselect(fourth, best, better));
  if (kept == TAP) putTaps(taps, v128.bitselect(i32x4.splat(3), where, better));
}

/** The largest value of each window; NaN wins, the last of them. */
@inline
function maxima(
  kept: i32,
  x: usize,
  out: usize,
  places: usize,
  planes: i32,
  id: i32,
  ih: i32,
  iw: i32,
  od: i32,
  oh: i32,
  ow: i32,
  kd: i32,
  kh: i32,
  kw: i32,
  sd: i32,
  sh: i32,
  sw: i32,
  pd: i32,
  ph: i32,
  pw: i32,
  dd: i32,
  dh: i32,
  dw: i32,
): void {
  const plane = <usize>(id * ih * iw) << 2;
  const bytes = bytesOf(kept);
  const slice = dd * ih * iw;
  const row = dh * iw;
  // Windows from `inner` to `outer` lie inside along the row.
  const inner = firstTap(-pw, sw);
  const room = iw - 1 - (kw - 1) * dw + pw;
  const outer = room < 0 ? 0 : min(room / sw + 1, ow);
  const halves = kept != PLACE && kd == 1 && kh == 2 && kw == 2 && sw == 2 && dw == 1;
  for (let p = 0; p < planes; p++) {
    for (let z = 0; z < od; z++) {
      const z0 = z * sd - pd;
      const a0 = firstTap(z0, dd);
      const a1 = endTap(z0, dd, kd, id);
      for (let y = 0; y < oh; y++) {
        const y0 = y * sh - ph;
        const b0 = firstTap(y0, dh);
        const b1 = endTap(y0, dh, kh, ih);
        const corner = (z0 * ih + y0) * iw - pw;
        const fours = outer - inner >= 4 && a0 < a1 && b0 < b1;
        let w = 0;
        while (w < ow) {
          if (fours && w >= inner && w < outer) {
            // The last four overlap those before.
            const from = min(w, outer - 4);
            const at = corner + from * sw;
            const to = out + (<usize>from << 2);
            const place = places + <usize>from * bytes;
            if (halves && b0 == 0 && b1 == 2) {
              const top = x + (<usize>at << 2);
              maxOfFourHalves(kept, top, top + (<usize>row << 2), to, place);
            } else if (sw == 1) maxOfFour(kept, x, to, place, at, a0, a1, slice, b0, b1, row, kh, kw, dw, 1);
            else if (sw == 2) maxOfFour(kept, x, to, place, at, a0, a1, slice, b0, b1, row, kh, kw, dw, 2);
            else maxOfFour(kept, x, to, place, at, a0, a1, slice, b0, b1, row, kh, kw, dw, sw);
            w = from + 4;
            continue;
          }
          const x0 = w * sw - pw;
          const c0 = firstTap(x0, dw);
          const c1 = endTap(x0, dw, kw, iw);
          let best: f32 = -Infinity;
          let where = -1;
          let tap = NO_TAP;
          for (let a = a0; a < a1; a++) {
            for (let b = b0; b < b1; b++) {
              let i = ((z0 + a * dd) * ih + y0 + b * dh) * iw + x0 + c0 * dw;
              for (let c = c0; c < c1; c++) {
                const v = load<f32>(x + (<usize>i << 2));
                if (v > best || v != v || where < 0) {
                  best = v;
                  where = i;
                  tap = (a * kh + b) * kw + c;
                }
                i += dw;
              }
            }
          }
          store<f32>(out + (<usize>w << 2), best);
          if (kept == PLACE) store<f64>(places + (<usize>w << 3), <f64>where);
          else if (kept == TAP) store<u8>(places + <usize>w, <u8>tap);
          w++;
        }
        out += <usize>ow << 2;
        places += <usize>ow * bytes;
      }
    }
    x += plane;
  }
}

/** out and indices (float64, flat within the plane): the largest value of each window. */
export function maxPoolForward(
  x: usize,
  out: usize,
  indices: usize,
  planes: i32,
  id: i32,
  ih: i32,
  iw: i32,
  od: i32,
  oh: i32,
  ow: i32,
  kd: i32,
  kh: i32,
  kw: i32,
  sd: i32,
  sh: i32,
  sw: i32,
  pd: i32,
  ph: i32,
  pw: i32,
  dd: i32,
  dh: i32,
  dw: i32,
): void {
  maxima(PLACE, x, out, indices, planes, id, ih, iw, od, oh, ow, kd, kh, kw, sd, sh, sw, pd, ph, pw, dd, dh, dw);
}

/** out, and unless `taps` is 0 the tap (kd, kh, kw) of each window's largest value in a byte. */
export function maxPoolTaps(
  x: usize,
  out: usize,
  taps: usize,
  planes: i32,
  id: i32,
  ih: i32,
  iw: i32,
  od: i32,
  oh: i32,
  ow: i32,
  kd: i32,
  kh: i32,
  kw: i32,
  sd: i32,
  sh: i32,
  sw: i32,
  pd: i32,
  ph: i32,
  pw: i32,
  dd: i32,
  dh: i32,
  dw: i32,
): void {
  if (taps) maxima(TAP, x, out, taps, planes, id, ih, iw, od, oh, ow, kd, kh, kw, sd, sh, sw, pd, ph, pw, dd, dh, dw);
  else maxima(NOTHING, x, out, 0, planes, id, ih, iw, od, oh, ow, kd, kh, kw, sd, sh, sw, pd, ph, pw, dd, dh, dw);
}

/** Adds every output's gradient to the input it came from; gradInput is cleared first. */
export function maxPoolBackward(g: usize, indices: usize, gradInput: usize, planes: i32, inPlane: i32, outPlane: i32): void {
  memory.fill(gradInput, 0, <usize>planes * <usize>inPlane << 2);
  for (let p = 0; p < planes; p++) {
    for (let i = 0; i < outPlane; i++) {
      const where = <i32>load<f64>(indices);
      if (where >= 0) {
        const to = gradInput + (<usize>where << 2);
        store<f32>(to, load<f32>(to) + load<f32>(g));
      }
      g += 4;
      indices += 8;
    }
    gradInput += <usize>inPlane << 2;
  }
}

/** Four neighbouring windows of 2 × 2 in the rows `top` and `bottom`: their gradients where the taps say, else zeros. */
@inline
function spreadFour(g: usize, taps: usize, top: usize, bottom: usize): void {
  const v = v128.load(g);
  const tap = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(taps)));
  const v0 = v128.and(v, i32x4.eq(tap, i32x4.splat(0)));
  const v1 = v128.and(v, i32x4.eq(tap, i32x4.splat(1)));
  const v2 = v128.and(v, i32x4.eq(tap, i32x4.splat(2)));
  const v3 = v128.and(v, i32x4.eq(tap, i32x4.splat(3)));
  v128.store(top, v128.shuffle<f32>(v0, v1, 0, 4, 1, 5));
  v128.store(top, v128.shuffle<f32>(v0, v1, 2, 6, 3, 7), 16);
  v128.store(bottom, v128.shuffle<f32>(v2, v3, 0, 4, 1, 5));
  v128.store(bottom, v128.shuffle<f32>(v2, v3, 2, 6, 3, 7), 16);
}

/**
 * The same from taps. `offsets`: how many elements each tap lies behind its window's corner, int32. `halving`: windows
 * are 2 × 2 with steps of 2 along rows and columns, without padding, one slice deep.
 */
export function maxPoolTapsBackward(
  g: usize,
  taps: usize,
  gradInput: usize,
  planes: i32,
  id: i32,
  ih: i32,
  iw: i32,
  od: i32,
  oh: i32,
  ow: i32,
  sd: i32,
  sh: i32,
  sw: i32,
  pd: i32,
  ph: i32,
  pw: i32,
  offsets: usize,
  halving: bool,
): void {
  const plane = <usize>(id * ih * iw) << 2;
  const fours = halving && ow >= 4;
  const whole = fours && id == od && ih == 2 * oh && iw == 2 * ow;
  if (!whole) memory.fill(gradInput, 0, <usize>planes * plane);
  for (let p = 0; p < planes; p++) {
    for (let z = 0; z < od; z++) {
      for (let y = 0; y < oh; y++) {
        const corner = ((z * sd - pd) * ih + y * sh - ph) * iw - pw;
        if (fours) {
          const top = gradInput + (<usize>corner << 2);
          const bottom = top + (<usize>iw << 2);
          for (let next = 0; next < ow; next += 4) {
            // The last four overlap those before.
            const w = min(next, ow - 4);
            spreadFour(g + (<usize>w << 2), taps + <usize>w, top + (<usize>w << 3), bottom + (<usize>w << 3));
          }
        } else {
          for (let w = 0; w < ow; w++) {
            const tap = load<u8>(taps + <usize>w);
            if (tap == NO_TAP) continue;
            const i = corner + w * sw + load<i32>(offsets + (<usize>tap << 2));
            const to = gradInput + (<usize>i << 2);
            store<f32>(to, load<f32>(to) + load<f32>(g + (<usize>w << 2)));
          }
        }
        g += <usize>ow << 2;
        taps += <usize>ow;
      }
    }
    gradInput += plane;
  }
}
