import type { Expr, If, Node } from "../../ir/nodes.ts";
import { ownName } from "../../ir/names.ts";
import type { ModuleIndex } from "./module-index.ts";
import type { Barred } from "./outcomes/outcomes.ts";

/** Modes and commands of a program that play the past and trade nothing. */
const MODE = /^(back_?test(s|ing|er)?|hyper_?opt|optimi[sz](e|ation)|walk_?forward)$/i;
const FLAG = /^_*(is_|in_|run_)?(back_?test(ing)?|hyper_?opt)(_?(mode|only))?$/i;
/** What a mode is kept in; a word that is compared to something else is no mode. */
const HOLDER = /mode|command|cmd|action|task|run_?type|sub_?parser|environment|env$/i;

/** Parts of a module that run only while the past is played: `if args.mode == "backtest": ...`, `elif command in ("backtest", "optimize"): ...`, the other branch of `if not self.is_backtest`. */
export function backtestBranches(module: ModuleIndex): readonly Barred[] {
  const found: Barred[] = [];
  for (const node of module.byKind.get("if") ?? []) {
    if (node.kind !== "if") continue;
    const outcome = backtestsWhen(node.test);
    const branch = outcome === null ? [] : outcome ? node.body : otherwiseOf(node);
    if (outcome !== null && branch.length > 0) found.push({ from: branch[0]!.start, to: branch.at(-1)!.end, test: node.test, outcome: !outcome });
  }
  return found;
}

const otherwiseOf = (node: If): readonly Node[] => node.otherwise ?? [];

/** The outcome of the test that only a backtest gives; null: it says nothing of one. */
function backtestsWhen(test: Expr): boolean | null {
  switch (test.kind) {
    case "name": return FLAG.test(test.id) ? true : null;
    case "attribute": return FLAG.test(test.name) ? true : null;
    case "unary": {
      const inner = test.op === "not" ? backtestsWhen(test.operand) : null;
      return inner === null ? null : !inner;
    }
    case "logical": return test.op === "and" && [test.left, test.right].some((one) => backtestsWhen(one) === true) ? true : null;
    case "compare": {
      if (!HOLDER.test(holderOf(test.left))) return null;
      const words = "items" in test.right ? test.right.items : [test.right];
      if (words.length === 0 || !words.every(isBacktest)) return null;
      return test.op === "==" || test.op === "in" || test.op === "is" ? true : test.op === "!=" || test.op === "not in" || test.op === "is not" ? false : null;
    }
    default: return null;
  }
}

/** `args.mode`, `config["mode"]`, `config.get("mode", "live")`, any of them in lower case. */
function holderOf(expr: Expr): string {
  if (expr.kind === "subscript") return expr.index.kind === "string" ? expr.index.value : "";
  if (expr.kind !== "call") return ownName(expr);
  const key = expr.args[0]?.value;
  if (key?.kind === "string") return key.value;
  return expr.callee.kind === "attribute" ? holderOf(expr.callee.object) : key ? holderOf(key) : "";
}

/** The word, or a member of an enumeration that is called so. */
const isBacktest = (expr: Expr): boolean =>
  (expr.kind === "string" && MODE.test(expr.value)) || (expr.kind === "attribute" && (MODE.test(expr.name) || (expr.name === "value" && isBacktest(expr.object))));
