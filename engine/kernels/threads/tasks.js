// Owns the block that threads share: the table of tasks, how a thread takes one and runs it, how a failure is told.
// Plain JavaScript, because Node starts threads from files as they are.

/** Places in the block, in 32-bit words; each on a cache line of its own. */
export const PENDING = 0;
export const GENERATION = 16;
export const SLEEPERS = 32;
export const WAITING = 48;
const FAILED = 64;
/** How many tasks are left in each thread's share, one line per thread. */
const LEFT = 80;
const LINE = 16;
/** The most threads there may be. */
export const mostThreads = 32;
const controlBytes = 4 * (LEFT + mostThreads * LINE);
const textBytes = 1024;

/** Numbers before the rows: how many tasks there are, where the threads' scratch begins, and how much each has. */
const HEAD = 4;
/** Numbers of a row: which function, how many arguments, which of them is the thread's scratch (-1: none), arguments. */
const ROW = 40;
const ARGUMENTS = 3;

/** How many tasks the table holds. */
export const capacity = 128;
export const blockBytes = controlBytes + textBytes + 8 * (HEAD + capacity * ROW);

/**
 * @typedef {object} Block
 * @property {Int32Array} control
 * @property {Uint8Array} text
 * @property {Float64Array} numbers
 */

/**
 * Views of a shared block.
 * @param {SharedArrayBuffer} buffer
 * @returns {Block}
 */
export function blockOf(buffer) {
  return {
    control: new Int32Array(buffer, 0, controlBytes / 4),
    text: new Uint8Array(buffer, controlBytes, textBytes),
    numbers: new Float64Array(buffer, controlBytes + textBytes),
  };
}

/**
 * Writes a task into the table.
 * @param {Block} block
 * @param {number} index
 * @param {number} fn
 * @param {number} scratch
 * @param {readonly number[]} args
 */
export function putTask({ numbers }, index, fn, scratch, args) {
  const at = HEAD + index * ROW;
  numbers[at] = fn;
  numbers[at + 1] = args.length;
  numbers[at + 2] = scratch;
  for (let i = 0; i < args.length; i++) numbers[at + ARGUMENTS + i] = /** @type {number} */ (args[i]);
}

/**
 * Where a thread's share of the tasks ends: they are shared out in order, so that a thread finds in its cache what it
 * made of the same part of a tensor before.
 * @param {number} count
 * @param {number} threads
 * @param {number} thread
 */
const shareEnd = (count, threads, thread) => Math.floor((count * (thread + 1)) / threads);

/**
 * Lets threads take the first `count` tasks of the table.
 * @param {Block} block
 * @param {number} count
 * @param {number} threads
 * @param {number} scratch
 * @param {number} stride
 */
export function publish({ control, numbers }, count, threads, scratch, stride) {
  numbers[0] = count;
  numbers[1] = scratch;
  numbers[2] = stride;
  Atomics.store(control, PENDING, count);
  for (let thread = 0; thread < threads; thread++) {
    const tasks = shareEnd(count, threads, thread) - shareEnd(count, threads, thread - 1);
    Atomics.store(control, LEFT + thread * LINE, tasks);
  }
  Atomics.add(control, GENERATION, 1);
  if (Atomics.load(control, SLEEPERS) > 0) Atomics.notify(control, GENERATION, count - 1);
}

/**
 * Takes and runs tasks until none is left: those of the thread's own share, then those of others. Thread 0 keeps the
 * scratch that its tasks name.
 * @param {Block} block
 * @param {readonly ((...args: number[]) => unknown)[]} functions
 * @param {number} thread
 * @param {number} threads
 */
export function takeTasks(block, functions, thread, threads) {
  const { control, numbers } = block;
  /** @type {number[]} */
  const args = [];
  for (let i = 0; i < threads; i++) {
    const share = (thread + i) % threads;
    const place = LEFT + share * LINE;
    while (Atomics.load(control, place) > 0) {
      // What a thread takes here belongs to the tasks published last: new ones come only when all of these are done.
      const left = Atomics.sub(control, place, 1);
      if (left <= 0) break;
      try {
        const [count = 0, scratch = 0, stride = 0] = numbers;
        const at = HEAD + (shareEnd(count, threads, share) - left) * ROW;
        const given = numbers[at + 1] ?? 0;
        const own = numbers[at + 2] ?? -1;
        args.length = given;
        for (let k = 0; k < given; k++) args[k] = numbers[at + ARGUMENTS + k] ?? 0;
        if (own >= 0 && thread > 0) args[own] = scratch + (thread - 1) * stride;
        functions[numbers[at] ?? -1]?.(...args);
      } catch (error) {
        fail(block, error);
      }
      Atomics.sub(control, PENDING, 1);
      if (Atomics.load(control, WAITING) === 1) Atomics.notify(control, PENDING);
    }
  }
}

/**
 * Notes the first failure.
 * @param {Block} block
 * @param {unknown} error
 */
function fail({ control, text }, error) {
  if (Atomics.compareExchange(control, FAILED, 0, -1) !== 0) return;
  const bytes = new TextEncoder().encode(error instanceof Error ? error.message : String(error)).subarray(0, textBytes);
  text.set(bytes);
  Atomics.store(control, FAILED, bytes.length + 1);
}

/**
 * What a task has thrown, once all are done; null when none has. Asking forgets it.
 * @param {Block} block
 * @returns {string | null}
 */
export function failure({ control, text }) {
  const length = Atomics.exchange(control, FAILED, 0);
  // Decoders refuse shared memory.
  return length === 0 ? null : new TextDecoder().decode(text.slice(0, length - 1));
}

/** Tells the processor that a loop only waits, where there is a way to. */
const pause = /** @type {{ pause?: () => void }} */ (/** @type {unknown} */ (Atomics)).pause ?? (() => undefined);

/**
 * Watches a word for as many milliseconds as given.
 * @param {Int32Array} control
 * @param {number} index
 * @param {(value: number) => boolean} wanted
 * @param {number} milliseconds
 * @returns {boolean} whether the wanted value came
 */
export function watch(control, index, wanted, milliseconds) {
  const end = performance.now() + milliseconds;
  do {
    for (let i = 0; i < 64; i++) {
      if (wanted(Atomics.load(control, index))) return true;
      pause();
    }
  } while (performance.now() < end);
  return false;
}
