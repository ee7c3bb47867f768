// Tests of the drawn digits: in range, distinct, undistorted, at any size.
import { describe, expect, test } from "vitest";
import { digitOf, drawColorDigit, drawDigit } from "./digits.ts";

const ten = Array.from({ length: 10 }, (_, i) => i);

describe.each([
  [28, 28],
  [64, 48],
])("at %i × %i", (width, height) => {
  const digits = ten.map((digit) => drawDigit(digit, width, height));

  test("values lie from 0 to 1, both reached, as much ink as MNIST has", () => {
    for (const digit of digits) {
      expect(Math.min(...digit)).toBe(0);
      expect(Math.max(...digit)).toBeGreaterThan(0.9);
      expect(Math.max(...digit)).toBeLessThanOrEqual(1);
      const side = Math.min(width, height);
      const ink = digit.reduce((sum, value) => sum + value, 0) / (side * side);
      expect(ink).toBeGreaterThan(0.05);
      expect(ink).toBeLessThan(0.2);
    }
  });

  test("no two look alike", () => {
    for (const a of ten) {
      for (const b of ten.slice(a + 1)) {
        const different = digits[a]!.reduce((sum, value, i) => sum + Math.abs(value - digits[b]![i]!), 0);
        const ink = digits[a]!.reduce((sum, value) => sum + value, 0);
        expect(different, `${a} and ${b}`).toBeGreaterThan(0.25 * ink);
      }
    }
  });

  test("the border stays black", () => {
    for (const digit of digits) {
      for (let x = 0; x < width; x++) expect(digit[x]! + digit[(height - 1) * width + x]!).toBe(0);
      for (let y = 0; y < height; y++) expect(digit[y * width]! + digit[y * width + width - 1]!).toBe(0);
    }
  });
});

test("a 9 is a 6 turned upside down", () => {
  const six = drawDigit(6, 28, 28);
  const nine = drawDigit(9, 28, 28);
  for (let i = 0; i < six.length; i++) expect(nine[nine.length - 1 - i]).toBeCloseTo(six[i]!, 5);
});

test("the channels of a coloured digit differ", () => {
  const values = drawColorDigit(7, 32, 32);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThanOrEqual(1);
  const mean = (c: number) => values.slice(c * 1024, (c + 1) * 1024).reduce((sum, value) => sum + value, 0) / 1024;
  expect(new Set([0, 1, 2].map((c) => mean(c).toFixed(3))).size).toBe(3);
});

test("a batch begins with 7 and goes on from digit to digit", () => {
  expect([0, 1, 2, 3, 13].map(digitOf)).toEqual([7, 8, 9, 0, 0]);
});

test("a picture of no or of one pixel is no trouble", () => {
  expect(drawDigit(3, 0, 5)).toHaveLength(0);
  expect(drawDigit(3, 1, 1)).toHaveLength(1);
});
