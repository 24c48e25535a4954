import type { Compare, Expr, FunctionNode, Node, NumberLiteral } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { decidesByName, OPERATIONAL, TRADING_QUANTITY } from "../../knowledge/trading-numbers.ts";
import { codeFact } from "../../sdk/fact.ts";
import type { Setting } from "../../settings/setting.ts";
import { settings as settingsFact } from "../roots.ts";
import { scopeOf } from "./inference/scope-of.ts";
import { index, type ModuleIndex } from "./module-index.ts";
import { numberRoles } from "./number-roles.ts";
import { lastName } from "./numbers/words-of.ts";
import { settingReads, type SettingReads } from "./setting-reads.ts";

/** A number tested for equality with one certain value, which thereby means "not set". */
export interface Sentinel {
  readonly compare: Compare;
  readonly fn: FunctionNode;
  readonly literal: NumberLiteral;
  readonly tested: Expr;
  readonly name: string;
  /** A setting of the bot that legitimately has this very value. */
  readonly collides: Setting | null;
}

export interface Sentinels {
  readonly all: readonly Sentinel[];
  /** Comparisons with a number by == or != in trading code. */
  readonly examined: number;
}

export const sentinels = codeFact({
  name: "sentinels",
  doc: "Equality with a default as a marker for \"not set\", in code that decides about orders.",
  requires: { index, numberRoles, settingReads, settings: settingsFact },
  derive({ index, numberRoles, settingReads, settings }): Sentinels {
    const all: Sentinel[] = [];
    let examined = 0;
    for (const module of index.modules.values()) {
      for (const node of module.byKind.get("compare") ?? []) {
        const compare = node as Compare;
        if (compare.op !== "==" && compare.op !== "!=") continue;
        const found = literalOf(compare);
        const fn = found && enclosingFunction(compare);
        if (!found || !fn || !numberRoles.takesPart(fn)) continue;
        examined++;
        const name = lastName(found.tested);
        // `ratio != 0.5`: anything but neither yes nor no.
        if (!isMarker(found.literal) || (compare.op === "!=" && found.literal.value === 0.5) || (!TRADING_QUANTITY.test(name) && decidesByName(name) === null) || OPERATIONAL.test(name)) continue;
        if (isFigure(found.tested, module, settingReads) && !givesAnother(compare, name)) continue;
        const words = name.toLowerCase().replace(/_?(mult|multiplier|value)$/, "");
        const collides = settings.settings.find((one) => Number(one.value) === found.literal.value && typeof one.value !== "boolean" && one.path.at(-1)!.toLowerCase().replace(/\W/g, "_").includes(words)) ?? null;
        all.push({ compare, fn, ...found, name, collides });
      }
    }
    return { all, examined };
  },
});

function literalOf(compare: Compare): { literal: NumberLiteral; tested: Expr } | null {
  const { left, right } = compare;
  if (right.kind === "number" && left.kind !== "number") return { literal: right, tested: left };
  return left.kind === "number" && right.kind !== "number" ? { literal: left, tested: right } : null;
}

/** 0, ±1 and whole numbers count and classify; a broken number is a value that somebody may really want. */
const isMarker = ({ value, integer }: NumberLiteral): boolean => !integer && value !== 0 && value !== 1 && value !== 100 && Math.abs(value) > 1e-5 && Math.abs(value) < 1e6;

/** `max_lev = float(info.get("maxLeverage"))`: worked out or received here, so that nobody sets it. */
function isFigure(tested: Expr, module: ModuleIndex, reads: SettingReads): boolean {
  const known = tested.kind === "name" ? module.scopes.get(scopeOf(tested))?.get(tested.id) ?? [] : [];
  return known.length > 0 && known.every((one) => one.kind === "value" && (one.expr.kind === "call" || one.expr.kind === "binary") && reads.settingOf(one.expr) === null);
}

/** `if x == 0.0025: x = ...`, `y if x == 0.0025 else x`: another value takes its place. */
function givesAnother(compare: Compare, name: string): boolean {
  let at: Node | null = compare.parent;
  while (at && (at.kind === "logical" || at.kind === "unary")) at = at.parent;
  if (at?.kind === "conditional") return true;
  return at?.kind === "if" && [...at.body, ...at.otherwise].some((one) => one.kind === "assign" && lastName(one.targets[0]!) === name);
}
