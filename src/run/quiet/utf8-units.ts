/** One character of UTF-8 as the unit of a string that it becomes; more than 65,535 for the two units of a pair. */
export const unit = { code: 0, next: 0 };

/** Reads the character that begins at `at` with a byte beyond ASCII. False where it is none, or is cut off. */
export function unitAt(bytes: Uint8Array, at: number, end: number): boolean {
  const lead = bytes[at]!;
  const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > end) return false;
  const second = bytes[at + 1]!;
  // Shapes that no encoder writes: overlong ones, halves of pairs, what lies beyond the last character.
  if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f) || (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f)) return false;
  let code = lead & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i]!;
    if ((byte & 0xc0) !== 0x80) return false;
    code = (code << 6) | (byte & 0x3f);
  }
  unit.code = code;
  unit.next = at + length;
  return true;
}

export const highHalf = (code: number): number => 0xd800 + ((code - 0x10000) >> 10);
export const lowHalf = (code: number): number => 0xdc00 + ((code - 0x10000) & 0x3ff);

/** How many units valid UTF-8 becomes. */
export function unitsIn(bytes: Uint8Array, from: number, to: number): number {
  let units = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    units += byte < 0x80 || (byte >= 0xc0 && byte < 0xf0) ? 1 : byte >= 0xf0 ? 2 : 0;
  }
  return units;
}
