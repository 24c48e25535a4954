const SHORTEST = "Traceback (most recent call last):".length;

/** False: the bytes show no traceback; true: they may. */
export function mayShowException(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < SHORTEST) return false;
  // `Traceback (`
  for (let at = from + 10; at < to; at++) if (bytes[at] === 40 && bytes[at - 1] === 32 && bytes[at - 2] === 107) return true;
  return false;
}
