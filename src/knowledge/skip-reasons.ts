import { GUARD_WORDS } from "./guard-words.ts";

/** The four filters that stand between a signal and its order. */
export const FILTERS = ["expected-value", "gap", "breaker", "correlation"] as const;
export type Filter = (typeof FILTERS)[number];

/** How bots name them where they tell why a signal was dropped, besides the words of their code. */
const TOLD: Readonly<Record<Filter, RegExp>> = {
  "expected-value": /expected|\bev\b|edge|profit|cost|fee|fees|матожидан|ожидаем|комисси|издерж/i,
  gap: /gap|spread|slippage|stale|deviation|liquidity|гэп|спред|проскальз|устарел/i,
  breaker: /breaker|blocked|loss[ _-]?streak|losing|halt|paused|quarantin|blacklist|предохранител|заблок|блокиров|серия убыт/i,
  correlation: /correl|same[ _-](side|direction|group|sector)|exposure|коррел/i,
};

/** The circuit breaker and nothing else: "blocked" alone says that some filter did it. */
export const isBreaker = (reason: string): boolean =>
  /breaker|is_?symbol_?blocked|symbol_?(is_?)?blocked|(loss|losing)[ _-]?streak|consecutive[ _-]?loss|kill[ _-]?switch|quarantin|предохранител|серия убыт/i.test(reason) && !/cool[ _-]?down|кулдаун|daily|дневн/i.test(reason);

/** Which of the filters a reason names; null: another one, or none of the four. */
export function filterOf(reason: string): Filter | null {
  const words = reason.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_");
  // A pause after each signal, a limit of the day: brakes of another kind.
  if (/cool_?down|daily|кулдаун|дневн/.test(words)) return null;
  return FILTERS.find((one) => GUARD_WORDS[one].test(words) || TOLD[one].test(words.replaceAll("_", " "))) ?? null;
}
