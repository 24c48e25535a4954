import { calledName } from "../../../ir/names.ts";
import type { Argument, Call, FunctionNode, Node, Parameter } from "../../../ir/nodes.ts";
import { walk } from "../../../ir/walk.ts";
import { SHOWING_CALL } from "../../../knowledge/instrument-arguments.ts";
import { refuses } from "../numbers/everyday.ts";
import type { Desk } from "./desk.ts";
import { readsOf } from "./parameter-reads.ts";

/** What becomes of a market that stands in for a missing one. kept: it is told or handed to who does not read it. asked: something is asked about it. acts: more than that. */
export type Fate = "kept" | "asked" | "acts";

/** `at`: the expression that gives the market, or the statement that sets it. */
export function fateOf(desk: Desk, at: Node, fn: FunctionNode): Fate {
  const assign = at.kind === "assign" ? at : at.parent?.kind === "assign" ? at.parent : null;
  if (!assign) return fateOfUse(desk, at);
  const target = assign.targets[0]!;
  if (assign.targets.length !== 1 || target.kind !== "name") return "acts";
  let fate: Fate = "kept";
  let reads = 0;
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind !== "name" || node.id !== target.id || node === target || fate === "acts" || (node.parent?.kind === "assign" && node.parent.targets.includes(node))) return;
      reads++;
      const one = fateOfUse(desk, node);
      if (one !== "kept") fate = one;
    });
  }
  return reads === 0 ? "acts" : fate;
}

function fateOfUse(desk: Desk, use: Node): Fate {
  const { parent } = use;
  if (parent?.kind === "interpolation") return "kept";
  // `{"side": "neutral", "symbol": ...}`: an answer that says no trades no market.
  if (parent?.kind === "entry") return refuses(parent.parent) ? "kept" : "acts";
  const call = parent?.kind === "argument" ? parent.parent : null;
  if (parent?.kind !== "argument" || call?.kind !== "call") return "acts";
  const name = calledName(call);
  if (SHOWING_CALL.test(name)) return "kept";
  const taken = takenBy(desk, call, parent);
  if (taken.length > 0 && taken.every(({ fn, parameter }) => readsOf(fn, parameter).every(isOnlyKept))) return "kept";
  return ASKS.test(name) && !(call.callee.kind === "attribute" && name === "get") ? "asked" : "acts";
}

const ASKS = /^_*(get|fetch|query|load|watch|find|list)(_|[A-Z])/;

function takenBy(desk: Desk, call: Call, argument: Argument): { fn: FunctionNode; parameter: Parameter }[] {
  const runs = desk.callGraph.runs(call);
  const found = runs.flatMap((fn) => {
    const own = call.callee.kind === "attribute" && fn.params[0]?.name === "self" ? 1 : 0;
    const parameter = argument.name === null ? fn.params[call.args.indexOf(argument) + own] : fn.params.find((one) => one.name === argument.name);
    return parameter ? [{ fn, parameter }] : [];
  });
  return found.length === runs.length ? found : [];
}

/** `return {"symbol": symbol, ...}`, `print(f"... {symbol}")`, `row.get("pair", symbol)`: told along with what was found, and nothing is asked by it. */
export function isOnlyKept(use: Node): boolean {
  let child = use;
  for (let at = use.parent; at; child = at, at = at.parent) {
    switch (at.kind) {
      case "entry": case "dict": case "interpolation": case "template": case "argument": break;
      case "return": return child.kind === "dict";
      case "raise": return true;
      case "call": {
        const name = calledName(at);
        if (SHOWING_CALL.test(name) || (name === "get" && at.args[1] === child && at.args[0]!.value.kind === "string")) return true;
        if (at.parent?.kind !== "raise") return false;
        break;
      }
      default: return false;
    }
  }
  return false;
}
