// 简体中文: the code panel.
import type { code as en } from "../en/code.ts";
import type { Translated } from "../keys.ts";

export const code = {
  title: "代码",
  print: "print(model)",
  pytorch: "PyTorch",
  json: "模型文件",
  copy: "复制代码",
  download: "下载",
  empty: "添加网络层后将在此显示代码。",
  notCompiled: "模型图暂时无法编译，请查看问题列表。",
} as const satisfies Translated<typeof en>;
