import type { FunctionNode } from "../../ir/nodes.ts";
import type { TradingCode } from "../../facts/code/trading-code.ts";
import type { SharedPlace } from "../../facts/code/shared-state.ts";
import type { Impact } from "../../sdk/check.ts";

/** A venue that the bot plays itself: its registry holds no money. */
const PRETENDED = /(paper|simulat|mock|fake|dry_?run|back_?test)/i;
const REGISTRY = /(position|order|trade|fill|signal|stop|trail|entr(y|ies)|exit|deal|slot|exposure|balance|closure|lifecycle|strateg)/i;

/** The map belongs to a venue that the bot plays itself, or to a backtest: `file` is where it is used. */
export const isPretended = (place: SharedPlace, fn: FunctionNode, file: string): boolean => PRETENDED.test(`${place.location.label} ${fn.qualname} ${file}`);

/** What a broken place costs: state of trading costs positions; a dashboard's list of sockets only blinds somebody. */
export function stakeOf(place: SharedPlace, fn: FunctionNode, trading: TradingCode): Impact {
  if (PRETENDED.test(`${place.location.label} ${fn.qualname}`)) return "hygiene";
  const trades = trading.of(fn) !== "other" || REGISTRY.test(place.location.name) || place.accesses.some((one) => trading.of(one.fn) === "order");
  return trades ? "position" : "blind";
}
