// 简体中文: the viewer of a tensor.
import type { viewer as en } from "../en/viewer.ts";
import type { Translated } from "../keys.ts";

export const viewer = {
  title: "张量",
  empty: "未选中连线",
  emptyText: "选择一条连线以查看流经它的张量。",
  shape: "形状",
  dtype: "dtype",
  min: "最小值",
  mean: "均值",
  max: "最大值",
  std: "标准差",
  nan: "NaN",
  elements_other: "{{count}} 个元素",
  sample: "样本",
  sampleOf: "第 {{index}} 个样本，共 {{count}} 个",
  previousSample: "上一个样本",
  nextSample: "下一个样本",
  channel: "通道",
  channelOf: "第 {{index}} 个通道，共 {{count}} 个",
  moreChannels_other: "另有 {{count}} 个通道",
  histogram: "直方图",
  thumbnail: "{{edge}} 上的激活值",
  valueAt: "[{{index}}] 处的值为 {{value}}",
  constant: "所有值均为 {{value}}",
} as const satisfies Translated<typeof en>;
