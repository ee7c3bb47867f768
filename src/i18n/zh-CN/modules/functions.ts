// 简体中文: torch's functions that move, pick, reduce and make tensors.
import type { ModuleTexts } from "./text.ts";

const dim = { dim: "哪一维；-1 为最后一维。" };
const along = { dim: "沿哪一维；-1 为最后一维。" };
const kept = { keepdim: "保留被归约的维，大小为 1。" };
const over = { dim: "在哪些维上；留空则为所有维。", ...kept };
const overOne = { dim: "在哪一维上；留空则为所有维。", ...kept };
const diagonal = { diagonal: "以哪条对角线为界：0 为主对角线，上方为正，下方为负。" };
const corrected = { unbiased: "除以值的个数减一。" };
const size = { size: "各维的大小。" };
const dtype = { dtype: "值的类型。" };
const anyType = { dtype: "值的类型；留空时整数为 int64。" };

export const functions = {
  reshape: {
    doc: "按原来的顺序把同样的值排成另一种大小。",
    args: { shape: "各维的大小；其中一个可为 -1，即剩下的大小；input.shape[0] 是输入的一个大小。" },
  },
  flatten: {
    doc: "把若干维合为一维；不指明则合并所有维。",
    args: { start_dim: "合并的第一个维。", end_dim: "合并的最后一个维；-1 为最后一维。" },
  },
  unflatten: {
    doc: "把一个维拆成若干维。",
    args: { ...dim, sizes: "拆成的各维的大小；其中一个可为 -1，即剩下的大小。" },
  },
  permute: { doc: "按另一种顺序排列各维。", args: { dims: "输入的各维，按所要的顺序。" } },
  transpose: { doc: "交换两个维。", args: { dim0: "互换的两维之一。", dim1: "另一个维。" } },
  movedim: { doc: "把某些维移到别处；其余维保持顺序。", args: { source: "要移动的维。", destination: "移到的位置。" } },
  squeeze: { doc: "去掉大小为 1 的维。", args: { dim: "大小为 1 时去掉的维；留空则去掉所有这样的维。" } },
  unsqueeze: { doc: "插入一个大小为 1 的新维。", args: { dim: "新维的位置；-1 为末尾。" } },
  expand: { doc: "重复读取同样的值，把大小为 1 的维拉长。", args: { size: "各维的大小；-1 保持原样。新维在最前。" } },
  repeat: { doc: "沿各维重复整个张量。", args: { repeats: "沿各维重复几次。新维在最前。" } },
  tile: { doc: "沿最后若干维重复整个张量。", args: { dims: "沿最后各维重复几次。" } },
  repeat_interleave: {
    doc: "在原处重复一个维的每一项。",
    args: { repeats: "每一项出现几次。", dim: "沿哪一维；留空则对展平的输入。" },
  },
  flip: { doc: "沿若干维颠倒各项的顺序。", args: { dims: "要颠倒的维。" } },
  roll: {
    doc: "沿若干维移动各项；移出末尾的回到开头。",
    args: { shifts: "移动多少位，每一维一个。", dims: "沿哪些维；留空则按所有值的顺序。" },
  },
  diagonal: {
    doc: "两个维的对角线，作为最后一维。",
    args: { offset: "哪条对角线：0 为主对角线，上方为正，下方为负。", dim1: "行所在的维。", dim2: "列所在的维。" },
  },
  tril: { doc: "保留矩阵的下三角，其余为 0。", args: diagonal },
  triu: { doc: "保留矩阵的上三角，其余为 0。", args: diagonal },
  chunk: { doc: "把一个维切成若干同样大小的部分；最后一个可以较小。", args: { chunks: "切成几部分。", ...dim } },
  split: {
    doc: "按给出的大小把一个维切成若干部分。",
    args: { split_size_or_sections: "每一部分的大小，或所有部分的大小。", ...dim },
  },
  unbind: { doc: "一个维的每一项各成一个张量。", args: dim },
  cat: { doc: "沿一个维把张量首尾相接。", args: { dim: "变长的维；1 是图像的通道。" } },
  stack: { doc: "沿一个新维把形状相同的张量并排放置。", args: { dim: "新维的位置；-1 为末尾。" } },
  select: { doc: "一个维的一项，去掉该维。", args: { ...along, index: "哪一项；-1 为最后一项。" } },
  narrow: {
    doc: "一个维中连续的若干项。",
    args: { ...along, start: "第一项；负数从末尾数起。", length: "多少项。" },
  },
  getitem: {
    doc: "按 Python 方括号中的写法选取项、部分或新维。",
    args: { index: "Python 的下标：[:, -1] 是第二维的最后一项，[..., None] 增加一维，[::2] 是每隔一项。" },
  },
  gather: { doc: "沿一个维，在每个位置读取索引所指的元素。", args: along },
  index_select: { doc: "一个维中由索引向量指出的各项。", args: along },
  take_along_dim: {
    doc: "沿一个维读取索引（如 argsort 所给）所指的元素。",
    args: { dim: "沿哪一维；留空则对展平的输入。" },
  },
  masked_fill: { doc: "在掩码为真之处写入一个数。", args: { value: "写入的数；-inf 在 softmax 之后不留痕迹。" } },
  where: {
    doc: "条件成立之处取一个张量的值，其余取另一个的值。",
    args: { input: "代替第一个张量的数。", other: "代替第二个张量的数。" },
  },
  scatter: {
    doc: "沿一个维，把值写到索引所指的位置。",
    args: { ...along, src: "代替值张量的一个数。" },
  },
  scatter_add: { doc: "沿一个维，把值加到索引所指的位置。", args: along },
  sum: { doc: "在若干维上把值相加。", args: over },
  mean: { doc: "若干维上的值的平均。", args: over },
  prod: { doc: "在一个维上把值相乘。", args: overOne },
  amax: { doc: "若干维上的最大值。", args: over },
  amin: { doc: "若干维上的最小值。", args: over },
  max: { doc: "最大值；沿一个维时还给出其位置。", args: overOne },
  min: { doc: "最小值；沿一个维时还给出其位置。", args: overOne },
  argmax: { doc: "最大值的位置。", args: overOne },
  argmin: { doc: "最小值的位置。", args: overOne },
  var: { doc: "若干维上的值与其均值相距多远（平方）。", args: { ...over, ...corrected } },
  std: { doc: "若干维上方差的平方根。", args: { ...over, ...corrected } },
  norm: { doc: "若干维上的向量的长度。", args: { p: "哪种范数：1 为绝对值之和，2 为通常的长度。", ...over } },
  logsumexp: { doc: "若干维上指数之和的对数，不会溢出。", args: { ...over, dim: "在哪些维上。" } },
  all: { doc: "一个维上的值是否全为真。", args: overOne },
  any: { doc: "一个维上是否有值为真。", args: overOne },
  cumsum: { doc: "沿一个维，到每一项为止（含该项）的和。", args: along },
  cumprod: { doc: "沿一个维，到每一项为止（含该项）的积。", args: along },
  sort: { doc: "沿一个维按顺序排列的值，及其原来的位置。", args: { ...along, descending: "最大的在前。" } },
  argsort: { doc: "沿一个维，各值按顺序所在的位置。", args: { ...along, descending: "最大的在前。" } },
  topk: {
    doc: "沿一个维最大的若干值，及其位置。",
    args: { k: "多少个值。", ...along, largest: "取最大的值；否则取最小的。", sorted: "按顺序给出。" },
  },
  Parameter: {
    doc: "模型学习的张量，以此为名：类别标记、位置、缩放。",
    args: { shape: "各维的大小。", init: "初始值如何取得。", requires_grad: "训练是否改变它。" },
  },
  Buffer: {
    doc: "模型以此为名保存而不学习的张量：掩码、固定的位置。",
    args: { shape: "各维的大小。", init: "初始值如何取得。", persistent: "是否随权重一起保存。" },
  },
  zeros: { doc: "全为零的张量。", args: { ...size, ...dtype } },
  ones: { doc: "全为一的张量。", args: { ...size, ...dtype } },
  full: { doc: "全为同一个数的张量。", args: { ...size, fill_value: "这个数。", ...anyType } },
  eye: { doc: "对角线为一的矩阵。", args: { n: "多少行。", m: "多少列；留空则与行数相同。", ...dtype } },
  arange: {
    doc: "从起点到终点的等步长的数。",
    args: { start: "第一个数。", end: "终点；不包含这个数。", step: "相邻两数之差。", ...anyType },
  },
  linspace: {
    doc: "从起点到终点的若干等间隔的值。",
    args: { start: "第一个值。", end: "最后一个值。", steps: "多少个值。" },
  },
  randn: { doc: "均值为 0、方差为 1 的随机数，每次运行都不同。", args: size },
  rand: { doc: "0 与 1 之间的随机数，每次运行都不同。", args: size },
  tensor: { doc: "由键入的值组成的张量。", args: { data: "这些值：[[1, 2], [3, 4]]。" } },
} as const satisfies ModuleTexts;
