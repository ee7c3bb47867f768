// Owns how a text that may be of any length is made short.

/** The beginning of a text: at most so many characters and lines, an ellipsis where something was left out. */
export function shorten(text: string, most: number, lines = Number.POSITIVE_INFINITY): string {
  // The rest of a very long text is not even looked at.
  const head = text.slice(0, most);
  const rows = head.split("\n");
  const kept = rows.slice(0, lines).join("\n");
  if (kept.length === text.length) return text;
  // Not half of a surrogate pair at the end.
  return `${kept.replace(/[\ud800-\udbff]$/, "").trimEnd()}…`;
}
