// Owns what a module and its arguments say of themselves in the user's language: in English their declarations do.
import { currentLanguage } from "./index.ts";
import { modules as zhCN } from "./zh-CN/modules.ts";

/** A declaration, as far as its texts go. */
interface Described {
  readonly name: string;
  readonly doc: string;
}

const textOf = (name: string) => (currentLanguage() === "zh-CN" && Object.hasOwn(zhCN, name) ? zhCN[name] : undefined);

/** What a module does, in a sentence. A component that calls it draws again with the language through `useT`. */
export const moduleDoc = ({ name, doc }: Described): string => textOf(name)?.doc ?? doc;

/** An argument's field with what it means in the user's language. */
export function describedField<F extends { readonly doc?: string }>(module: string, arg: string, field: F): F {
  const args = textOf(module)?.args;
  return args && Object.hasOwn(args, arg) ? { ...field, doc: args[arg] } : field;
}
