// Owns names: what a layer, a model and a saved file may be called, the same in the app, in files, in Python and in keys.
import { moduleAttributes } from "./module_attributes.ts";
import { type Said, say } from "./said.ts";

/** The shape of a node's name: a Python identifier, or the digits of an nn.Sequential key. It is the state_dict prefix. */
export const nodeNamePattern = /^[A-Za-z_][A-Za-z0-9_]*$|^[0-9]+$/;

/** The most characters a node's name may have. */
export const longestNodeName = 100;

/** The most characters (UTF-16 units) a model's name may have. */
export const longestModelName = 200;

/** Python gives these a meaning of its own; `__proto__` is JavaScript's. */
export const dunderPattern = /^__.*__$/;

/** What can be wrong with a node's name, apart from its being taken. */
export type NameFault = "empty" | "characters" | "long" | "reserved";

/**
 * Why no node can be called so, or null. Torch refuses a child module that is called like an attribute of nn.Module
 * (`training`, `forward`); Python's keywords are no such names: they are reached by `getattr`.
 */
export function nameFault(name: string): NameFault | null {
  if (name === "") return "empty";
  if (name.length > longestNodeName) return "long";
  if (!nodeNamePattern.test(name)) return "characters";
  return moduleAttributes.has(name) || dunderPattern.test(name) ? "reserved" : null;
}

/** The fault in words, as a file's refusal says it. */
export function describeNameFault(name: string, fault: NameFault): Said {
  switch (fault) {
    case "empty":
    case "characters":
      return say("nameCharacters");
    case "long":
      return say("nameLong", { most: longestNodeName, length: name.length });
    case "reserved":
      return dunderPattern.test(name) ? say("nameDunder", { name }) : say("nameAttribute", { name });
    default:
      return fault satisfies never;
  }
}

// Control characters, line and paragraph separators, and what turns the direction of the text around it.
const breaks = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;
const loneSurrogates = /\p{Cs}/gu;

/** A model's name as one line of plain text: what would break the line or turn its direction becomes a space. */
export const modelName = (text: string): string => text.replace(breaks, " ").replace(loneSurrogates, "\ufffd");

// Windows keeps these for devices, with any extension.
const deviceNames = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
const longestStem = 200;

/** A file name that every system takes: `LeNet-5` and `json` give `LeNet-5.json`. */
export function fileName(name: string, extension: string): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let stem = "";
  for (const char of modelName(name)
    .replace(/\p{Cf}/gu, "")
    .replace(/[\\/:*?"<>|]/g, "_")) {
    bytes += encoder.encode(char).length;
    // Systems count bytes, of which a character has up to four.
    if (bytes > longestStem) break;
    stem += char;
  }
  stem = stem.replace(/^[.\s]+|[.\s]+$/g, "");
  return `${deviceNames.test(stem) ? "_" : ""}${stem || "model"}.${extension}`;
}
