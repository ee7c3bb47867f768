// Owns how threads take the parts of steps that follow each other: every part of a step once, by whoever comes first, and
// none before all parts of the step before are done. A thread that comes late, or never, is not waited for. The block they
// share is zeros at the start: on one line how many parts are done, then, on a line for each part, its next step.

/** Looks for the end of a step before giving up: minutes. Who has taken a part then has died. */
const PATIENCE: i64 = 1 << 36;

/** Whether the caller is to do this part of the step: nobody else will then. */
@inline
export function claimPart(block: usize, part: i32, step: i32): bool {
  const next = block + (<usize>(part + 1) << 6);
  return atomic.load<i32>(next) == step && atomic.cmpxchg<i32>(next, step, step + 1) == step;
}

/** Tells that so many parts are done, and waits until `wanted` are in all: what they have written can be read then. */
export function stepBarrier(block: usize, done: i32, wanted: i32): void {
  if (done > 0) atomic.add<i32>(block, done);
  for (let left = PATIENCE; left > 0; left--) if (atomic.load<i32>(block) >= wanted) return;
  unreachable();
}
