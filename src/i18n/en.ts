// English: all namespaces.
import { phrases as said } from "../../engine/core/said.ts";
import { canvas } from "./en/canvas.ts";
import { code } from "./en/code.ts";
import { common } from "./en/common.ts";
import { documents } from "./en/documents.ts";
import { errors } from "./en/errors.ts";
import { files } from "./en/files.ts";
import { input } from "./en/input.ts";
import { inspector } from "./en/inspector.ts";
import { palette } from "./en/palette.ts";
import { problems } from "./en/problems.ts";
import { rescue } from "./en/rescue.ts";
import { settings } from "./en/settings.ts";
import { toolbar } from "./en/toolbar.ts";
import { viewer } from "./en/viewer.ts";

export const en = {
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
} as const;
