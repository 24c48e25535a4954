const LINE_BREAK = 0x0a;

/**
 * Hands each line of a stream on as text, without its line break. A line longer than `longest` bytes is cut there and the rest
 * of it passed over; `whole` is false for it, and for a last line that no line break ends.
 */
export async function linesOf(stream: AsyncIterable<Uint8Array>, longest: number, take: (text: string, whole: boolean) => void): Promise<void> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let cut = false;
  const hold = (part: Uint8Array): void => {
    const room = longest - held;
    if (part.length > room) cut = true;
    if (room <= 0 || part.length === 0) return;
    parts.push(part.subarray(0, room));
    held += Math.min(part.length, room);
  };
  const give = (ended: boolean): void => {
    take(Buffer.concat(parts).toString("utf8"), ended && !cut);
    parts = [];
    held = 0;
    cut = false;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let to = chunk.indexOf(LINE_BREAK); to >= 0; to = chunk.indexOf(LINE_BREAK, from)) {
      hold(chunk.subarray(from, to));
      give(true);
      from = to + 1;
    }
    hold(chunk.subarray(from));
  }
  if (held > 0) give(false);
}
