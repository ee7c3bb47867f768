// Owns which of our languages a user reads; nothing else of the texts is needed to know it.

/** The languages there are, each named in itself. */
export const languages = [
  { id: "en", name: "English" },
  { id: "zh-CN", name: "简体中文" },
] as const;

export type Language = (typeof languages)[number]["id"];

/** The one of our languages that comes first among those the user reads (BCP 47 tags); English if none does. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const primary = tag.toLowerCase().split("-")[0];
    if (primary === "zh") return "zh-CN";
    if (primary === "en") return "en";
  }
  return "en";
}
