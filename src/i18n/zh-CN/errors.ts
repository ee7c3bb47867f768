// 简体中文: what can go wrong while the app works.
import type { errors as en } from "../en/errors.ts";
import type { Translated } from "../keys.ts";

export const errors = {
  title: "出错了",
  workerCrashed: "计算引擎意外停止，已重新启动。模型未受影响。",
  workerHung: "计算引擎没有响应，已重新启动。模型未受影响。",
  outOfMemory: "内存不足，无法运行此模型",
  outOfMemoryText: "大约需要 {{needed}}，可用 {{available}}。请减小输入或网络层的规模。",
  runFailed: "{{name}} 无法运行",
  storage: "无法在此浏览器中保存模型：{{reason}}",
  unsupported: "此浏览器缺少应用所需的功能：{{feature}}",
  unexpected: "意外错误：{{message}}",
  panel: "应用的这一部分出错了",
  panelText: "模型未受影响。{{message}}",
  reload: "重新加载页面",
} as const satisfies Translated<typeof en>;
