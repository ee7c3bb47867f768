// 简体中文: settings of the app.
import type { settings as en } from "../en/settings.ts";
import type { Translated } from "../keys.ts";

export const settings = {
  title: "设置",
  theme: "主题",
  themes: { light: "浅色", dark: "深色", system: "跟随系统" },
  language: "语言",
  seed: "模型种子",
  seedHint: "每一层的初始权重由该数字和层的名称决定。",
} as const satisfies Translated<typeof en>;
