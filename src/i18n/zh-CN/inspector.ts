// 简体中文: the inspector of the selected layer, or of the model.
import type { inspector as en } from "../en/inspector.ts";
import type { Translated } from "../keys.ts";

export const inspector = {
  title: "属性",
  several_other: "已选中 {{count}} 个层",
  name: "名称",
  arguments: "构造参数",
  optionalInputs: "可选输入",
  notConnected: "未连接",
  parameters: "可学习参数",
  parameter: "可学习参数",
  buffer: "缓冲区",
  shapes: "形状",
  inferred: "{{value}}（自动推断）",
  required: "必填",
  requiredLong: "此参数必填",
  resetArgument: "撤回 {{arg}} 的取值",
  model: "模型",
  modelName: "模型名称",
  modelNameEmpty: "模型需要一个名称。",
  seed: "权重随机种子",
  seedHint: "每个层的初始权重由此种子和层的名称决定",
  seedInvalid: "应为 0 到 999999999999999 之间的整数",
  nodes: "层数",
  nothingSelected: "选择一个层以查看和修改它的参数，或选择一条连线以查看其张量。",
  nameProblems: {
    empty: "名称不能为空",
    taken: "“{{name}}”已被使用",
    characters: "由字母、数字和 _ 组成且不以数字开头，或只由数字组成",
    long: "最多 100 个字符",
    reserved: "“{{name}}”是 PyTorch 的 nn.Module 或 Python 自身的名称",
  },
} as const satisfies Translated<typeof en>;
