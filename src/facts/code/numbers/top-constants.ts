import type { Expr, Node } from "../../../ir/nodes.ts";
import { SETTINGS_NAME } from "../../../knowledge/setting-sources.ts";
import type { Inference } from "../inference/context.ts";
import { classBodyOf, declaresValues, isSettingsModule } from "../settings-join/declared.ts";
import type { Demand } from "./demand.ts";
import { standsIn } from "./stand-ins.ts";

/**
 * `LEVERAGE = 10` at the top of a module or class that is no configuration, used as it stands: where the bot reads other settings, nobody
 * looks for this one in the code. (Where it reads none, such constants are its configuration.)
 */
export function isTopConstant(on: Inference, demand: Demand): boolean {
  // Nothing was seen to use it.
  if (demand.from === null) return false;
  const assign = assignAround(demand.expr);
  const target = assign?.kind === "assign" && assign.targets.length === 1 ? assign.targets[0]! : null;
  if (target?.kind !== "name" || !/^_*[A-Z][A-Z\d_]+$/.test(target.id) || DECLARES.test(target.id) || SETTINGS_NAME.test(target.id)) return false;
  // `LIMITS = {"stop_pct": (0.1, 10.0)}`: the least and the most that people may set.
  if (demand.expr.parent?.kind === "tuple" && demand.expr.parent.items.length === 2 && demand.expr.parent.parent?.kind === "entry") return false;
  const own = on.moduleIndexOf(demand.expr);
  const owner = classBodyOf(demand.expr);
  // `DEFAULT_FEE = 0.001` of a class: what it takes where its settings say nothing.
  if (owner) return !/^_*DEFAULT_/.test(target.id) && !isSettingsModule(own.module.file) && !declaresValues(on, owner) && on.hierarchy.libraryBases(owner).length === 0 && !isFallback(demand, target.id, on);
  if (isSettingsModule(own.module.file) || own.scopes.get(own.module.root)?.get(target.id)?.length !== 1) return false;
  return !isFallback(demand, target.id, on);
}

/** What stands in where nothing is configured; prices of the venue's service and its rules; units, windows of indicators; what people choose between. */
const DECLARES = /FALLBACK|(^|_)(DEFAULTS|STATE|BOUNDS|RANGES)(_|$)|PRESET|PROFILE|(^|_)FEES?(_|$)|COMMISSION|CHOICES|VALID|ALLOWED|SUPPORTED|VERSION|BASIS|(^|_)(BPS|PERCENT|UNIT|TICK|STEP|QUANT(UM)?|PRECISION|EPS(ILON)?|ONE|HUNDRED|PERIODS?|LOOKBACK|WINDOW)(_|$)|PAPER|BACKTEST|(^|_)(BINANCE|BYBIT|OKX|BITGET|KUCOIN|MEXC|GATE|KRAKEN|HTX|HYPERLIQUID|EXCHANGE|VENUE|API)_/;

function assignAround(node: Node): Node | null {
  let at = node.parent;
  while (at && at.kind !== "assign" && at.kind !== "function" && at.kind !== "class" && at.kind !== "call") at = at.parent;
  return at;
}

/** `strategy_float(config, "rsi_max", RSI_MAX)`, `config.get("rsi_max") or RSI_MAX`: only what is taken without the setting. */
function isFallback(demand: Demand, name: string, on: Inference): boolean {
  for (let at = demand.from; at; at = at.from) {
    const use = at.expr;
    if ((use.kind === "name" && use.id === name) || (use.kind === "attribute" && use.name === name)) return isFallbackUse(use, on);
  }
  return false;
}

function isFallbackUse(use: Expr, on: Inference): boolean {
  let at: Expr = use;
  while (at.parent?.kind === "binary" || at.parent?.kind === "unary") at = at.parent;
  const argument = at.parent;
  const call = argument?.kind === "argument" ? argument.parent : null;
  if (call?.kind === "call" && call.args.slice(0, call.args.findIndex((one) => one === argument)).some((one) => one.value.kind === "string")) return true;
  return standsIn(use, on.moduleIndexOf(use));
}
