// 简体中文: recurrent layers and their cells.
import type { ModuleTexts } from "./text.ts";

const cell = {
  input_size: "输入每一步的特征数；留空时由输入推断。",
  hidden_size: "隐藏状态的特征数。",
  bias: "为各个门加上可学习的偏置。",
};
const nonlinearity = "给出新状态的函数。";
const layers = {
  ...cell,
  num_layers: "堆叠的层数。",
  batch_first: "输入的维序为 (批次, 步, 特征)，而不是 (步, 批次, 特征)。",
  dropout: "除最后一层外，每层输出的元素被置零的概率。",
  bidirectional: "同时从末尾反向读取序列。",
};

export const recurrents = {
  RNN: {
    doc: "逐步读取序列；状态是当前步与前一状态之和的 tanh 或 ReLU。",
    args: { ...layers, nonlinearity },
  },
  LSTM: {
    doc: "用长短期记忆逐步读取序列：由门决定保留、加入和输出什么。",
    args: { ...layers, proj_size: "把隐藏状态投影到这么多特征；0 表示保持原样。" },
  },
  GRU: { doc: "逐步读取序列，由门决定状态重置和更新多少。", args: layers },
  RNNCell: { doc: "RNN 的一步。", args: { ...cell, nonlinearity } },
  LSTMCell: { doc: "LSTM 的一步。", args: cell },
  GRUCell: { doc: "GRU 的一步。", args: cell },
} as const satisfies ModuleTexts;
