// Owns where tensors can be and of what type: torch's errors about devices and dtypes there are none of here.
import type { DType } from "../core/dtype.ts";
import { noCuda, runtimeError, typeError } from "../core/errors.ts";

/** What `to` takes: a device, a dtype, both by name, or a tensor whose device and dtype to take. */
export type Place = string | DType | { readonly device?: string | null; readonly dtype?: string | null };

/**
 * There is one device and one float type: `cpu` and `float32`. Throws torch's error about any other, and an error of
 * our own about float types torch has and this engine has not.
 */
export function checkPlace(place: Place): void {
  if (typeof place !== "string") {
    for (const part of [place.device, place.dtype]) if (part) checkPlace(part);
    return;
  }
  const name = place.replace(/^torch\./, "");
  if (/^cpu(:\d+)?$/.test(name) || name === "float32" || name === "float") return;
  if (/^cuda(:\d+)?$/.test(name)) throw noCuda();
  if (/^(u?int\d+|u?int|long|short|bool)$/.test(name)) {
    throw typeError(`nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.${name}`);
  }
  if (/^(b?float\d+|half|double|complex\d+)$/.test(name)) {
    throw typeError(`torch.${name} is not supported: this engine computes in torch.float32`);
  }
  throw runtimeError(
    "Expected one of cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, ort, xla, lazy, vulkan, mps, " +
      `meta, hpu, privateuseone device type at start of device string: ${name}`,
  );
}
