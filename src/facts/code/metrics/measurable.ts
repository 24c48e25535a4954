import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { DISTANCE_NAME, EXIT_WORDS, LATENCY_NAME, SLIPPAGE_NAME, TRAIL_NAME, type MetricKind } from "../../../knowledge/metric-words.ts";
import { ASIDE_PATH } from "../../../knowledge/trade-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { constants } from "../constants.ts";
import { snake } from "../guard-kinds.ts";
import { index, type ModuleIndex } from "../module-index.ts";
import { orderSites, type OrderSite } from "../order-sites.ts";
import { reach, type Reachability } from "../reach.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { nameOf } from "./price-roles.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** What the bot does that each metric would measure, and what already goes by a metric's name. */
export interface Measurable {
  /** Live code that the metric would measure: opening orders, closing orders, the moving of a trailing stop. */
  readonly where: ReadonlyMap<MetricKind, Node>;
  /** Comparisons of a value under the metric's name, wherever it comes from. */
  readonly named: ReadonlyMap<MetricKind, readonly Node[]>;
}

const MOVES_STOP = /(^|_)(update|move|adjust|raise|tighten|apply|check|manage|process|handle|calc\w*|compute)_(\w+_)?trail\w*|(^|_)trail\w*_(\w+_)?(update|move|adjust|step)(_|$)/;

export const measurable = codeFact({
  name: "measurable",
  doc: "The live code that slippage, trailing distance and latency would be measured in.",
  requires: { program, index, constants, orderSites, reach },
  derive({ program, index, constants, orderSites, reach }): Measurable {
    const where = new Map<MetricKind, Node>();
    const named = new Map<MetricKind, Node[]>();
    const isLive = (fn: FunctionNode): boolean => reach.of(fn) !== "dead" && !UNTRADED_ROLES.has(program.roles.get(index.moduleOf(fn).file) ?? "bot");
    const all = orderSites.filter((one) => isLive(one.fn));
    const trading = all.filter((one) => !ASIDE_PATH.test(one.at.file));
    const sites = trading.length > 0 ? trading : all;
    const open = sites.find((one) => one.role === "open" && !closes(one)) ?? sites.find((one) => one.role === "open");
    if (open) {
      // A maker's order rests at its own price.
      const taken = sites.find((one) => one.role === "open" && !closes(one) && !isPostOnly(one.call));
      if (taken) where.set("slippage", taken.call);
      where.set("latency", open.call);
      const close = sites.find((one) => one.role === "close" || (one.role === "open" && closes(one)));
      if (close) where.set("exit-slippage", close.call);
    }
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
      const trailing = ASIDE_PATH.test(file) || where.has("trail-distance") ? null : movesTrailingStop(one, reach);
      if (trailing) where.set("trail-distance", trailing);
      for (const node of one.byKind.get("compare") ?? []) {
        if (node.kind !== "compare" || !["<", "<=", ">", ">="].includes(node.op)) continue;
        const fn = enclosingFunction(node);
        if (!fn || reach.of(fn) === "dead") continue;
        for (const side of [node.left, node.right]) if (constants.of(side) === null) note(named, side, node);
      }
    }
    if (!open) where.clear();
    return { where, named };
  },
});

/** `post_only=True`, `time_in_force="PostOnly"`, written at the order itself. */
const isPostOnly = (call: Call): boolean =>
  call.args.some(({ name, value }) => (name !== null && /^post_?only$/i.test(name) && value.kind === "boolean" && value.value) || (value.kind === "string" && /^post_?only$/i.test(value.value))
    || (value.kind === "dict" && value.entries.some((one) => one.key?.kind === "string" && ((/^post_?only$/i.test(one.key.value) && one.value.kind === "boolean" && one.value.value) || (one.value.kind === "string" && /^post_?only$/i.test(one.value.value))))));

const closes = (site: OrderSite): boolean => EXIT_WORDS.test(snake(site.fn.name));

function note(named: Map<MetricKind, Node[]>, side: Expr, at: Node): void {
  const name = nameOf(side);
  if (/(^|_)(max|min|limit|threshold|warn|allowed|tolerance)(_|$)/.test(name)) return;
  const kind = SLIPPAGE_NAME.test(name) ? (EXIT_WORDS.test(name) ? "exit-slippage" : "slippage")
    : LATENCY_NAME.test(name) ? "latency"
    : TRAIL_NAME.test(name) && DISTANCE_NAME.test(name) ? "trail-distance" : null;
  if (kind) named.set(kind, [...(named.get(kind) ?? []), at]);
}

/** A live function that moves a trailing stop: it stores one under the name, or is named after it. */
function movesTrailingStop(one: ModuleIndex, reach: Reachability): Node | null {
  for (const fn of one.module.functions) if (MOVES_STOP.test(snake(fn.name)) && reach.of(fn) === "live") return fn;
  for (const { target, value, fn, statement } of one.stores) {
    if (fn.name === "__init__" || fn === one.module.root || reach.of(fn) !== "live") continue;
    const name = nameOf(target);
    const isStop = TRAIL_NAME.test(name) && /(^|_)(stop|sl|price|level)(_(price|level|loss))?$/.test(name);
    if (isStop && value && ["name", "binary", "call", "conditional"].includes(value.kind)) return statement;
  }
  return null;
}
