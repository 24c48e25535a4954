const TIME = /^\d{4}([-/.])\d\d\1\d\d[ T]\d\d:\d\d:\d\d(?:[.,](\d{1,6}))?(?:Z| ?UTC| [A-Z]{1,3}T|[+-]\d\d:?\d\d)?$/;
/** `2026-11-23 `, and the time of day behind it. */
const DATE = 11;
const CLOCK = 8;

/** How the times of a source are written, digit by digit: of the day that was seen last they are read without a string. */
export class TimeLayout {
  /** The time that was seen first: everything in it but the digits is the same in each line. Null before that. */
  #text: Uint8Array | null = null;
  /** Digits behind the second; their mark is the one of `#text`. */
  #fraction = 0;
  readonly #date = new Uint8Array(DATE);
  /** Milliseconds at the midnight of `#date`, zone included. */
  #midnight = NaN;
  /** Characters of the whole time, zone included; 0 where lines have none. */
  length = 0;
  /** Of the last `read` that succeeded. */
  time = NaN;

  /** Of the day that was learnt last; false where the bytes are no time that is written so. */
  read(bytes: Uint8Array, at: number): boolean {
    const text = this.#text;
    const date = this.#date;
    if (text === null) return false;
    for (let i = 0; i < DATE; i++) if (bytes[at + i] !== date[i]) return false;
    const clock = at + DATE;
    if (bytes[clock + 2] !== 58 || bytes[clock + 5] !== 58) return false;
    const [hour, minute, second] = [two(bytes, clock), two(bytes, clock + 3), two(bytes, clock + 6)];
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
    let time = this.#midnight + ((hour * 60 + minute) * 60 + second) * 1000;
    let to = DATE + CLOCK;
    if (this.#fraction > 0) {
      if (bytes[at + to] !== text[to]) return false;
      let scale = 100;
      for (let i = 1; i <= this.#fraction; i++) {
        const digit = bytes[at + to + i]! - 48;
        if (digit < 0 || digit > 9) return false;
        if (i <= 3) time += digit * scale;
        scale /= 10;
      }
      to += this.#fraction + 1;
    }
    for (; to < this.length; to++) if (bytes[at + to] !== text[to]) return false;
    this.time = time;
    return true;
  }

  /** The first time says how they are written. `time`: what it is. False where it is written otherwise. */
  learn(bytes: Uint8Array, from: number, to: number, time: number | null): boolean {
    const text = new Uint8Array(bytes.subarray(from, to));
    const written = text.length === 0 ? null : TIME.exec(Buffer.from(text).toString("latin1"));
    if (text.length > 0 && !written) return false;
    const fraction = written?.[2]?.length ?? 0;
    if (this.#text === null) [this.#text, this.#fraction, this.length] = [text, fraction, text.length];
    if (this.length !== text.length || this.#fraction !== fraction) return false;
    // A day has another midnight in another zone.
    for (let i = DATE + CLOCK + (fraction > 0 ? fraction + 1 : 0); i < text.length; i++) if (text[i] !== this.#text[i]) return false;
    return text.length === 0 || (time !== null && this.#dated(text, time));
  }

  #dated(text: Uint8Array, time: number): boolean {
    this.#date.set(text.subarray(0, DATE));
    const whole = ((two(text, DATE) * 60 + two(text, DATE + 3)) * 60 + two(text, DATE + 6)) * 1000;
    this.#midnight = Math.floor((time - whole) / 1000) * 1000;
    return true;
  }
}

const two = (bytes: Uint8Array, at: number): number => {
  const [tens, ones] = [bytes[at]! - 48, bytes[at + 1]! - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
};
