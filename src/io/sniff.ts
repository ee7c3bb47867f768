// Owns telling what a file is, by its first bytes and its name.

export type FileKind = "model" | "weights" | "npy" | "image";

const signatures: readonly (readonly [bytes: string, kind: FileKind])[] = [
  ["\x93NUMPY", "npy"],
  ["\x89PNG", "image"],
  ["\xff\xd8\xff", "image"],
  ["GIF8", "image"],
  ["BM", "image"],
];

const extensions: Readonly<Record<string, FileKind>> = {
  json: "model",
  safetensors: "weights",
  npy: "npy",
  png: "image",
  jpg: "image",
  jpeg: "image",
  gif: "image",
  webp: "image",
  bmp: "image",
  avif: "image",
};

/** How many bytes `sniff` wants to see. */
export const sniffLength = 16;

/**
 * What a file is: a signature that cannot be mistaken wins over the name, the name over a guess. Null where neither
 * says anything. A damaged file is what its name says, so that its reader can tell what is wrong with it.
 */
export function sniff(name: string, head: Uint8Array): FileKind | null {
  const text = String.fromCharCode(...head.subarray(0, sniffLength));
  const extension = extensions[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ""];
  const signed = signatures.find(([bytes]) => text.startsWith(bytes) && (bytes.length > 2 || extension === undefined));
  if (signed) return signed[1];
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "image";
  if (text.slice(4, 8) === "ftyp") return "image";
  if (extension) return extension;
  if (text[8] === "{") return "weights";
  return /^(\xef\xbb\xbf)?\s*\{/.test(text) ? "model" : null;
}
