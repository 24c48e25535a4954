import type { Compare, Expr, FunctionNode, Node, NumberLiteral, Stmt } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { Index } from "../module-index.ts";
import type { Demand } from "./demand.ts";
import { targetOf } from "./declared-place.ts";

/** What a decision is kept under until an order function asks for it. */
const VERDICT = /score|confid|strength|signal|prob|weight|decision|should|action|direction|bias|conviction|vote|(^|_)(buy|sell|long|short|bull\w*|bear\w*)(_|$)|passed|valid|allow|approved/i;

/**
 * Numbers of functions whose results an order function uses, where the way between the two could not be followed: thresholds
 * whose branch returns or moves a score, and what the score is moved by.
 */
export function strategyNumbers(index: Index, decides: (fn: FunctionNode) => boolean): Demand[] {
  const found: Demand[] = [];
  const known = new Map<FunctionNode, boolean>();
  const isDecision = (node: Node): boolean => {
    const fn = enclosingFunction(node);
    if (!fn) return false;
    const before = known.get(fn) ?? decides(fn);
    known.set(fn, before);
    return before;
  };
  for (const module of index.modules.values()) {
    for (const one of module.byKind.get("number") ?? []) {
      const number = one as NumberLiteral;
      if (number.value === 0 || number.value === 1) continue;
      const holder = number.parent?.kind === "unary" ? number.parent.parent : number.parent;
      if (holder?.kind === "compare") {
        const branch = branchOf(holder);
        if (branch && isDecision(number) && decidesSomething(branch)) found.push(demand(number, holder, branch));
      } else if (holder?.kind === "augmented" && VERDICT.test(targetOf(number) ?? "") && isDecision(number)) found.push(demand(number, null, holder));
    }
  }
  return found;
}

const demand = (expr: Expr, compare: Compare | null, site: Node): Demand =>
  ({ expr, decides: "entry", force: "term", site, from: null, hops: 7, compare, name: null });

/** The `if` whose test the comparison is part of. */
function branchOf(compare: Compare): (Node & { kind: "if" }) | null {
  let child: Node = compare;
  for (let at = compare.parent; at; child = at, at = at.parent) {
    if (at.kind === "logical" || (at.kind === "unary" && at.op === "not")) continue;
    return at.kind === "if" && at.test === child ? at : null;
  }
  return null;
}

const decidesSomething = (branch: Node & { kind: "if" }): boolean => branch.body.some(speaks);

function speaks(statement: Stmt): boolean {
  if (statement.kind === "return") return statement.value !== null;
  if (statement.kind === "augmented" || statement.kind === "assign") return VERDICT.test(targetOf(statement) ?? "");
  return false;
}
