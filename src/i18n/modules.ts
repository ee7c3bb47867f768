// Owns what a module and its arguments say of themselves in the user's language: in English their declarations do.
import { currentLanguage, drawTextsAgain, i18n } from "./index.ts";
import type { ModuleTexts } from "./zh-CN/modules/text.ts";

/** A declaration, as far as its texts go. */
interface Described {
  readonly name: string;
  readonly doc: string;
}

/** Fetched when first needed: whoever reads English does without them, and so does the first picture of the page. */
let zhCN: ModuleTexts | null = null;

/** Brings the texts of the language of now. Where they cannot be had, the declarations' stand in their place. */
export async function loadModuleTexts(): Promise<void> {
  if (currentLanguage() !== "zh-CN" || zhCN) return;
  try {
    zhCN = (await import("./zh-CN/modules.ts")).modules;
    drawTextsAgain();
  } catch (error) {
    console.info("The texts of the layers could not be fetched.", error);
  }
}
i18n.on("languageChanged", () => void loadModuleTexts());
void loadModuleTexts();

const textOf = (name: string) =>
  currentLanguage() === "zh-CN" && zhCN && Object.hasOwn(zhCN, name) ? zhCN[name] : undefined;

/** What a module does, in a sentence. A component that calls it draws again with the language through `useT`. */
export const moduleDoc = ({ name, doc }: Described): string => textOf(name)?.doc ?? doc;

/** An argument's field with what it means in the user's language. */
export function describedField<F extends { readonly doc?: string }>(module: string, arg: string, field: F): F {
  const args = textOf(module)?.args;
  return args && Object.hasOwn(args, arg) ? { ...field, doc: args[arg] } : field;
}
