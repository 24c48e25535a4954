import { sensesOf } from "../../../knowledge/venue-words.ts";

/** How close two texts are that are not equal: same words spelled otherwise, one a part of the other; null: they are different things. */
export function closeness(a: string, b: string): "spelling" | "part" | null {
  const [left, right] = [sensesOf(a), sensesOf(b)];
  if (left.length === 0 || right.length === 0 || digits(a) !== digits(b)) return null;
  if (left.join() === right.join()) return "spelling";
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return short.join("").length > 3 && short.every((one, i) => long[i] === one) && !long.some((one) => TURNS.test(one)) ? "part" : null;
}

/** `TP1` and `TP2` are two things. */
const digits = (text: string): string => text.replace(/\D/g, "");

/** `partially_filled` is not filled, `not_found` is not found. */
const TURNS = /^(partial|partially|not|no|non|un|pre|post|pending|fail|failed|half)$/;
