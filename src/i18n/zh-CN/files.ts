// 简体中文: opening and saving files.
import type { files as en } from "../en/files.ts";
import type { Translated } from "../keys.ts";

export const files = {
  dropHere: "松开即可打开",
  dropHint: "模型 (.json)、权重 (.safetensors)、图片或 .npy",
  untitled: "未命名",
  discardTitle: "放弃更改？",
  discardText: "“{{name}}”有尚未保存到文件的更改。",
  discard: "放弃",
  opened: "已打开 {{name}}",
  saved: "已保存 {{name}}",
  restored: "已恢复上次的模型",
  weightsOpened_other: "已从 {{name}} 加载 {{count}} 个张量",
  weightsSaved: "权重已保存为 {{name}}",
  missingKeys: "缺少的键：{{keys}}",
  unexpectedKeys: "多余的键：{{keys}}",
  inputOpened: "输入：{{name}}",
  cannotOpen: "无法打开 {{name}}",
  unknownType: "不是模型、权重、图片或 .npy 文件",
  unchanged: "当前模型未作任何改动。",
  examples: {
    lenet5: "LeNet-5",
    mlp: "多层感知机 (MLP)",
    vgg: "VGG 风格卷积网络",
    residual: "残差卷积网络",
    autoencoder: "卷积自编码器",
    unet: "U-Net 风格网络",
  },
} as const satisfies Translated<typeof en>;
