// 简体中文: activations.
import type { ModuleTexts } from "./text.ts";

const inplace = "就地覆盖输入以节省内存；数值不变。在图中每个值都会保留。";
const dim = "沿该维把值变成总和为 1 的份额。";
const lambd = "与 0 的距离不超过该数的值变为 0。";
const alpha = "值最多能低于 0 多少。";

export const activations = {
  ReLU: { doc: "保留正值，负值变为 0。", args: { inplace } },
  ReLU6: { doc: "同 ReLU，但任何值都不超过 6。", args: { inplace } },
  LeakyReLU: { doc: "保留正值，缩小负值。", args: { negative_slope: "负值所乘的系数。", inplace } },
  PReLU: {
    doc: "保留正值，用学习得到的斜率缩放负值。",
    args: { num_parameters: "学习的斜率个数：1，或每个通道一个。", init: "斜率的初始值。" },
  },
  RReLU: {
    doc: "训练时用随机斜率缩放负值，其他时候用斜率的均值。",
    args: { lower: "最小的斜率。", upper: "最大的斜率。", inplace },
  },
  ELU: { doc: "保留正值，使负值平滑地趋近 -alpha。", args: { alpha, inplace } },
  SELU: { doc: "同 ELU，并加以缩放，使值在层与层之间保持均值 0、方差 1。", args: { inplace } },
  CELU: { doc: "同 ELU，但无论 alpha 为何值，在 0 处都是光滑的。", args: { alpha, inplace } },
  GELU: {
    doc: "以正态变量小于该值的概率加权：x Φ(x)。",
    args: { approximate: "精确计算 Φ（none），或用含 tanh 的公式近似。" },
  },
  SiLU: { doc: "用值自身的 Sigmoid 加权：x / (1 + e⁻ˣ)。", args: { inplace } },
  Mish: { doc: "用值的 Softplus 的 tanh 加权。", args: { inplace } },
  Sigmoid: { doc: "把每个值压缩到 0 和 1 之间：1 / (1 + e⁻ˣ)。", args: {} },
  LogSigmoid: { doc: "Sigmoid 的对数，计算时不损失精度。", args: {} },
  Hardsigmoid: { doc: "由三段直线构成的 Sigmoid：-3 以下为 0，3 以上为 1。", args: { inplace } },
  Hardswish: { doc: "用值的 Hardsigmoid 加权。", args: { inplace } },
  Tanh: { doc: "把每个值压缩到 -1 和 1 之间。", args: {} },
  Hardtanh: {
    doc: "截断低于最小值和高于最大值的部分。",
    args: {
      min_val: "最小值。",
      max_val: "最大值。",
      inplace,
      min_value: "min_val 的旧名。",
      max_value: "max_val 的旧名。",
    },
  },
  Tanhshrink: { doc: "Tanh 从每个值中减去的部分：x - tanh(x)。", args: {} },
  Softsign: { doc: "把每个值压缩到 -1 和 1 之间：x / (1 + |x|)。", args: {} },
  Softplus: {
    doc: "光滑的 ReLU：log(1 + eˣ)。",
    args: { beta: "0 处弯折的陡峭程度。", threshold: "当 beta·x 大于该数时，值保持原样。" },
  },
  Threshold: {
    doc: "保留高于阈值的值，替换其余的值。",
    args: { threshold: "不高于该数的值会被替换。", value: "用来替换的值。", inplace },
  },
  Hardshrink: { doc: "把接近 0 的值变为 0，其余保留。", args: { lambd } },
  Softshrink: { doc: "把接近 0 的值变为 0，其余的值向 0 靠近。", args: { lambd } },
  GLU: { doc: "把一个维分成两半：前一半用后一半的 Sigmoid 加权。", args: { dim: "要对半分的维。" } },
  Softmax: { doc: "沿一个维把值变成总和为 1 的正份额。", args: { dim } },
  Softmin: { doc: "同 Softmax，但最小的值得到最大的份额。", args: { dim } },
  Softmax2d: { doc: "在图像的每个位置上对通道做 Softmax。", args: {} },
  LogSoftmax: { doc: "Softmax 的对数，计算时使很小的份额也保持精度。", args: { dim } },
  AdaptiveLogSoftmaxWithLoss: {
    doc: "极多类别上的对数概率：常见类别放在短表中，罕见类别放在较小的簇中。",
    args: {
      in_features: "输入的特征数。",
      n_classes: "类别数。",
      cutoffs: "每个簇的第一个类别，最常见的类别排在最前。",
      div_value: "每个簇的特征数是前一个簇的几分之一。",
      head_bias: "为头部加上可学习的偏置。",
    },
  },
} as const satisfies ModuleTexts;
