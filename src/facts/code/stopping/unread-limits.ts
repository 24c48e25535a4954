import { calledName } from "../../../ir/names.ts";
import type { Expr, Node } from "../../../ir/nodes.ts";
import { functionAround, walk } from "../../../ir/walk.ts";
import { LIMIT_NAMES } from "../../../knowledge/limit-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { constants } from "../constants.ts";
import { scopeOf } from "../inference/scope-of.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { snake } from "../snake.ts";
import type { LimitKind } from "./limit-shapes.ts";
import { tradingStart } from "./trading-start.ts";

/** A limit that is declared with a value, and that nothing compares: whoever sets it believes to be guarded. */
export interface UnreadLimit {
  readonly kind: LimitKind;
  readonly name: string;
  /** Where it is given its value. */
  readonly declared: Node;
  /** Where it is only shown; null: nothing reads it at all. */
  readonly shown: Node | null;
}

/** Other code than the running bot's may read a setting that the bot does not. */
const BESIDE: ReadonlySet<string> = new Set(["test", "example", "docs", "research", "migration"]);

export const unreadLimits = codeFact({
  name: "unread-limits",
  doc: "Limits of open positions and of losses that are declared with a value and that nothing reads, or only what shows them.",
  requires: { program, index, constants, reach, tradingStart },
  derive({ program, index, constants, reach, tradingStart }): readonly UnreadLimit[] {
    const inBot = (file: string): boolean => /^(bot|config)$/.test(program.roles.get(file) ?? "bot");
    const declared = new Map<string, { kind: LimitKind; at: Node }>();
    for (const { module, byKind } of index.modules.values()) {
      if (!inBot(module.file) || !tradingStart.loads(module)) continue;
      for (const node of byKind.get("assign") ?? []) {
        const target = node.kind === "assign" ? calledIn(node.targets) : null;
        const kind = target && limitOf(target.name);
        if (node.kind === "assign" && target && kind && !declared.has(target.name) && isPositive(node.value, (expr) => constants.of(expr)?.value)) declared.set(target.name, { kind, at: target.node });
      }
    }
    if (declared.size === 0) return [];
    const shown = new Map<string, Node>();
    const read = new Set<string>();
    for (const { module } of index.modules.values()) {
      if (BESIDE.has(program.roles.get(module.file) ?? "bot")) continue;
      const text = (program.texts.get(module.file) ?? "").toLowerCase();
      if (![...declared.keys()].some((one) => !read.has(one) && (text.includes(one) || text.includes(one.replaceAll("_", ""))))) continue;
      walk(module.root, (node) => {
        const word = wordOf(node);
        const name = word === null || word.length > MOST_LETTERS ? null : snake(word).toLowerCase();
        if (name === null || !declared.has(name) || isDeclaring(node, name)) return;
        if (!inBot(module.file) || !isShown(node)) read.add(name);
        else if (!shown.has(name)) shown.set(name, node);
      });
    }
    const live = (node: Node): boolean => reach.of(functionAround(node)) !== "dead";
    return [...declared].flatMap(([name, { kind, at }]) => (read.has(name) || !live(at) ? [] : [{ kind, name, declared: at, shown: shown.get(name) ?? null }]));
  },
});

/** `MAX_OPEN_POSITIONS`, `max_daily_loss_pct`: no length of time, no text and no count of something that was. */
function limitOf(name: string): LimitKind | null {
  if (/(^|_)(reached|hit|exceeded|enabled|message|reason|date|time|at|hours?|minutes?|seconds?|by|held|seen|found|duration|label|symbol|per_(symbol|pair|coin))(_|$)/.test(name)) return null;
  if (LIMIT_NAMES["position-limit"].test(name)) return "position-limit";
  // `daily_limit` may limit withdrawals, `daily_pnl_cap` the gain.
  return LIMIT_NAMES["daily-loss"].test(name) && /loss|drawdown|(^|_)dd(_|$)/.test(name) ? "daily-loss" : null;
}

/** `MAX_POSITIONS`, `self.max_positions`, `max_positions` of a class */
function calledIn(targets: readonly Expr[]): { readonly name: string; readonly node: Node } | null {
  const [target, ...more] = targets;
  if (!target || more.length > 0 || (target.kind !== "name" && target.kind !== "attribute")) return null;
  // A local variable is no declaration: what nobody reads there was forgotten in passing.
  const scope = target.kind === "name" ? scopeOf(target) : null;
  if (scope?.kind === "function" && scope.name !== "<module>") return null;
  return { name: snake(target.kind === "name" ? target.id : target.name).toLowerCase(), node: target };
}

const MOST_LETTERS = 40;
const wordOf = (node: Node): string | null =>
  node.kind === "name" ? node.id : node.kind === "attribute" || node.kind === "argument" ? node.name : node.kind === "string" ? node.value : null;

/** Part of a statement that gives that very name its value. */
function isDeclaring(node: Node, name: string): boolean {
  for (let at: Node | null = node; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "declare") return at.target === node;
    if (at.kind === "assign") return calledIn(at.targets)?.name === name;
  }
  return false;
}

/** A number above 0, or whatever a setting gives. */
function isPositive(value: Expr, fold: (expr: Expr) => unknown): boolean {
  const folded = fold(value);
  if (typeof folded === "number") return folded !== 0;
  if (value.kind !== "call") return false;
  return /^(float|int|Decimal|getenv|get|env_int|env_float|Field|field|config|get_int|get_float|getfloat|getint|_env\w*)$/i.test(calledName(value));
}

/** In a line of the log or of a text. */
function isShown(node: Node): boolean {
  for (let at: Node | null = node; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "interpolation") return true;
    if (at.kind === "call" && /^_*(debug|info|warning|warn|error|critical|exception|log|print|send_message|notify)$/.test(calledName(at))) return true;
    if (at.kind === "compare" || at.kind === "if" || at.kind === "assign" || at.kind === "return") return false;
  }
  return false;
}
