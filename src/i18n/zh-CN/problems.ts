// 简体中文: the problems panel, and the sentences that explain a shape error with its numbers.
import type { problems as en } from "../en/problems.ts";
import type { Translated } from "../keys.ts";

export const problems = {
  title: "问题",
  none: "没有问题",
  noneText: "所有层都已连接，所有形状都匹配。",
  count_other: "{{count}} 个问题",
  goTo: "定位到 {{name}}",
  explain: {
    featuresSet:
      "{{module}} 需要 {{expected}} 个特征，而 {{source}} 给出 {{got}} 个：请将 {{arg}} 设为 {{got}}，或留空。",
    channelsSet:
      "{{module}} 需要 {{expected}} 个通道，而 {{source}} 给出 {{got}} 个：请将 {{arg}} 设为 {{got}}，或留空。",
    features: "{{module}} 需要 {{expected}} 个特征，而 {{source}} 给出 {{got}} 个。",
    channels: "{{module}} 需要 {{expected}} 个通道，而 {{source}} 给出 {{got}} 个。",
    kernel:
      "{{module}} 的窗口跨度为 {{expected}}，而 {{source}} 只给出 {{got}}（含填充）：请缩小窗口、增加填充，或减少前面的下采样。",
    groups: "{{module}} 将通道等分为若干组，{{got}} 不能被 {{expected}} 整除。",
    rank: "{{module}} 需要 {{expected}} 维，而 {{source}} 给出 {{got}} 维。",
    size: "{{module}} 在此处需要大小 {{expected}}，而 {{source}} 给出 {{got}}：请使两侧一致。",
  },
  fix: {
    infer: "自动推断 {{arg}}",
    set: "将 {{arg}} 设为 {{value}}",
  },
} as const satisfies Translated<typeof en>;
