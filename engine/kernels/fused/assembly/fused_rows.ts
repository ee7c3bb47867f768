// Owns fused rows: kernels that go row by row, one after another over a few rows at a time, which stay in the caches
// between them. They are a program in memory: a table of the values, then a list of steps.
import { binary } from "../../elementwise/assembly/binary";
import { unary } from "../../elementwise/assembly/functions";
import { layerNormForward } from "../../layernorm/assembly/layernorm";
import { multiplyPackedThen, packedScratch } from "../../matmul/assembly/packed";

/** Bytes of a value in the table: where it lies, its width in floats, whether it lies in scratch. */
const VALUE: usize = 12;
/** Bytes of a step: what it is, values read and written, its weights, its numbers. */
const STEP: usize = 64;

const LINEAR: i32 = 0;
const UNARY: i32 = 1;
const BINARY: i32 = 2;

/** Bytes of scratch: `inside` for values that lie there, `widest` the most features that a linear map reads. */
export function fusedScratch(block: i32, inside: i32, widest: i32): usize {
  return ((<usize>inside + 63) & ~63) + packedScratch(block, widest) + (<usize>block << 4) + 64;
}

/** Where the rows of a value lie, from row `row` on. */
function rowsOf(values: usize, index: i32, row: i32, scratch: usize): usize {
  const value = values + <usize>index * VALUE;
  const at = <usize>load<u32>(value);
  if (load<i32>(value, 8)) return scratch + at;
  return at + ((<usize>row * <usize>load<i32>(value, 4)) << 2);
}

/**
 * Rows from `first` to `end`, `block` at a time, through all steps. `inside`: bytes of the values in scratch. What the
 * last numbers before the scratch say, the widest input and the work of a row, only those need who divide the rows.
 */
export function fusedRows(
  program: usize,
  count: i32,
  steps: i32,
  first: i32,
  end: i32,
  block: i32,
  inside: i32,
  _widest: i32,
  _work: f64,
  scratch: usize,
): void {
  const list = program + ((<usize>count * VALUE + 63) & ~63);
  const spare = scratch + ((<usize>inside + 63) & ~63);
  for (let row = first; row < end; row += block) {
    const rows = min(block, end - row);
    for (let i = 0; i < steps; i++) {
      const step = list + <usize>i * STEP;
      const kind = load<i32>(step);
      const a = rowsOf(program, load<i32>(step, 4), row, scratch);
      const b = rowsOf(program, load<i32>(step, 8), row, scratch);
      const to = rowsOf(program, load<i32>(step, 12), row, scratch);
      const weight = <usize>load<u32>(step, 16);
      const bias = <usize>load<u32>(step, 20);
      const n = load<i32>(step, 24);
      const k = load<i32>(step, 28);
      const code = load<i32>(step, 32);
      if (kind == LINEAR) {
        multiplyPackedThen(a, <usize>k << 2, weight, to, <usize>n << 2, rows, n, k, bias, code, spare);
      } else if (kind == UNARY) {
        unary(code, a, to, rows * n, load<f32>(step, 36), load<f32>(step, 40), load<f32>(step, 44));
      } else if (kind == BINARY) {
        binary(code, a, false, 0, b, false, 0, to, 1, rows * n);
      } else {
        layerNormForward(a, to, weight, bias, spare, spare + (<usize>block << 3), rows, n, load<f64>(step, 48));
      }
    }
  }
}
