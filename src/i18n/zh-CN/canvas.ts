// 简体中文: the canvas, its nodes and edges.
import type { canvas as en } from "../en/canvas.ts";
import type { Translated } from "../keys.ts";

export const canvas = {
  label: "模型图",
  emptyTitle: "画布还是空的",
  emptyText: "从左侧网络层中拖入一个 Input，或按 / 搜索。",
  node: "{{name}}，{{module}}",
  nodeWithShape: "{{name}}，{{module}}，输出 {{shape}}",
  edge: "从 {{from}} 到 {{to}}",
  edgeWithShape: "从 {{from}} 到 {{to}}，形状 {{shape}}",
  inputPort: "{{name}} 的输入 {{port}}",
  outputPort: "{{name}} 的输出 {{port}}",
  stale: "正在重新计算",
  notRun: "未计算",
  notComputed: "未计算：前面的层出错了",
  noShape: "没有形状：{{reason}}",
  upstreamProblem: "{{name}} 存在问题",
  rename: "{{name}} 的新名称",
  nameProblem: {
    empty: "网络层需要名称",
    taken: "该名称已被使用",
    characters: "只能包含字母、数字和 _，且不能以数字开头",
    long: "最多 100 个字符",
    reserved: "PyTorch 或 Python 自身使用此名称",
  },
  parameters_other: "{{count}} 个参数",
  connecting: "将 {{from}} 连接到 {{to}}：方向键选择，Enter 连接，Esc 取消",
  layoutFailed: "无法计算布局",
  connect: "连接到…",
  connectRest: "最近的 {{shown}} 个（共 {{all}} 个）：从端口拖出连线可连接其他层",
  disconnect: "断开连接",
  minimap: "缩略图",
  stats: "最小 {{min}}，均值 {{mean}}，最大 {{max}}，标准差 {{std}}",
} as const satisfies Translated<typeof en>;
