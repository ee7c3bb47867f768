// 简体中文: the code panel.
import type { code as en } from "../en/code.ts";
import type { Translated } from "../keys.ts";

export const code = {
  title: "代码",
  which: "显示哪种代码",
  print: "print(model)",
  pytorch: "PyTorch",
  json: "模型文件",
  copy: "复制代码",
  copied: "已复制",
  empty: "图中有层之后，这里会显示代码。",
  partial: "不含有问题的层",
} as const satisfies Translated<typeof en>;
