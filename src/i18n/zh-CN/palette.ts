// 简体中文: the palette of layers.
import type { palette as en } from "../en/palette.ts";
import type { Translated } from "../keys.ts";

export const palette = {
  title: "网络层",
  search: "搜索网络层",
  searchPlaceholder: "搜索网络层，例如 conv",
  noMatch: "没有名为“{{query}}”的层",
  clearSearch: "清除搜索",
  hint: "拖到画布上，或按 Enter 添加到所选层之后",
  add: "添加 {{module}}",
  results_other: "找到 {{count}} 个层",
} as const satisfies Translated<typeof en>;
