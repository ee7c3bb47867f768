// 简体中文: the problems panel.
import type { problems as en } from "../en/problems.ts";
import type { Translated } from "../keys.ts";

export const problems = {
  title: "问题",
  none: "没有问题",
  noneText: "所有层均已连接，所有形状均匹配。",
  count_other: "{{count}} 个问题",
  goTo: "定位到 {{name}}",
  error: "错误",
  warning: "警告",
  explanation: "解决办法",
} as const satisfies Translated<typeof en>;
