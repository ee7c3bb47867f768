// Owns the small pictures of tensors: one sample as a grid of channels or as strips of bars, averaged down to a few pixels.

type Elements = Float32Array | Float64Array | Uint8Array;

/** Values in a byte each: 1 stands for `low`, 255 for `high`, 0 for what is not finite. */
interface Scaled {
  readonly values: Uint8Array;
  readonly low: number;
  readonly high: number;
}

/** `count` of `total` channels, each `width`×`height`, laid in `columns`; channel after channel, row-major. */
export interface GridPicture extends Scaled {
  readonly kind: "grid";
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly total: number;
  readonly columns: number;
}

/** `rows` vectors of `length` values, averaged down from `total`. */
export interface StripPicture extends Scaled {
  readonly kind: "strip";
  readonly length: number;
  readonly rows: number;
  readonly total: number;
}

/** What a NaN or an infinite value becomes in a picture. */
const nonFiniteMark = 0;
const maxChannels = 16;
const manySide = 32;
const singleSide = 64;
const maxLength = 64;
const maxRows = 16;

/** Where one sample lies in a tensor: its dims, its first element and how many there are. */
export interface SampleView {
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/**
 * The chosen sample of a tensor whose first dim is the batch, or the whole tensor when it has none (`batched` false,
 * or fewer than two dims). `sample` is clamped to the batch.
 */
export function sampleView(shape: readonly number[], sample: number, batched: boolean): SampleView {
  const size = shape.reduce((product, n) => product * n, 1);
  const batch = shape[0];
  if (!batched || shape.length < 2 || batch === undefined || batch === 0) return { shape, offset: 0, length: size };
  const length = size / batch;
  const index = Math.min(Math.max(0, Math.trunc(sample)), batch - 1);
  return { shape: shape.slice(1), offset: index * length, length };
}

/**
 * The picture of one sample of a contiguous tensor. A sample (C, H, W) becomes a grid of up to 16 channels, each
 * averaged down to at most 32 pixels a side (64 when there is one channel); dims before the last two count as
 * channels. A sample (rows, length) or (length) becomes a strip of up to 16 rows of up to 64 values.
 */
export function drawPicture(
  data: Elements,
  shape: readonly number[],
  sample: number,
  batched: boolean,
): GridPicture | StripPicture {
  const view = sampleView(shape, sample, batched);
  return view.shape.length >= 3 ? drawGrid(data, view) : drawStrip(data, view);
}

function drawGrid(data: Elements, { shape, offset, length }: SampleView): GridPicture {
  const rows = shape.at(-2) as number;
  const columns = shape.at(-1) as number;
  const plane = rows * columns;
  const total = plane === 0 ? 0 : length / plane;
  const count = Math.min(total, maxChannels);
  const shrink = Math.max(1, Math.max(rows, columns) / (total === 1 ? singleSide : manySide));
  const width = Math.min(columns, Math.max(1, Math.round(columns / shrink)));
  const height = Math.min(rows, Math.max(1, Math.round(rows / shrink)));
  const means = shrinkPlanes(data, offset, count, [rows, columns], [height, width]);
  const across = Math.max(1, Math.ceil(Math.sqrt(count)));
  return { kind: "grid", width, height, count, total, columns: across, ...toBytes(means) };
}

function drawStrip(data: Elements, { shape, offset, length: size }: SampleView): StripPicture {
  const total = shape.at(-1) ?? 1;
  const rows = Math.min(total === 0 ? 0 : size / total, maxRows);
  const length = Math.min(total, maxLength);
  const means = shrinkPlanes(data, offset, rows, [1, total], [1, length]);
  return { kind: "strip", length, rows, total, ...toBytes(means) };
}

/** Where each of `count` cells begins and ends among `size` elements: neighbours share what lies between them. */
function cellsOf(size: number, count: number): { readonly starts: Int32Array; readonly ends: Int32Array } {
  const starts = Int32Array.from({ length: count }, (_, i) => Math.floor((i * size) / count));
  const ends = Int32Array.from({ length: count }, (_, i) => Math.ceil(((i + 1) * size) / count));
  return { starts, ends };
}

/**
 * Box filter over `planes` of rows × columns from `from` on: every output pixel is the mean of the input pixels its cell
 * touches; a cell with NaN in it is NaN. Rows are summed first, then their cells.
 */
function shrinkPlanes(
  data: Elements,
  from: number,
  planes: number,
  [rows, columns]: readonly [number, number],
  [height, width]: readonly [number, number],
): Float64Array {
  const out = new Float64Array(planes * height * width);
  const { starts: tops, ends: bottoms } = cellsOf(rows, height);
  const { starts: lefts, ends: rights } = cellsOf(columns, width);
  const sums = new Float64Array(columns);
  let to = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (let y = 0; y < height; y++) {
      const top = tops[y] as number;
      const bottom = bottoms[y] as number;
      let at = from + (plane * rows + top) * columns;
      for (let j = 0; j < columns; j++) sums[j] = data[at + j] as number;
      for (let i = top + 1; i < bottom; i++) {
        at += columns;
        for (let j = 0; j < columns; j++) sums[j] = (sums[j] as number) + (data[at + j] as number);
      }
      for (let x = 0; x < width; x++) {
        const left = lefts[x] as number;
        const right = rights[x] as number;
        let sum = sums[left] as number;
        for (let j = left + 1; j < right; j++) sum += sums[j] as number;
        out[to++] = sum / ((bottom - top) * (right - left));
      }
    }
  }
  return out;
}

/** Finite values spread over 1…255 from the least to the greatest; all 1 when there is one value only. */
function toBytes(means: Float64Array): Scaled {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < means.length; i++) {
    const value = means[i] as number;
    // Neither NaN nor infinite: such values are no numbers of their own difference.
    if (value - value !== 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const values = new Uint8Array(means.length);
  if (low > high) return { values, low: 0, high: 0 };
  const scale = high > low ? 254 / (high - low) : 0;
  for (let i = 0; i < means.length; i++) {
    const value = means[i] as number;
    values[i] = value - value === 0 ? (value - low) * scale + 1.5 : nonFiniteMark;
  }
  return { values, low, high };
}
