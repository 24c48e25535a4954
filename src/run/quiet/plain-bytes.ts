const ESCAPE = 27;
const BRACKET = 91;

/**
 * The bytes without colours and cursor moves (`ESC [ ... letter`).
 * @param into at least as long.
 * @returns how many they are; -1 where there are other escapes, of which only the text is rid.
 */
export function withoutColours(bytes: Uint8Array, into: Uint8Array): number {
  let to = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte !== ESCAPE) {
      into[to++] = byte;
      continue;
    }
    if (bytes[++at] !== BRACKET) return -1;
    at++;
    while (bytes[at]! >= 0x30 && bytes[at]! <= 0x3f) at++;
    while (bytes[at]! >= 0x20 && bytes[at]! <= 0x2f) at++;
    if (!(bytes[at]! >= 0x40 && bytes[at]! <= 0x7e)) return -1;
  }
  return to;
}
