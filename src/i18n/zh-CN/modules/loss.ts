// 简体中文: losses.
import type { ModuleTexts } from "./text.ts";

const reduction = "如何把各个损失合并成一个：不合并、取均值或求和。";
const kept = { reduction };
const old = {
  size_average: "选择均值或求和的旧方式。",
  reduce: "不合并损失的旧方式。",
  reduction,
};
const classWeight = "每个类别一个权重。";
const elementWeight = "每个元素一个权重，可广播。";
const ignore_index = "标签等于该数的目标不计入。";
const margin = "间隔达到多少就算足够。";
const swap = "当负样本到正样本的距离更小时，改用这个距离。";

export const losses = {
  L1Loss: { doc: "输入与目标之差的绝对值。", args: old },
  MSELoss: { doc: "输入与目标之差的平方。", args: old },
  CrossEntropyLoss: {
    doc: "LogSoftmax 与 NLLLoss 合二为一：得分越不偏向目标类别，损失越大。",
    args: {
      ...old,
      weight: classWeight,
      ignore_index,
      label_smoothing: "目标中平均分给所有类别的份额（标签平滑）。",
    },
  },
  CTCLoss: {
    doc: "从较长的对数概率序列中读出目标标签的可能性越小，损失越大。",
    args: {
      blank: "代表“无标签”的标签。",
      reduction,
      zero_infinity: "放不进其序列的目标按 0 计。",
    },
  },
  NLLLoss: {
    doc: "输入给予目标类别的对数概率的相反数。",
    args: { ...old, weight: classWeight, ignore_index },
  },
  PoissonNLLLoss: {
    doc: "当输入给出泊松分布的均值时，目标计数出现的可能性越小，损失越大。",
    args: {
      ...old,
      log_input: "输入是均值的对数。",
      full: "加上只取决于目标的那一部分的斯特林近似。",
      eps: "取对数之前加到均值上的小数。",
    },
  },
  GaussianNLLLoss: {
    doc: "当 input 与 var 给出正态变量的均值和方差时，目标出现的可能性越小，损失越大。",
    args: { ...kept, full: "同时加上常数部分。", eps: "方差的下限。" },
  },
  KLDivLoss: {
    doc: "输入为对数概率时，该分布与目标分布相距多远（Kullback–Leibler 散度）。",
    args: {
      ...old,
      reduction: "同其他损失；batchmean 为总和除以批次大小，即散度本身。",
      log_target: "目标也以对数给出。",
    },
  },
  BCELoss: { doc: "是非二值概率的交叉熵。", args: { ...old, weight: elementWeight } },
  BCEWithLogitsLoss: {
    doc: "Sigmoid 与 BCELoss 合二为一，不损失精度。",
    args: { ...old, weight: elementWeight, pos_weight: "“是”相对于“否”的权重倍数，可广播。" },
  },
  MarginRankingLoss: {
    doc: "目标为 1（第一个排名更高）或 -1：input1 与 input2 越不符合该次序，损失越大。",
    args: { ...old, margin },
  },
  HingeEmbeddingLoss: {
    doc: "输入为距离，目标为 1（相似：即该距离）或 -1（不相似：距间隔所差的部分）。",
    args: { ...old, margin },
  },
  MultiLabelMarginLoss: { doc: "每个样本有多个标签：这些标签领先其他类别越少，损失越大。", args: old },
  HuberLoss: {
    doc: "差较小时取平方，差较大时取绝对值的 delta 倍。",
    args: { ...kept, delta: "从这个差值起改用绝对值。" },
  },
  SmoothL1Loss: {
    doc: "差较小时取平方，差较大时取绝对值。",
    args: { ...old, beta: "从这个差值起改用绝对值。" },
  },
  SoftMarginLoss: { doc: "目标为 1 或 -1：输入越不具有目标的符号，损失越大，且变化平滑。", args: old },
  MultiLabelSoftMarginLoss: {
    doc: "对每个类别做 BCEWithLogitsLoss，再对每个样本取均值。",
    args: { ...old, weight: classWeight },
  },
  CosineEmbeddingLoss: {
    doc: "目标为 1（相似）或 -1（不相似）：input1 与 input2 的夹角越不相符，损失越大。",
    args: { ...old, margin },
  },
  MultiMarginLoss: {
    doc: "目标类别领先其他类别越少，损失越大。",
    args: { ...old, p: "对间隔不足部分所取的幂次：1 或 2。", margin, weight: classWeight },
  },
  TripletMarginLoss: {
    doc: "锚点到正样本不比到负样本近多少时，损失就越大。",
    args: {
      ...old,
      margin,
      p: "用哪种范数度量距离。",
      eps: "加到差上的小数，使其不为零。",
      swap,
    },
  },
  TripletMarginWithDistanceLoss: {
    doc: "使用自定义距离的 TripletMarginLoss。",
    args: { ...kept, distance_function: "度量距离的函数；不给时为 PairwiseDistance。", margin, swap },
  },
} as const satisfies ModuleTexts;
