// 简体中文: opening and saving files.
import type { files as en } from "../en/files.ts";
import type { Translated } from "../keys.ts";

export const files = {
  dropHere: "松开即可打开",
  dropHint: "模型 (.json)、权重 (.safetensors)、图片或 .npy",
  untitled: "未命名",
  modelFile: "模型文件",
  weightsFile: "权重文件",
  inputFile: "输入文件：图片或 .npy",
  opened: "已打开 {{name}}",
  saved: "已保存 {{name}}",
  weightsOpened_other: "已从 {{name}} 加载 {{count}} 个张量",
  weightsSaved: "权重已保存为 {{name}}",
  inputOpened: "输入：{{name}}",
  inputDtype: "{{input}} 现在与文件一样为 {{dtype}}。",
  cannotOpen: "无法打开此文件",
  notReached: "无法获取该文件",
  cannotSave: "无法保存 {{name}}",
  unknownType: "应为模型 (.json)、权重 (.safetensors)、图片或 .npy",
  notText: "应为 UTF-8 文本",
  notWeights: "应为权重 (.safetensors)",
  foreign: {
    pytorch:
      "这是 PyTorch 检查点；读取它可能会执行代码，因此这里不读取。请在 Python 中将权重另存为 .safetensors 后再打开：from safetensors.torch import save_file; save_file(torch.load(path, map_location='cpu'), 'weights.safetensors')",
    onnx: "这是 ONNX 模型。请将其来源模型的权重保存为 .safetensors 后再打开",
    keras: "这是 HDF5 文件（Keras 使用的格式）。请按此模型各层的名称将权重保存为 .safetensors 后再打开",
    archive: "这是 zip 压缩包。请解压后打开其中的文件",
  },
  notAnInput: "应为图片或 .npy",
  noInput: "需要一个 Input 层来接收它",
  inputInvalid: "请先填写有效的形状",
  unchanged: "当前模型未作任何改动。",
  notKept: "此浏览器无法保留模型，请保存为文件",
  examples: {
    lenet5: "LeNet-5",
    mlp: "多层感知机 (MLP)",
    vgg: "VGG 风格卷积网络",
    residual: "残差卷积网络",
    autoencoder: "卷积自编码器",
    unet: "U-Net",
  },
} as const satisfies Translated<typeof en>;
