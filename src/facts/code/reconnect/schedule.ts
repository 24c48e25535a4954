import { middle, shown, type Quantity } from "./values.ts";

/** How the delays grow from attempt to attempt. */
export type Growth = "none" | "constant" | "linear" | "exponential" | "growing" | "irregular";

export interface Schedule {
  /** The pause after attempt 0, 1, 2, … in seconds. */
  readonly delays: readonly Quantity[];
  readonly growth: Growth;
  /** It stops growing. */
  readonly capped: boolean;
  /** The longest pause that was computed. */
  readonly longest: number;
  /** Parts of it are only known to the running bot. */
  readonly symbolic: boolean;
}

/** The pauses get longer from attempt to attempt, however they do. */
export const grows = ({ growth }: Schedule): boolean => growth === "linear" || growth === "exponential" || growth === "growing";

const SAME = 1e-9;
const near = (a: number, b: number): boolean => Math.abs(a - b) <= SAME * Math.max(1, Math.abs(a), Math.abs(b));

export function scheduleOf(given: readonly Quantity[]): Schedule {
  const delays = withoutSecondTries(given);
  const at = delays.map(middle);
  const longest = at.length > 0 ? Math.max(...at) : 0;
  return { delays, growth: growthOf(at), capped: isCapped(at), longest, symbolic: delays.some((one) => one.text !== null) };
}

/** Two tries for each pause are one step of the schedule. */
function withoutSecondTries(delays: readonly Quantity[]): readonly Quantity[] {
  const waits = delays.filter((one) => middle(one) > 0);
  const alternate = delays.every((one, i) => middle(one) > 0 || i === 0 || middle(delays[i - 1]!) > 0);
  return waits.length > 1 && waits.length < delays.length && alternate ? waits : delays;
}

function growthOf(at: readonly number[]): Growth {
  if (at.every((one) => one <= 0)) return "none";
  if (at.every((one) => near(one, at[0]!))) return "constant";
  for (let i = 1; i < at.length; i++) if (at[i]! < at[i - 1]! && !near(at[i]!, at[i - 1]!)) return "irregular";
  // The cap may cut the last step short: it says nothing about the growth.
  const rising = at.slice(0, at.findIndex((one) => near(one, at.at(-1)!)) + (isCapped(at) ? 0 : 1)).filter((one, i, all) => i === 0 || !near(one, all[i - 1]!));
  if (rising.length < 3) return rising.length === 2 && rising[0]! > 0 && rising[1]! / rising[0]! < 1.5 ? "growing" : endsEarly(at, rising);
  const steps = rising.slice(1).map((one, i) => one - rising[i]!);
  if (steps.every((one) => near(one, steps[0]!))) return "linear";
  const ratios = rising.slice(1).map((one, i) => one / rising[i]!).filter(Number.isFinite);
  return ratios.at(-1)! >= 1.2 && ratios.every((one) => one >= 1.2) ? "exponential" : "growing";
}

/** Two steps before the cap: 5, 10, then 15 would be linear, 20 exponential; the capped value decides what it can. */
function endsEarly(at: readonly number[], rising: readonly number[]): Growth {
  if (rising.length < 2) return "growing";
  const cap = at.at(-1)!;
  return cap > 2 * rising[1]! - rising[0]! ? "exponential" : "growing";
}

/** The last pauses are the same, or, where it goes up and down, none of the later ones is a new record. */
function isCapped(at: readonly number[]): boolean {
  if (at.length < 4) return false;
  if (near(at.at(-1)!, at.at(-2)!) && near(at.at(-2)!, at.at(-3)!)) return true;
  const half = at.length >> 1;
  return at.length >= 12 && Math.max(...at.slice(half)) <= Math.max(...at.slice(0, half));
}

/** In seconds: `5, 10, 20, 40 … 300`; with unknown parts `base, 2·base, 4·base, 8·base …, ≤ max_delay`. */
export function showSchedule(schedule: Schedule): string {
  const { texts, cap } = withoutCap(schedule.delays.map(shown));
  if (texts.length === 0) return "";
  const end = cap === null ? "" : `, ≤ ${cap}`;
  if (texts.every((one) => one === texts[0])) return texts.length > 1 ? `${texts[0]}, ${texts[0]}, ${texts[0]} …${end}` : `${texts[0]}${end}`;
  const last = texts.length - 1;
  const plateau = texts.findIndex((one, i) => texts.slice(i).every((each) => each === one));
  if (plateau > 0 && plateau <= 4) return `${texts.slice(0, plateau + 1).join(", ")}${plateau < last ? " …" : ""}${end}`;
  if (last <= 4) return `${texts.join(", ")}${end}`;
  return cap === null ? `${texts.slice(0, 4).join(", ")} … ${texts[Math.min(last, 20)]}` : `${texts.slice(0, 4).join(", ")} …${end}`;
}

/** `min(x, max_delay)` at every attempt reads better with the cap said once. */
function withoutCap(texts: readonly string[]): { texts: readonly string[]; cap: string | null } {
  const parts = texts.map((one) => /^min\((.+), ([^,()]+)\)$/.exec(one));
  const cap = parts[0]?.[2];
  if (cap === undefined || !parts.every((one) => one?.[2] === cap)) return { texts, cap: null };
  return { texts: parts.map((one) => one![1]!), cap };
}
