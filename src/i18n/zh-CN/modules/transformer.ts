// 简体中文: attention and transformers.
import type { ModuleTexts } from "./text.ts";

const batch_first = "输入的维序为 (批次, 步, 特征)，而不是 (步, 批次, 特征)。";
const layer = {
  d_model: "每一步的特征数；留空时由输入推断。",
  nhead: "注意力中共同分担特征的头数；须能整除特征数。",
  dim_feedforward: "前馈部分内层的特征数。",
  dropout: "训练时把一个值置零的概率。",
  activation: "两个前馈层之间的函数。",
  layer_norm_eps: "加到归一化方差上的小数。",
  batch_first,
  norm_first: "在每个部分之前而不是之后归一化。",
};
const stacked = "要复制的层；留空时为与输入相配的一层。";
const num_layers = "该层堆叠的份数。";
const norm = "最后一层之后的归一化。";

export const transformers = {
  MultiheadAttention: {
    doc: "每个查询与所有键比较，取其值的加权平均；多个头并行。",
    args: {
      embed_dim: "查询和输出的特征数；留空时由查询推断。",
      num_heads: "共同分担特征的头数；须能整除特征数。",
      dropout: "训练时把一个注意力权重置零的概率。",
      bias: "为各个投影加上可学习的偏置。",
      add_bias_kv: "为每条序列加上一个可学习的键和值。",
      add_zero_attn: "为每条序列加上全零的一个键和值。",
      kdim: "键的特征数；None 表示与查询相同。",
      vdim: "值的特征数；None 表示与查询相同。",
      batch_first,
    },
  },
  TransformerEncoderLayer: { doc: "自注意力和前馈网络，各带一个残差连接和一个归一化。", args: layer },
  TransformerDecoderLayer: {
    doc: "自注意力、对记忆的注意力和前馈网络，各带一个残差连接和一个归一化。",
    args: layer,
  },
  TransformerEncoder: {
    doc: "依次相连的若干编码器层，从相同的初始值开始。",
    args: {
      encoder_layer: stacked,
      num_layers,
      norm,
      enable_nested_tensor: "允许 PyTorch 在 eval 模式下跳过填充。",
      mask_check: "让 PyTorch 在跳过填充之前检查填充是否都在末尾。",
    },
  },
  TransformerDecoder: {
    doc: "依次相连的若干解码器层，从相同的初始值开始。",
    args: { decoder_layer: stacked, num_layers, norm },
  },
  Transformer: {
    doc: "编码器读取源序列；解码器参照所读内容，把目标序列变成输出。",
    args: {
      ...layer,
      num_encoder_layers: "编码器的层数。",
      num_decoder_layers: "解码器的层数。",
      custom_encoder: "用来代替的编码器。",
      custom_decoder: "用来代替的解码器。",
    },
  },
} as const satisfies ModuleTexts;
