// Owns tensors as files of their own: saving one as .npy.

import type { DType } from "../../engine/core/dtype.ts";
import { fileName } from "../../engine/core/names.ts";
import type { Shape } from "../../engine/core/shape.ts";
import { writeNpy } from "../../engine/io/npy.ts";
import { t } from "../i18n/index.ts";
import { notify } from "../session/store.ts";
import { downloadBytes } from "./download.ts";

/** Downloads values of a shape as `<name>.npy` of their dtype. */
export function saveNpy(name: string, values: Float32Array, shape: Shape, dtype: DType): void {
  const bytes =
    dtype === "float32"
      ? writeNpy({ dtype, shape, data: values })
      : dtype === "int64"
        ? writeNpy({ dtype, shape, data: Float64Array.from(values) })
        : writeNpy({ dtype, shape, data: Uint8Array.from(values) });
  const file = fileName(name, "npy");
  downloadBytes(file, bytes);
  notify("info", t("files.saved", { name: file }));
}
