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
    kernel: "{{module}} 的窗口跨度为 {{expected}}，而 {{source}} 只给出 {{got}}（含填充）。",
    kernelMend:
      "{{module}} 的窗口跨度为 {{expected}}，而 {{source}} 只给出 {{got}}（含填充）：请缩小窗口、增加填充，或减少前面的下采样。",
    groups: "{{module}} 将通道等分为若干组，{{got}} 不能被 {{expected}} 整除。",
    rank: "{{module}} 需要 {{expected}} 维，而 {{source}} 给出 {{got}} 维。",
    or: "{{text}} 或 {{rank}}",
    atLeast: "至少 {{rank}}",
    types: "{{module}} 在此处需要 {{wants}}，而得到的是 {{got}}。",
    rows: "最大的索引是 {{largest}}：{{module}} 至少需要 {{rows}} 行。",
    training: "在训练模式下，{{module}} 要对批次计算统计量：只有一个值时无法计算。",
    size: "{{module}} 在此处需要大小 {{expected}}，而 {{source}} 给出 {{got}}：请使两侧一致。",
  },
  fix: {
    infer: "自动推断 {{arg}}",
    set: "将 {{arg}} 设为 {{value}}",
    setOf: "将 {{name}} 的 {{arg}} 设为 {{value}}",
    reset: "重置 {{arg}}",
    removeArgument: "移除 {{arg}}",
    renameArgument: "将 {{from}} 改名为 {{to}}",
    insert: "在 {{source}} 之后插入 {{layer}}",
    insertAndInfer: "插入 {{layer}} 并自动推断 {{arg}}",
    useModule: "改用 {{module}}",
    shape: "将 {{name}} 的形状设为 {{shape}}",
    channelsFirst: "将 {{name}} 的通道放在前面：{{shape}}",
    dtype: "将 {{name}} 改为 {{dtype}}",
    batch: "使用大小为 {{size}} 的批次",
    connect: "将 {{from}} 连接到 {{to}}",
    removeEdge: "删除连线 {{edge}}",
    keepEdge: "只保留连线 {{edge}}",
    addOutput: "添加 Output",
  },
} as const satisfies Translated<typeof en>;
