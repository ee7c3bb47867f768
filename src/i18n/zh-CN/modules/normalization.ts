// 简体中文: normalizations.
import type { ModuleTexts } from "./text.ts";

const num_features = "输入的通道数；留空时由输入推断。";
const eps = "加到方差上的小数，避免除以零。";
const affine = "为每个通道学习一个缩放和一个平移。";
const track_running_stats = "记住训练批次的均值和方差，供 eval 模式使用。";
const normalized_shape = "一起归一化的末尾几维的大小；留空时为输入的最后一维。";

const batch = {
  num_features,
  eps,
  momentum: "最新批次在滑动统计量中所占的比例；None 表示所有批次等权平均。",
  affine,
  track_running_stats,
};
const instance = {
  num_features,
  eps,
  momentum: "最新批次在滑动统计量中所占的比例。",
  affine,
  track_running_stats,
};
const local = {
  size: "参与计算的相邻通道数。",
  alpha: "较大的邻近值使该值减小的强度。",
  beta: "除数所取的幂次。",
};

export const normalizations = {
  BatchNorm1d: { doc: "在整个批次上把向量或序列的每个通道变为均值 0、方差 1，再缩放和平移。", args: batch },
  BatchNorm2d: { doc: "在整个批次上把图像的每个通道变为均值 0、方差 1，再缩放和平移。", args: batch },
  BatchNorm3d: { doc: "在整个批次上把体数据的每个通道变为均值 0、方差 1，再缩放和平移。", args: batch },
  GroupNorm: {
    doc: "把每个样本的每组通道变为均值 0、方差 1，再对每个通道缩放和平移。",
    args: { num_groups: "通道分成的组数。", num_channels: "输入的通道数；留空时由输入推断。", eps, affine },
  },
  InstanceNorm1d: { doc: "把每条序列的每个通道单独变为均值 0、方差 1。", args: instance },
  InstanceNorm2d: { doc: "把每幅图像的每个通道单独变为均值 0、方差 1。", args: instance },
  InstanceNorm3d: { doc: "把每个体数据的每个通道单独变为均值 0、方差 1。", args: instance },
  LayerNorm: {
    doc: "把每个样本的末尾几维变为均值 0、方差 1，再逐值缩放和平移。",
    args: { normalized_shape, eps, elementwise_affine: "为每个值学习一个缩放和一个平移。" },
  },
  RMSNorm: {
    doc: "用均方根去除每个样本的末尾几维，再逐值缩放。",
    args: {
      normalized_shape,
      eps: "加到均方值上的小数，避免除以零；None 为该类型可分辨的最小值。",
      elementwise_affine: "为每个值学习一个缩放。",
    },
  },
  LocalResponseNorm: {
    doc: "相邻通道中的值越大，该值就被缩得越小。",
    args: { ...local, k: "所有邻近值都为 0 时的除数。" },
  },
  CrossMapLRN2d: {
    doc: "图像相邻通道中的值越大，该值就被缩得越小，与 Torch 7 相同。",
    args: { ...local, k: "所有邻近值都为 0 时的除数。" },
  },
} as const satisfies ModuleTexts;
