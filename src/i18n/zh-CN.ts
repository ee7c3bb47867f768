// 简体中文: all namespaces.
import type { en } from "./en.ts";
import type { Translated } from "./keys.ts";
import { canvas } from "./zh-CN/canvas.ts";
import { code } from "./zh-CN/code.ts";
import { common } from "./zh-CN/common.ts";
import { documents } from "./zh-CN/documents.ts";
import { errors } from "./zh-CN/errors.ts";
import { files } from "./zh-CN/files.ts";
import { input } from "./zh-CN/input.ts";
import { inspector } from "./zh-CN/inspector.ts";
import { palette } from "./zh-CN/palette.ts";
import { problems } from "./zh-CN/problems.ts";
import { rescue } from "./zh-CN/rescue.ts";
import { said } from "./zh-CN/said.ts";
import { settings } from "./zh-CN/settings.ts";
import { toolbar } from "./zh-CN/toolbar.ts";
import { viewer } from "./zh-CN/viewer.ts";

export const zhCN = {
  common,
  toolbar,
  palette,
  inspector,
  canvas,
  viewer,
  input,
  code,
  problems,
  files,
  documents,
  settings,
  errors,
  rescue,
  said,
} as const satisfies Translated<typeof en>;
