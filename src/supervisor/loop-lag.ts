/**
 * How a bot tells how late its event loop is: a line with `loop_lag_ms=12.5` anywhere in what it prints. Remembers the worst
 * one since it was asked last.
 */
export class LoopLag {
  #worst: number | null = null;
  /** The end of the piece before, where a line may have been cut. */
  #rest = "";

  see(bytes: Buffer): void {
    if (this.#rest === "" && !bytes.includes(WORD)) {
      this.#rest = endOfLine(bytes);
      return;
    }
    const text = this.#rest + bytes.toString("latin1");
    const whole = text.lastIndexOf("\n") + 1;
    for (const [, milliseconds] of text.slice(0, whole).matchAll(LAG)) this.#worst = Math.max(this.#worst ?? 0, Number(milliseconds));
    this.#rest = text.slice(whole).slice(-LONGEST_REST);
  }

  /** Milliseconds; null: the bot said nothing. */
  take(): number | null {
    const worst = this.#worst;
    this.#worst = null;
    return worst;
  }
}

const WORD = "loop_lag_ms";
const LAG = /\bloop_lag_ms["']?\s*[=:]\s*(\d{1,9}(?:\.\d{1,9})?)/g;
const LONGEST_REST = 512;

/** Only where the line that is not finished yet could hold it. */
function endOfLine(bytes: Buffer): string {
  const tail = bytes.subarray(bytes.lastIndexOf(0x0a) + 1);
  return tail.length === 0 ? "" : tail.subarray(-LONGEST_REST).toString("latin1");
}
