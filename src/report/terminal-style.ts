import picocolors from "picocolors";
import { ascii, plain } from "./escape.ts";

/** What the terminal (or the pipe) can show. Found once by the app; the reports only obey. */
export interface TerminalStyle {
  readonly colour: boolean;
  /** Emoji and box drawing. */
  readonly unicode: boolean;
  readonly width: number;
}

type Environment = Readonly<Record<string, string | undefined>>;
interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const WIDTH_OF_A_PIPE = 120;

/** NO_COLOR, FORCE_COLOR, TERM=dumb, the pipe, and the locale's character set decide; nothing is guessed from the platform's name. */
export function styleOf(environment: Environment, stream: Stream): TerminalStyle {
  const dumb = environment["TERM"] === "dumb";
  const forced = (environment["FORCE_COLOR"] ?? "") !== "" && environment["FORCE_COLOR"] !== "0";
  const refused = (environment["NO_COLOR"] ?? "") !== "" || environment["FORCE_COLOR"] === "0";
  const columns = Number(stream.columns ?? environment["COLUMNS"]);
  return {
    colour: !refused && (forced || (stream.isTTY === true && !dumb)),
    unicode: !dumb && environment["TERM"] !== "linux" && speaksUnicode(environment),
    width: Number.isInteger(columns) && columns > 0 ? Math.min(columns, 400) : WIDTH_OF_A_PIPE,
  };
}

/** A locale that names another character set, or C, is believed; without any locale the terminal is taken for a modern one. */
function speaksUnicode(environment: Environment): boolean {
  const locale = localeOf(environment);
  return locale === "" || /utf-?8/i.test(locale);
}

const localeOf = (environment: Environment): string => environment["LC_ALL"] || environment["LC_CTYPE"] || environment["LANG"] || "";

export const paletteOf = (style: TerminalStyle) => picocolors.createColors(style.colour);
export type Palette = ReturnType<typeof paletteOf>;

/** Bot's or ours: whatever is printed passes here. */
export const sayerOf = (style: TerminalStyle) => (text: string): string => (style.unicode ? plain(text) : ascii(plain(text)));
