// 简体中文: what can go wrong while the app works.
import type { errors as en } from "../en/errors.ts";
import type { Translated } from "../keys.ts";

export const errors = {
  title: "出错了",
  workerCrashed: "计算引擎意外停止，已重新启动。模型未受影响。",
  workerHung: "计算引擎没有响应，已重新启动。模型未受影响。",
  outOfMemory: "内存不足，无法运行此模型",
  panel: "应用的这一部分出错了",
  panelText: "模型未受影响。{{message}}",
  missing: "无法获取应用的这一部分",
  missingOffline: "当前没有网络连接，恢复连接后会自动加载。模型未受影响。",
  missingOnline: "请重试或重新加载页面：服务器上的应用可能已更新。模型未受影响，并已保存。",
  reload: "重新加载",
  plainCode: "无法获取代码视图，暂以纯文本显示。",
} as const satisfies Translated<typeof en>;
