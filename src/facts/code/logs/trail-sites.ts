import { blockOf, statementOf } from "../../../ir/blocks.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { STOP_MEMORY, STOP_MOVERS, STOP_STATE } from "../../../knowledge/trail-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { snake } from "../guard-kinds.ts";
import { index } from "../module-index.ts";
import { orderSites } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { isSetUp } from "../shared-state.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** A stop is moved: in the bot's books under a test that it only follows the price, or at the venue. */
export interface TrailSite {
  readonly fn: FunctionNode;
  readonly node: Node;
  readonly what: string;
}

export const trailSites = codeFact({
  name: "trail-sites",
  doc: "Where a stop is moved after the price.",
  requires: { program, index, orderSites, reach },
  derive({ program, index, orderSites, reach }): readonly TrailSite[] {
    const found: TrailSite[] = [];
    const taken = new Set<FunctionNode>();
    // `meta["sl"] = stop; position["sl"] = stop`: one move.
    const blocks = new Set<Node>();
    const counts = (fn: FunctionNode): boolean => reach.of(fn) !== "dead" && !UNTRADED_ROLES.has(program.roles.get(index.moduleOf(fn).file) ?? "bot") && !isSetUp(fn) && !TAKEN_UP.test(fn.name) && !REHEARSAL.test(`${index.moduleOf(fn).file} ${fn.qualname}`);
    for (const one of index.modules.values()) {
      const orderings = (one.byKind.get("compare") ?? []).filter((node) => node.kind === "compare" && /[<>]/.test(node.op));
      for (const { target, value, fn } of one.stores) {
        const name = target.kind === "attribute" ? target.name : target.index.kind === "string" ? target.index.value : "";
        if (name === "" || !STOP_STATE.test(snake(name)) || STOP_MEMORY.test(snake(name)) || !value || !counts(fn) || !follows(orderings, fn, target, value, name)) continue;
        const block = blockOf(statementOf(target))?.[0] ?? target;
        if (blocks.has(block)) continue;
        blocks.add(block);
        taken.add(fn);
        found.push({ fn, node: target, what: name });
      }
    }
    for (const site of orderSites) {
      if ((site.role !== "protect" && site.role !== "amend") || taken.has(site.fn) || !counts(site.fn) || !STOP_MOVERS.test(snake(site.fn.name))) continue;
      taken.add(site.fn);
      found.push({ fn: site.fn, node: site.call satisfies Call, what: site.by });
    }
    return found;
  },
});

const REHEARSAL = /back_?test|simulat|paper|mock|optimi[sz]|research|environment\.py|Env\b/i;

/** What was there before a restart is taken up again; the first stop behind an entry is put there, and tried again until it stands. */
const TAKEN_UP = /^_*(place|create|submit|post)_|recover|restore|resume|reload|(^|_)load(_|$)|adopt|rebuild|from_(dict|row|json|db)|(^|_)(ensure|attach|initial|pending|queued?|confirm|reapply|re_?attach|missing)(_|$)/i;

/** A test before it compares the stop's value, or the new one is the better of both. */
function follows(compares: readonly Node[], fn: FunctionNode, target: Expr, value: Expr, name: string): boolean {
  // `self.trail_price = None`: there is none any more; `targets["stop_loss"] = True`: it was hit.
  if (value.kind === "none" || value.kind === "number" || value.kind === "boolean" || value.kind === "string") return false;
  if (value.kind === "call" && value.callee.kind === "name" && /^(max|min)$/.test(value.callee.id) && mentions(value, name)) return true;
  // What was there before is put back.
  if (/(^|_)(old|prev\w*|original|before)(_|$)/.test(value.kind === "name" ? value.id : "")) return false;
  const stop = value.kind === "name" && STOP_STATE.test(snake(value.id).replace(/^(new|candidate|proposed)_|_new$/, "")) ? value.id : "";
  return compares.some((node) => node.start >= fn.start && node.end <= fn.end && node.start < target.start && (mentions(node, name) || (stop !== "" && mentions(node, stop))));
}

function mentions(expr: Node, name: string): boolean {
  let found = false;
  const step = (node: Node): void => {
    if (found || node.kind === "function") return;
    found = (node.kind === "attribute" && node.name === name) || (node.kind === "name" && node.id === name) || (node.kind === "string" && node.value === name);
    children(node, step);
  };
  step(expr);
  return found;
}
