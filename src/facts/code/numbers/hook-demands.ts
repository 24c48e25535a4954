import type { Expr, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import type { HookUse } from "../../../knowledge/strategy-frameworks.ts";
import type { Decides } from "../../../knowledge/trading-numbers.ts";
import type { StrategyHook } from "../strategy-hooks.ts";
import type { Demand } from "./demand.ts";

const DECIDES: Partial<Record<HookUse, Decides>> = { entry: "entry", exit: "exit", size: "size", stop: "stop", target: "target", leverage: "leverage", price: "price" };
/** Columns that freqtrade trades by, and the attributes that jesse makes orders of. */
const ENTRY_COLUMN = /^(enter_(long|short|tag)|buy|buy_tag)$/;
const EXIT_COLUMN = /^(exit_(long|short|tag)|sell)$/;
const ORDER_ATTRIBUTES: Readonly<Record<string, Decides>> = { buy: "size", sell: "size", stop_loss: "stop", take_profit: "target" };

/** What a framework's hooks decide, as if it were the argument of an order: what they return, the rows that they mark, the orders that they set. */
export function hookDemands({ fn, use }: StrategyHook): Demand[] {
  const found: Demand[] = [];
  const want = (expr: Expr, decides: Decides, site: Node, force: Demand["force"]): void => void found.push({ expr, decides, site, force, from: null, hops: 0, compare: null, name: null, inside: null });
  const answer = DECIDES[use];
  walkBody(fn, (node) => {
    if (node.kind === "return" && node.value && answer) {
      want(node.value, answer, node, answer === "entry" || answer === "exit" ? "guard" : "value");
      for (let at: Node | null = node.parent; at && at !== fn; at = at.parent) if (at.kind === "if" || at.kind === "while") want(at.test, answer, at, "guard");
    } else if (node.kind === "assign" && use === "mark") marks(node, want);
    else if (node.kind === "assign" && use === "order") {
      for (const target of node.targets) {
        const decides = target.kind === "attribute" && target.object.kind === "name" && target.object.id === "self" ? ORDER_ATTRIBUTES[target.name] : undefined;
        if (decides) parts(node.value).forEach((one, i) => want(one, i === 1 && decides === "size" ? "price" : i === 1 ? decides : decides === "size" ? "size" : parts(node.value).length > 1 ? "size" : decides, node, "value"));
      }
    }
  });
  return found;
}

const parts = (expr: Expr): readonly Expr[] => (expr.kind === "tuple" ? expr.items : expr.kind === "list" ? expr.items.flatMap(parts) : [expr]);

/** `dataframe.loc[mask, "enter_long"] = 1`, `dataframe.loc[mask, ["enter_long", "enter_tag"]] = (1, "dip")`. */
function marks(node: Node & { kind: "assign" }, want: (expr: Expr, decides: Decides, site: Node, force: Demand["force"]) => void): void {
  for (const target of node.targets) {
    if (target.kind !== "subscript") continue;
    const { index, object } = target;
    const [mask, column] = index.kind === "tuple" ? index.items : [null, index];
    const names = column?.kind === "string" ? [column.value] : column?.kind === "list" || column?.kind === "tuple" ? column.items.flatMap((one) => (one.kind === "string" ? [one.value] : [])) : [];
    const decides = names.some((one) => ENTRY_COLUMN.test(one)) ? "entry" : names.some((one) => EXIT_COLUMN.test(one)) ? "exit" : null;
    if (!decides) continue;
    if (mask && object.kind === "attribute" && object.name === "loc") want(mask, decides, node, "guard");
    else if (!mask) want(node.value, decides, node, "guard");
  }
}
