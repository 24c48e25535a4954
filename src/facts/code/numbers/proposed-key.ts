import type { Binary, Compare, Node } from "../../../ir/nodes.ts";
import { decidesByName, TRADING_SECTION, type Decides } from "../../../knowledge/trading-numbers.ts";
import type { SettingsTable } from "../../../settings/setting.ts";
import type { DecidingNumber } from "../number-roles.ts";
import { lastName } from "./words-of.ts";

const SECTION: Readonly<Record<Named["decides"], string>> = {
  fate: "execution",
  size: "risk", leverage: "risk", limit: "risk", price: "execution", stop: "exits", target: "exits", trailing: "exits", exit: "exits", entry: "strategy",
};

/** How the bot writes its own settings: in sections, in capitals for the environment, in camel case. */
export interface KeyStyle {
  readonly environment: boolean;
  readonly camel: boolean;
  /** What its own sections are called, by what their settings decide. */
  readonly sections: ReadonlyMap<Decides, string>;
}

export function styleOf(table: SettingsTable): KeyStyle {
  const plain = table.settings.filter((one) => !one.template || table.settings[0]!.template);
  const votes = new Map<Decides, Map<string, number>>();
  let camel = 0;
  let environment = 0;
  for (const { path, source } of plain) {
    const last = path.at(-1)!;
    if (source === "env") environment++;
    if (/[a-z][A-Z]/.test(last)) camel++;
    const decides = decidesByName(last);
    if (!decides || path.length < 2 || source === "env" || path.some((part) => /^\d+$/.test(part)) || /^\d/.test(path.at(-2)!) || !TRADING_SECTION.test(path.at(-2)!)) continue;
    const section = path.slice(0, -1).join(".");
    const mine = votes.get(decides) ?? new Map<string, number>();
    votes.set(decides, mine.set(section, (mine.get(section) ?? 0) + 1));
  }
  const sections = new Map<Decides, string>();
  for (const [decides, mine] of votes) sections.set(decides, [...mine].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0]);
  return { environment: environment > plain.length / 2, camel: camel > plain.length / 2, sections };
}

/** What its setting is called after. */
interface Named extends Pick<DecidingNumber, "fn" | "name"> {
  readonly node: Node;
  /** fate: what became of an order. */
  readonly decides: Decides | "fate";
}

/** The setting that the number should become, in the style of the bot's own: `risk.max_position_pct`, `RISK_MAX_POSITION_PCT`. */
export function proposedKey(one: Named, style: KeyStyle): string {
  const name = nameFor(one);
  const section = style.sections.get(one.decides as Decides) ?? SECTION[one.decides];
  if (style.environment) return `${section}_${name}`.replace(/\W+/g, "_").toUpperCase();
  return `${section}.${style.camel ? name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) : name}`;
}

function nameFor(one: Named): string {
  const { parent } = one.node;
  const holder = parent?.kind === "unary" ? parent.parent : parent;
  if (holder?.kind === "compare") {
    const measured = lastName(holder.left === one.node || holder.left === parent ? holder.right : holder.left);
    return `${words(measured) || one.decides}_${isUpper(holder, holder.left === one.node || holder.left === parent) ? "max" : "min"}`;
  }
  const base = words(one.name ?? one.fn.name) || one.decides;
  if (holder?.kind === "binary" && (holder.op === "*" || holder.op === "/") && !/mult|factor|ratio|pct|percent|weight/.test(base)) return `${withRole(base, one.decides)}_${multiplier(holder, one)}`;
  return withRole(base, one.decides);
}

/** `atr * 2.5` -> atr_mult. */
function multiplier(holder: Binary, one: Named): string {
  const other = words(lastName(holder.left === one.node ? holder.right : holder.left));
  return other && /atr|range|std|vol|spread/.test(other) ? `${other}_mult` : "factor";
}

/** Whether the comparison with a limit lets small values through: `rsi < 28` bounds it from above. */
const isUpper = (compare: Compare, mineIsLeft: boolean): boolean => (compare.op === "<" || compare.op === "<=") !== mineIsLeft;

const withRole = (base: string, decides: Named["decides"]): string => (decidesByName(base) === null && decides !== "entry" && decides !== "exit" && decides !== "fate" ? `${decides}_${base}` : base);

const words = (name: string): string =>
  name.replace(/([a-z\d])([A-Z])/g, "$1_$2").replace(/^_*(get|calc|calculate|compute|determine|check|is|should|eval|evaluate|new)_/i, "").replace(/[^A-Za-z\d]+/g, "_").replace(/^_+|_+$/g, "").toLowerCase();
