// Tests of the allocator against a map of what is live.
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkProperty } from "../../core/property.fixture.ts";
import { createMemory } from "./memory.ts";

test("blocks are aligned, apart from each other and given back whole", () => {
  checkProperty(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.boolean(), fc.nat()), { maxLength: 200 }),
      (steps) => {
        const memory = createMemory();
        const live: { pointer: number; bytes: number }[] = [];
        for (const [bytes, frees, which] of steps) {
          if (frees && live.length > 0) {
            const [block] = live.splice(which % live.length, 1);
            memory.release(block!.pointer);
            continue;
          }
          const pointer = memory.allocate(bytes);
          expect(pointer % 16).toBe(0);
          expect(pointer).toBeGreaterThan(0);
          expect(pointer + bytes).toBeLessThanOrEqual(memory.buffer.byteLength);
          for (const other of live) {
            expect(pointer + bytes <= other.pointer || other.pointer + other.bytes <= pointer).toBe(true);
          }
          live.push({ pointer, bytes: Math.max(bytes, 1) });
        }
        for (const { pointer } of live) memory.release(pointer);
        expect(memory.liveBytes).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
});

test("released neighbours become one block again, whatever the order", () => {
  const memory = createMemory();
  const blocks = Array.from({ length: 8 }, () => memory.allocate(100_000));
  const last = memory.allocate(16);
  for (const index of [3, 1, 2, 0, 7, 5, 4, 6]) memory.release(blocks[index]!);
  const size = memory.buffer.byteLength;
  expect(memory.allocate(800_000)).toBe(blocks[0]);
  expect(memory.buffer.byteLength).toBe(size);
  memory.release(last);
});

test("it grows on demand and keeps what it holds", () => {
  const memory = createMemory();
  const pointer = memory.allocate(4);
  new Float32Array(memory.buffer, pointer, 1)[0] = 7;
  memory.allocate(64 * 2 ** 20);
  expect(new Float32Array(memory.buffer, pointer, 1)[0]).toBe(7);
});

test("what is shared keeps its contents and its blocks", () => {
  const memory = createMemory();
  const pointer = memory.allocate(2 ** 21);
  new Float32Array(memory.buffer, pointer, 1)[0] = 7;
  expect(memory.shared).toBe(false);
  memory.share();
  expect(memory.shared).toBe(true);
  expect(memory.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(new Float32Array(memory.buffer, pointer, 1)[0]).toBe(7);
  expect(memory.allocate(16)).toBeGreaterThanOrEqual(pointer + 2 ** 21);
  memory.release(pointer);
});

test("too much is refused with the bytes wanted, and the rest stays usable", () => {
  const memory = createMemory();
  const held = memory.allocate(32);
  expect(() => memory.allocate(5 * 2 ** 30)).toThrow(
    new RangeError("out of memory: 5368709120 bytes wanted, 32 bytes in use"),
  );
  expect(() => memory.allocate(Number.NaN)).toThrow(RangeError);
  expect(memory.allocate(16)).toBe(held + 32);
});

test("a pointer that is not a block's start is refused, also the second time", () => {
  const memory = createMemory();
  const pointer = memory.allocate(64);
  expect(() => memory.release(pointer + 16)).toThrow("no block of memory begins at");
  memory.release(pointer);
  expect(() => memory.release(pointer)).toThrow(RangeError);
});
