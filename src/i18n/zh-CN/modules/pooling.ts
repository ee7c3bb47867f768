// 简体中文: pooling.
import type { ModuleTexts } from "./text.ts";

const stride = "窗口移动的步幅；留空时等于窗口大小。";
const ceil_mode = "保留超出输入边界的最后一个窗口，输出因此可能大 1。";
const return_indices = "同时给出每个最大值在输入中的位置，按行优先计数。";
const kernel_size = "合并为一个输出值的窗口的大小。";
const padding = "输入四周边框的宽度，至多为窗口的一半。";

const max = {
  kernel_size,
  stride,
  padding,
  dilation: "窗口所读取的相邻值之间的间距（空洞率）。",
  return_indices,
  ceil_mode,
};
const unpool = {
  kernel_size: "最大池化所用窗口的大小。",
  stride: "该窗口移动的步幅；留空时等于窗口大小。",
  padding: "最大池化在其输入四周补上的边框的宽度。",
};
const average = {
  kernel_size,
  stride,
  padding,
  ceil_mode,
  count_include_pad: "计算均值时把填充的零也算作值。",
};
const averageWithDivisor = { ...average, divisor_override: "用该数代替值的个数去除总和。" };
const fractional = {
  kernel_size,
  output_size: "输出的大小；与 output_ratio 二者给其一。",
  output_ratio: "输出大小占输入大小的比例，介于 0 和 1 之间。",
  return_indices,
  _random_samples: "决定窗口位置的 [0, 1) 内的数，形状为 (N, C, 维数)；留空时每次重新抽取。",
};
const power = {
  norm_type: "幂次 p：1 为求和，越大越接近最大值。",
  kernel_size,
  stride,
  ceil_mode,
};
const output_size = "输出的大小；某一维写 None 则保持输入的大小。";

export const poolings = {
  MaxPool1d: { doc: "保留序列每个窗口中的最大值。", args: max },
  MaxPool2d: { doc: "保留图像每个窗口中的最大值。", args: max },
  MaxPool3d: { doc: "保留体数据每个窗口中的最大值。", args: max },
  MaxUnpool1d: { doc: "把最大池化后的序列值放回原来的位置，其余为零。", args: unpool },
  MaxUnpool2d: { doc: "把最大池化后的图像值放回原来的位置，其余为零。", args: unpool },
  MaxUnpool3d: { doc: "把最大池化后的体数据值放回原来的位置，其余为零。", args: unpool },
  AvgPool1d: { doc: "取序列每个窗口的均值。", args: average },
  AvgPool2d: { doc: "取图像每个窗口的均值。", args: averageWithDivisor },
  AvgPool3d: { doc: "取体数据每个窗口的均值。", args: averageWithDivisor },
  FractionalMaxPool2d: { doc: "保留图像中以随机、不等间距分布的窗口内的最大值。", args: fractional },
  FractionalMaxPool3d: { doc: "保留体数据中以随机、不等间距分布的窗口内的最大值。", args: fractional },
  LPPool1d: { doc: "取序列每个窗口的幂平均（p 次幂之和的 p 次方根）。", args: power },
  LPPool2d: { doc: "取图像每个窗口的幂平均（p 次幂之和的 p 次方根）。", args: power },
  LPPool3d: { doc: "取体数据每个窗口的幂平均（p 次幂之和的 p 次方根）。", args: power },
  AdaptiveMaxPool1d: {
    doc: "保留序列各窗口中的最大值，窗口大小由所要求的输出大小决定。",
    args: { output_size: "输出的大小。", return_indices },
  },
  AdaptiveMaxPool2d: {
    doc: "保留图像各窗口中的最大值，窗口大小由所要求的输出大小决定。",
    args: { output_size, return_indices },
  },
  AdaptiveMaxPool3d: {
    doc: "保留体数据各窗口中的最大值，窗口大小由所要求的输出大小决定。",
    args: { output_size, return_indices },
  },
  AdaptiveAvgPool1d: {
    doc: "取序列各窗口的均值，窗口大小由所要求的输出大小决定。",
    args: { output_size: "输出的大小。" },
  },
  AdaptiveAvgPool2d: { doc: "取图像各窗口的均值，窗口大小由所要求的输出大小决定。", args: { output_size } },
  AdaptiveAvgPool3d: { doc: "取体数据各窗口的均值，窗口大小由所要求的输出大小决定。", args: { output_size } },
} as const satisfies ModuleTexts;
