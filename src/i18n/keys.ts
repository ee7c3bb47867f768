// The types that tie keys, interpolated values and translations to the English texts.

/** `count_one` and `count_other` are one key, `count`, chosen by the value `count`. */
type Base<K extends string> = K extends `${infer Stem}_${"one" | "other"}` ? Stem : K;

/** All keys of nested texts, dotted: "toolbar.menu.file". */
export type KeysOf<T> = {
  [K in keyof T & string]: T[K] extends string ? Base<K> : `${K}.${KeysOf<T[K]>}`;
}[keyof T & string];

/** The English text of a dotted key; of a plural, its `_other` form. */
export type TextOf<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? TextOf<T[Head], Rest>
    : never
  : K extends keyof T
    ? T[K]
    : `${K}_other` extends keyof T
      ? T[`${K}_other`]
      : never;

/**
 * What a translation of T must hold: every key of it and no other. English has two plural forms; a language with one
 * gives `_other` alone.
 */
export type Translated<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Translated<T[K]>;
};
