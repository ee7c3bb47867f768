// Python's index syntax is read as Python reads it, and what is no index is refused with its place.
import { expect, test } from "vitest";
import { parseIndex } from "./python_index.ts";

const slice = (start: number | null, stop: number | null, step: number | null = null) => ({ start, stop, step });

test.each([
  ["[0]", [0]],
  ["[-1]", [-1]],
  ["[:, -1]", [slice(null, null), -1]],
  ["[..., None, 2:8:2]", ["...", null, slice(2, 8, 2)]],
  ["[Ellipsis, :-1]", ["...", slice(null, -1)]],
  ["[1:, ::3]", [slice(1, null), slice(null, null, 3)]],
  ["[None:4]", [slice(null, 4)]],
  ["[[0, 2], :]", [[0, 2], slice(null, null)]],
  ["[[True, False]]", [[true, false]]],
  [
    "[[[0, 1], [1, 0]]]",
    [
      [
        [0, 1],
        [1, 0],
      ],
    ],
  ],
  ["[(0, 1)]", [0, 1]],
  ["[0,]", [0]],
  ["[ 0 , 1 ]", [0, 1]],
])("%s", (text, expected) => {
  expect(parseIndex(text)).toEqual(expected);
});

test.each([
  ["", "index : it ends too early"],
  ["[", "index [: it ends too early"],
  ["[]", "index []: it ends too early"],
  ["[0", "index [0: it ends too early"],
  ["0]", "index 0]: unexpected 0 at character 1"],
  ["[0] + 1", "index [0] + 1: unexpected + at character 5"],
  ["[1.5]", "index [1.5]: unexpected . at character 3"],
  ["[x]", "index [x]: unexpected x at character 2"],
  ["[0:1:2:3]", "index [0:1:2:3]: unexpected : at character 7"],
])("%s is refused", (text, message) => {
  expect(() => parseIndex(text)).toThrow(message);
});
