// Owns finding where a string of a JSON text ends, in one pass: an expression would keep a step for every character.

/**
 * The index after the closing quote of the string that opens at `start`, or -1 where it does not end or holds a control
 * character. Whether its escapes are valid, JSON.parse says.
 */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code === 0x5c) at++;
    else if (code < 0x20) return -1;
  }
  return -1;
}
