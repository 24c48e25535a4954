import { ownText } from "../own-text.ts";

/** Words for levels as loggers print them, by their lower case. 5 trace, 10 debug, 20 info, 25 success, 30 warning, 40 error, 50 critical. */
export const LEVELS: ReadonlyMap<string, number> = new Map([
  ["trace", 5], ["trc", 5], ["silly", 5], ["finest", 5], ["debug", 10], ["dbg", 10], ["verbose", 10], ["fine", 10],
  ["info", 20], ["inf", 20], ["information", 20], ["informational", 20], ["http", 20], ["log", 20],
  ["success", 25], ["notice", 25], ["warning", 30], ["warn", 30], ["wrn", 30],
  ["error", 40], ["err", 40], ["severe", 40], ["exception", 40],
  ["critical", 50], ["crit", 50], ["fatal", 50], ["ftl", 50], ["panic", 50], ["alert", 50], ["emerg", 50], ["emergency", 50],
]);

/** One letter is a level only where brackets or bars stand around it. */
const LEVEL_LETTERS: ReadonlyMap<string, number> = new Map([["t", 5], ["d", 10], ["v", 10], ["i", 20], ["s", 25], ["w", 30], ["e", 40], ["c", 50], ["f", 50]]);

/** pino and bunyan count from 10 (trace) to 60 (fatal): one step above Python. */
export const pinoLevel = (level: number): number => (level <= 10 ? 5 : level - 10);

/** syslog's priorities, as journald keeps them: 0 emergency ... 7 debug. */
export const syslogLevel = (priority: number): number => [50, 50, 50, 40, 30, 25, 20, 10][priority] ?? 20;

const exact = new Map<string, number>();

/** The level that a word names, 0 for none. */
export function levelOf(word: string): number {
  const known = exact.get(word);
  if (known !== undefined) return known;
  const level = LEVELS.get(word.toLowerCase()) ?? (word.length === 1 ? LEVEL_LETTERS.get(word.toLowerCase()) : undefined) ?? 0;
  if (exact.size < 1000) exact.set(ownText(word), level);
  return level;
}
