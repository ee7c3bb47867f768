// Owns the words people search a layer by that are not its name: of other frameworks, of papers, in English and Chinese.

/** By module; each word leads to the nearest thing there is. A word without a good target has no place here. */
const words: Readonly<Record<string, readonly string[]>> = {
  Input: ["placeholder", "source", "feed", "输入"],
  Output: ["return", "result", "sink", "输出"],
  Linear: ["dense", "fully connected", "fc", "mlp", "projection", "affine", "全连接", "稠密", "线性"],
  Conv1d: ["convolution", "卷积"],
  Conv2d: ["convolution", "卷积"],
  Conv3d: ["convolution", "卷积"],
  ConvTranspose2d: ["deconvolution", "deconv", "upconv", "反卷积", "转置卷积", "上采样"],
  AdaptiveAvgPool2d: ["gap", "global average pooling", "global pooling", "全局平均池化", "全局池化"],
  AdaptiveMaxPool2d: ["gmp", "global max pooling", "全局最大池化"],
  MaxPool2d: ["downsample", "max pooling", "最大池化", "下采样"],
  AvgPool2d: ["downsample", "average pooling", "mean pooling", "平均池化", "下采样"],
  Upsample: ["resize", "interpolate", "scale", "bilinear interpolation", "上采样", "插值", "缩放"],
  PixelShuffle: ["depth to space", "subpixel", "亚像素"],
  PixelUnshuffle: ["space to depth"],
  Flatten: ["vectorize", "展平", "拉平"],
  ZeroPad2d: ["pad", "crop", "填充", "裁剪"],
  Identity: ["noop", "pass", "passthrough", "恒等"],
  ReLU: ["rectifier", "激活", "线性整流"],
  SiLU: ["swish"],
  Sigmoid: ["logistic", "逻辑"],
  Softmax: ["probabilities", "概率", "归一化指数"],
  BatchNorm2d: ["bn", "批归一化", "批标准化"],
  LayerNorm: ["ln", "层归一化"],
  GroupNorm: ["gn", "组归一化"],
  Dropout: ["regularization", "随机失活", "正则化", "丢弃"],
  Embedding: ["lookup", "token", "word vectors", "嵌入", "词向量"],
  LSTM: ["long short-term memory", "recurrent", "长短期记忆", "循环"],
  GRU: ["gated recurrent unit", "recurrent", "门控循环单元", "循环"],
  RNN: ["recurrent", "elman", "循环神经网络", "循环"],
  MultiheadAttention: ["attention", "self-attention", "mha", "qkv", "注意力", "自注意力", "多头注意力"],
  TransformerEncoderLayer: ["attention block", "bert", "vit", "编码器"],
  TransformerDecoderLayer: ["gpt", "解码器"],
  Fold: ["col2im"],
  Unfold: ["im2col", "patches", "图块"],
  CrossEntropyLoss: ["softmax loss", "classification loss", "交叉熵"],
  MSELoss: ["mean squared error", "l2 loss", "均方误差"],
  L1Loss: ["mean absolute error", "mae", "平均绝对误差"],
  BCEWithLogitsLoss: ["binary cross entropy", "二元交叉熵"],
};

/** The words a module is also found by. */
export const searchWords = (module: string): readonly string[] =>
  Object.hasOwn(words, module) ? (words[module] ?? []) : [];

/** Every module that has search words. */
export const modulesWithWords: readonly string[] = Object.keys(words);
