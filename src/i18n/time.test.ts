// Tests of how points in time are said.
import { expect, test } from "vitest";
import { timeAgo } from "./time.ts";

const minute = 60_000;

test.each([
  [0, "now", "现在"],
  [30_000, "30 seconds ago", "30秒钟前"],
  [5 * minute, "5 minutes ago", "5分钟前"],
  [59.8 * minute, "1 hour ago", "1小时前"],
  [26 * 60 * minute, "yesterday", "昨天"],
  [40 * 24 * 60 * minute, "last month", "上个月"],
  [800 * 24 * 60 * minute, "2 years ago", "2年前"],
])("%i ms ago", (passed, english, chinese) => {
  expect(timeAgo(1e12 - passed, 1e12, "en")).toBe(english);
  expect(timeAgo(1e12 - passed, 1e12, "zh-CN")).toBe(chinese);
});

test("a clock that was set back says now", () => {
  expect(timeAgo(1e12 + minute, 1e12, "en")).toBe("now");
});
