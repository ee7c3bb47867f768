// 简体中文: the screen shown in place of the app when the app as a whole failed.
import type { rescue as en } from "../en/rescue.ts";
import type { Translated } from "../keys.ts";

export const rescue = {
  title: "Edgewise 已停止工作",
  lost: "应用出错了，但您的模型仍在。也可以将文件拖放到此页面。",
  notStarted: "无法加载应用。您的模型保存在此浏览器中。重新加载页面可能会解决问题。",
  details: "详细信息",
  save: "保存模型文件",
  openLast: "打开上次保存的状态",
  startEmpty: "新建空白模型",
  openFile: "打开文件…",
  reload: "重新加载页面",
} as const satisfies Translated<typeof en>;
