/** Logs that repeat themselves shrink to a three-hundredth; what was made to fill a disk or a day goes to a hundred-thousandth. */
export const MOST_TIMES = 2000;
/** Below this nobody waits long. */
const HARMLESS = 2 ** 30;

export class Bomb extends Error {}

/** @throws {Bomb} when more comes out than a log can hold. `packed`: bytes of the archive. */
export async function* bounded(chunks: AsyncIterable<Buffer>, packed: number): AsyncGenerator<Buffer> {
  let unpacked = 0;
  for await (const chunk of chunks) {
    unpacked += chunk.length;
    if (unpacked > HARMLESS && unpacked > packed * MOST_TIMES) throw new Bomb();
    yield chunk;
  }
}
