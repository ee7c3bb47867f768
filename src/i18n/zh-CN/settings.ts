// 简体中文: settings of the app.
import type { settings as en } from "../en/settings.ts";
import type { Translated } from "../keys.ts";

export const settings = {
  theme: "主题",
  themes: { light: "浅色", dark: "深色", system: "跟随系统" },
  language: "语言",
} as const satisfies Translated<typeof en>;
