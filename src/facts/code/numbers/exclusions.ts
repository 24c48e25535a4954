import type { Call, Expr, FunctionNode, Module, Node } from "../../../ir/nodes.ts";
import type { EntryPoints } from "../entry-points.ts";
import type { Inference } from "../inference/context.ts";
import { mainGuard } from "../main-guard.ts";
import type { OrderReach } from "../order-reach.ts";
import type { Reachability } from "../reach.ts";
import type { SettingReads } from "../setting-reads.ts";
import type { WiderCalls } from "../wider-calls.ts";
import { isDeclaredSetting, isOfRequest } from "./declared-place.ts";
import type { Demand } from "./demand.ts";
import { isEveryday } from "./everyday.ts";
import { isOnlyShown } from "./idle-values.ts";
import { boundsSetting } from "./setting-bounds.ts";
import type { WrittenNumber } from "./written-number.ts";

interface Known {
  readonly entryPoints: EntryPoints;
  readonly infer: Inference;
  readonly widerCalls: WiderCalls;
  readonly orderReach: OrderReach;
  readonly reach: Reachability;
  readonly settingReads: SettingReads;
  /** Whether a function's code takes part in trading decisions at all. */
  enters(fn: FunctionNode): boolean;
  /** A constant that nobody looks for in the code, though it stands where settings may be declared. */
  isOwn(demand: Demand): boolean;
  /** Whether something that decides is made of what this call answers. */
  wants(call: Call): boolean;
}

/** Why a number that was met on the way to an order decides nothing of its own, or may be changed by a setting; the cheapest reasons first. */
export function exclusions(known: Known): (demand: Demand, fn: FunctionNode) => boolean {
  const { infer, reach, settingReads, enters } = known;
  const isRead = (expr: Expr): boolean => settingReads.settingOf(expr)?.node === expr;
  const isShow = showOf(known);
  const why: readonly ((demand: Demand, fn: FunctionNode) => boolean)[] = [
    (_, fn) => !enters(fn),
    isEveryday,
    ({ expr }) => isShow(expr),
    ({ expr }) => neverTaken(expr, infer),
    ({ expr }) => reach.idle(expr) !== null,
    ({ expr }) => isOnlyShown(expr, infer.moduleIndexOf(expr)),
    ({ expr }) => isAside(expr, known),
    ({ expr }) => boundsSetting(expr as WrittenNumber, infer.moduleIndexOf(expr), isRead),
    (demand) => isDeclared(demand, known),
  ];
  return (demand, fn) => why.some((one) => one(demand, fn));
}

/** Settings are declared where it stands, and it is neither a constant beside them nor what an order's own request carries. */
const isDeclared = (demand: Demand, { infer, isOwn }: Known): boolean =>
  isDeclaredSetting(infer, demand.expr) && !isOwn(demand) && !(demand.site.kind === "call" && demand.hops === 0 && isOfRequest(demand.expr));

/** The main block of a module that the bot imports shows the module off. */
function showOf({ entryPoints, infer }: Known): (node: Node) => boolean {
  const started = new Set<Module>(entryPoints.all.filter((one) => one.live).map((one) => one.module));
  return (node) => {
    const module = infer.moduleIndexOf(node).module;
    const guard = started.has(module) ? null : mainGuard(module);
    return guard !== null && node.start >= guard.start && node.end <= guard.end;
  };
}

/** `try: from .config import LEVERAGE`, `except Exception: LEVERAGE = 10`, where the bot's own module has that name. */
function neverTaken(node: Expr, infer: Inference): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind !== "handler" || at.parent?.kind !== "try") continue;
    const { module } = infer.moduleIndexOf(node);
    return at.parent.body.every((one) => {
      const from = one.kind === "import-from" ? infer.imported(one.module, one.level, module) : null;
      if (from?.kind !== "module" || one.kind !== "import-from") return false;
      const own = infer.moduleIndexOf(from.module.root).scopes.get(from.module.root);
      return one.names.every((name) => own?.has(name));
    });
  }
  return false;
}

/** A report that asks one of the bot's formulas with numbers of its own: nobody who sends orders wants that answer. */
function isAside(node: Expr, { infer, widerCalls, orderReach, wants }: Known): boolean {
  const call = askedBy(node);
  const asked = call && !wants(call) ? widerCalls.runs(call) : [];
  return asked.length > 0 && asked.every((one) => orderReach.ofFunction(one) === 0 && one.name !== "__init__" && infer.moduleIndexOf(one).returns[one.index]!.some((each) => each.value !== null));
}

/** The call that the number is an argument of, where its answer is used. */
function askedBy(node: Expr): Call | null {
  const holder = node.parent?.kind === "unary" ? node.parent.parent : node.parent;
  const call = holder?.kind === "argument" ? holder.parent : null;
  if (call?.kind !== "call") return null;
  return (call.parent?.kind === "await" ? call.parent.parent : call.parent)?.kind === "expression" ? null : call;
}
