import type { FailedCast } from "../../facts/run/failed-casts.ts";
import type { Places } from "../../facts/code/places.ts";
import type { UseKind, VenueUse } from "../../facts/code/venue-values/uses.ts";
import type { Evidence, See } from "../../sdk/evidence.ts";
import { catalogue } from "../../sdk/text.ts";
import { logLine } from "../log-line.ts";

const say = catalogue({
  failed: {
    en: "`{code}` failed in this run{count, plural, =1 {} other { (# times in the log)}}: {message}",
    ru: "`{code}` в этом запуске не сработало{count, plural, =1 {} few { (в логе # раза)} other { (в логе # раз)}}: {message}",
  },
  here: { en: "the expression that failed", ru: "выражение, на котором произошла ошибка" },
  entered: { en: "told by the handler of this `try`", ru: "об этом сообщил обработчик этого `try`" },
});

/**
 * The run half of the checks on venue values: what failed in the run where the code half speaks of the same expression. A
 * failure that the code knows nothing of is `casts/conversion-failed`'s.
 */
export function lookForFailures<K extends string>(kind: K, uses: readonly UseKind[], given: { readonly failedCasts: readonly FailedCast[]; readonly places: Places }, see: See<K>, concerns: (one: FailedCast, use: VenueUse) => boolean = () => true): void {
  const { failedCasts, places } = given;
  for (const one of failedCasts) {
    const { use, failure } = one;
    if (!use || one.handled || !uses.includes(use.kind) || !concerns(one, use)) continue;
    see.broken(places.subject(kind, use.at), say("failed", { code: places.snippet(use.at, 70), count: failure.count, message: shortened(failure.message) }), evidenceOf(one, places));
  }
}

export function evidenceOf({ failure, node, handler }: FailedCast, places: Places): [Evidence, ...Evidence[]] {
  const told = logLine({ at: failure.at, text: failure.message });
  if (node) return [{ at: places.at(node), note: say("here") }, told];
  if (handler) return [{ at: { ...places.at(handler), endLine: places.at(handler).line }, note: say("entered") }, told];
  return [told];
}

/** `'0.5'` is a number that int() does not take; `''` is none. */
export const isNumberText = (value: string): boolean => /^['"]-?\d+\.\d*(e[-+]?\d+)?['"]$/i.test(value);

export const shortened = (message: string): string => {
  const [first = ""] = message.split("\n", 1);
  return first.length > 140 ? `${first.slice(0, 139)}…` : first;
};
