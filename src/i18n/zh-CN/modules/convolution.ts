// 简体中文: convolutions, and the windows of an image as columns.
import type { ModuleTexts } from "./text.ts";

const shared = {
  in_channels: "输入的通道数；留空时由输入推断。",
  out_channels: "要学习的卷积核个数，即输出的通道数。",
  kernel_size: "每个卷积核的窗口大小，每个空间维一个数。",
  dilation: "卷积核所读取的相邻输入值之间的间距（空洞率）。",
  groups: "把通道分成若干组，每组单独做卷积。",
  bias: "为每个输出通道加上一个可学习的偏置。",
  padding_mode: "填充的内容：零，或输入的镜像、边缘重复值、循环值。",
};

const convolution = {
  ...shared,
  stride: "窗口从一个输出值移到下一个输出值的步幅。",
  padding: "窗口移动之前在输入四周补上的值的个数。",
};

const transposed = {
  ...shared,
  stride: "输入值在输出中相隔的距离：2 使尺寸加倍。",
  padding: "从输出四周裁掉的值的个数。",
  output_padding: "输出末端额外增加的值的个数，须小于步幅或空洞率。",
};

const windows = {
  kernel_size: "窗口的高和宽。",
  dilation: "窗口所读取的相邻值之间的间距（空洞率）。",
  padding: "图像四周补零的宽度。",
  stride: "相邻窗口之间的距离。",
};

export const convolutions = {
  Conv1d: { doc: "让学习得到的卷积核沿多通道序列滑动。", args: convolution },
  Conv2d: { doc: "让学习得到的卷积核在多通道图像上滑动。", args: convolution },
  Conv3d: { doc: "让学习得到的卷积核在多通道体数据中滑动。", args: convolution },
  ConvTranspose1d: { doc: "把序列的每个值经学习得到的卷积核展开：反向的卷积，使序列变长。", args: transposed },
  ConvTranspose2d: { doc: "把图像的每个值经学习得到的卷积核展开：反向的卷积，使图像变大。", args: transposed },
  ConvTranspose3d: { doc: "把体数据的每个值经学习得到的卷积核展开：反向的卷积，使体数据变大。", args: transposed },
  Unfold: { doc: "把图像每个窗口中的值排成一列。", args: windows },
  Fold: { doc: "把由窗口值组成的各列累加回原来的图像。", args: { ...windows, output_size: "要生成的图像的高和宽。" } },
} as const satisfies ModuleTexts;
