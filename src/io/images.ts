// Owns the decoding of image files into pixels: the browser does it.
import { FormatError } from "../../engine/core/errors.ts";
import { say } from "../../engine/core/said.ts";
import type { Pixels } from "../editor/inputs.ts";

// Larger images are shrunk while they are decoded: no Input is of that size, and they are kept in memory.
const longestSide = 1024;

/** Decodes an image, its longer side at most 1024 pixels. Throws FormatError when the browser cannot read it. */
export async function decodeImage(blob: Blob): Promise<Pixels> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    throw new FormatError(say("image"), say("imageDecodes"));
  }
  try {
    const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new FormatError(say("image"), say("noCanvas"));
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    return { width, height, data: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
}
