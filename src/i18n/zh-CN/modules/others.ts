// 简体中文: ends of the model, linear maps, tables, dropout, distances, images, shapes, merges.
import type { ModuleTexts } from "./text.ts";

const drop = { p: "被丢弃的概率，介于 0 和 1 之间。" };
const dropInPlace = { ...drop, inplace: "就地覆盖输入以节省内存；数值不变。在图中每个值都会保留。" };

const table = {
  num_embeddings: "表的行数：索引从 0 到该数减 1。",
  embedding_dim: "每一行的值的个数。",
  padding_idx: "保持为零且不学习的一行；负数从末尾数起。",
  max_norm: "长度超过该数的行在查表时缩小到该长度。",
  norm_type: "用哪种范数度量行的长度。",
  scale_grad_by_freq: "按索引出现的次数去除该行的梯度。",
  sparse: "让 PyTorch 生成稀疏梯度；数值不变。",
  _weight: "表的初始值。",
};

const resize = {
  size: "输出的空间大小；留空则给出 scale_factor。",
  scale_factor: "输出是输入的多少倍大；留空则给出 size。",
};

export const others = {
  Input: {
    doc: "张量从这里进入模型。",
    args: {
      shape: "各维的大小，批次在最前：1, 1, 28, 28 是一幅 28×28 的灰度图像。",
      dtype: "值的类型：小数、整数，或真与假。",
    },
  },
  Output: { doc: "张量从这里离开模型。", args: {} },
  Linear: {
    doc: "每个输出都是所有输入的可学习加权和：y = x Wᵀ + b。",
    args: {
      in_features: "输入最后一维的大小；留空时由输入推断。",
      out_features: "输出最后一维的大小。",
      bias: "为每个输出加上一个可学习的偏置。",
    },
  },
  Bilinear: {
    doc: "每个输出都是两个输入的值两两乘积的可学习加权和：y = x1ᵀ W x2 + b。",
    args: {
      in1_features: "第一个输入最后一维的大小；留空时由输入推断。",
      in2_features: "第二个输入最后一维的大小。",
      out_features: "输出最后一维的大小。",
      bias: "为每个输出加上一个可学习的偏置。",
    },
  },
  Identity: { doc: "原样给出输入。", args: {} },
  Embedding: { doc: "一张由可学习的行组成的表；输入中的每个索引变成对应的行。", args: table },
  EmbeddingBag: {
    doc: "一张由可学习的行组成的表；每袋索引变成其各行的和、均值或最大值。",
    args: {
      ...table,
      mode: "一袋中的各行如何合并为一行。",
      include_last_offset: "最后一个偏移量是最后一袋的末尾。",
    },
  },
  CosineSimilarity: {
    doc: "两个输入沿一个维的向量之间夹角的余弦。",
    args: { dim: "向量所在的维。", eps: "向量长度的下限。" },
  },
  PairwiseDistance: {
    doc: "两个输入沿最后一维的向量相距多远。",
    args: {
      p: "用哪种范数度量差。",
      eps: "加到差上的小数，使其不为零。",
      keepdim: "保留最后一维，大小为 1。",
    },
  },
  Dropout: { doc: "训练时随机把单个值置零，其余乘以 1 / (1 - p)。", args: dropInPlace },
  Dropout1d: { doc: "训练时随机把序列的整个通道置零，其余乘以 1 / (1 - p)。", args: dropInPlace },
  Dropout2d: { doc: "训练时随机把图像的整个通道置零并放大其余部分；对三维输入则为整行。", args: dropInPlace },
  Dropout3d: { doc: "训练时随机把体数据的整个通道置零，其余乘以 1 / (1 - p)。", args: dropInPlace },
  AlphaDropout: {
    doc: "训练时把单个值设为 SELU 的最低值并保持均值 0、方差 1，用于 SELU 网络。",
    args: dropInPlace,
  },
  FeatureAlphaDropout: {
    doc: "训练时把整个通道设为 SELU 的最低值并保持均值 0、方差 1，用于 SELU 网络。",
    args: dropInPlace,
  },
  Flatten: {
    doc: "把若干维合并成一维；值保持不变。",
    args: { start_dim: "要合并的第一维；1 表示保留批次维。", end_dim: "要合并的最后一维；-1 为最末一维。" },
  },
  Unflatten: {
    doc: "把一维拆成若干维；值保持不变。",
    args: { dim: "要拆分的维；-1 为最末一维。", unflattened_size: "拆成的各维的大小；其中一个可为 -1，即剩余部分。" },
  },
  PixelShuffle: {
    doc: "把成组的通道变成像素，使图像变大。",
    args: { upscale_factor: "输出的宽和高各是输入的多少倍；通道数除以该数两次。" },
  },
  PixelUnshuffle: {
    doc: "把方块像素变成通道，使图像变小。",
    args: { downscale_factor: "输出的宽和高各是输入的几分之一。" },
  },
  ChannelShuffle: {
    doc: "重新分配通道，使各组之间交换值。",
    args: { groups: "通道分成的组数；须能整除通道数。" },
  },
  Upsample: {
    doc: "用重复或插值改变序列、图像或体数据的大小。",
    args: {
      ...resize,
      mode: "中间值的求法：重复（nearest），或沿 1 个（linear）、2 个（bilinear、bicubic）、3 个（trilinear）维插值。",
      align_corners: "让输入和输出的角点重合；仅在插值时有效。",
      recompute_scale_factor: "用取整后的输出大小而不是 scale_factor 计算位置。",
    },
  },
  UpsamplingNearest2d: { doc: "用重复值放大图像。", args: resize },
  UpsamplingBilinear2d: { doc: "用相邻值的插值放大图像，角点对齐。", args: resize },
  Add: { doc: "把各个输入逐值相加；大小为 1 的维会扩展以相配。", args: {} },
  Mul: { doc: "把各个输入逐值相乘；大小为 1 的维会扩展以相配。", args: {} },
  Cat: { doc: "沿一个维把各个输入依次拼接。", args: { dim: "变长的维；1 是图像的通道维。" } },
} as const satisfies ModuleTexts;
