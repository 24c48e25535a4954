import { envName, normalForm, type Setting, type SettingsTable } from "../../../settings/setting.ts";
import type { Prefix } from "./prefixes.ts";

/** The shipped settings that a read of these keys may get, the likeliest first; several only where they cannot be told apart. */
export function shippedFor(table: SettingsTable, prefix: Prefix, environment: boolean): readonly Setting[] {
  if (environment) return table.byEnv.get(prefix.keys.join("_").toUpperCase()) ?? [];
  const whole = table.byKey.get(prefix.keys.join("."));
  if (whole && (prefix.anchored || prefix.keys.length > 1)) return whole;
  // Leading names may be the program's own (`config.raw["risk"]`): the longest ending that is a setting wins.
  for (let from = 0; from < prefix.keys.length; from++) {
    const found = endingIn(table, prefix.keys.slice(from));
    if (found.length > 0) return narrowed(found, [...prefix.hints, ...prefix.keys.slice(0, from).map((key) => key.toLowerCase())]);
  }
  return whole ?? [];
}

function endingIn(table: SettingsTable, keys: readonly string[]): readonly Setting[] {
  const last = keys.at(-1)!;
  const ending = (table.byLast.get(last) ?? []).filter((one) => endsWith(one.path, keys));
  if (ending.length > 0) return ending;
  return (table.byNormal.get(normalForm(last)) ?? []).filter((one) => !one.path.some((part) => /^\d+$/.test(part)) && endsAlike(one, keys));
}

function endsWith(path: readonly string[], keys: readonly string[]): boolean {
  if (keys.length > path.length) return false;
  for (let i = 1; i <= keys.length; i++) if (path[path.length - i] !== keys[keys.length - i]) return false;
  return true;
}

/** `MAX_OPEN_POSITIONS` of .env and `max_open_positions` of a settings class; `RISK_MAX_LOSS` and `risk.max_loss`. */
const endsAlike = (one: Setting, keys: readonly string[]): boolean => {
  const mine = envName(keys);
  const theirs = envName(one.path);
  return theirs === mine || theirs.endsWith(`_${mine}`) || normalForm(theirs) === normalForm(mine);
};

/** Those under a section that the names in the code speak of; all when none is, or all agree. */
function narrowed(found: readonly Setting[], hints: readonly string[]): readonly Setting[] {
  if (found.length < 2 || hints.length === 0) return found;
  const close = found.filter((one) => one.path.slice(0, -1).some((part) => hints.some((hint) => part.toLowerCase().includes(hint) || hint.includes(part.toLowerCase()))));
  return close.length > 0 ? close : found;
}

/** The value that the live bot gets, when all candidates agree or the best file alone speaks; undefined: none or undecided. */
export function agreedValue(found: readonly Setting[]): Setting | undefined {
  const first = found[0];
  if (!first || first.secret) return undefined;
  const rival = found.find((one) => one.at.file === first.at.file && one.key !== first.key && JSON.stringify(one.value) !== JSON.stringify(first.value));
  return rival ? undefined : first;
}
