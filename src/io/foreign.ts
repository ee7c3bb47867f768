// Owns telling files of other programs, which nothing here reads, and saying what to do with them.
import { t } from "../i18n/index.ts";
import { refuse } from "./refusals.ts";

export type ForeignKind = "pytorch" | "onnx" | "keras" | "archive";

const headLength = 128;

/** Which other program wrote a file, by its first bytes; null where none is known to begin so. */
export function foreignKind(name: string, head: Uint8Array): ForeignKind | null {
  const text = String.fromCharCode(...head.subarray(0, headLength));
  if (text.startsWith("PK\x03\x04")) {
    return /\.(?:pth?|bin|ckpt)$/i.test(name) || text.includes("/data.pkl") ? "pytorch" : "archive";
  }
  if (text.startsWith("\x89HDF\r\n\x1a\n")) return "keras";
  // The length that safetensors begins with may look like anything.
  if (text[8] === "{") return null;
  const [first = 0, second = 0, third = 0] = head;
  // torch.save: a pickle of protocol 2 to 5 formerly, a zip archive that holds one since 1.6.
  if (first === 0x80 && second >= 2 && second <= 5) return "pytorch";
  // A protobuf message: field 1 is the version of ONNX's format, field 2 the producer's name.
  if (first === 0x08 && second < 0x20 && (third === 0x12 || /\.onnx$/i.test(name))) return "onnx";
  return null;
}

/** Refuses a file of another program, saying what it is and what to do; false where it is none. */
export async function refuseForeign(file: File): Promise<boolean> {
  const head = await file
    .slice(0, headLength)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  const kind = foreignKind(file.name, new Uint8Array(head));
  if (kind === null) return false;
  refuse(file.name, new Error(t(`files.foreign.${kind}`)));
  return true;
}
