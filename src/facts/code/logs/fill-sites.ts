import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { FILL_WORD, SIMULATED } from "../../../knowledge/fill-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { snake } from "../guard-kinds.ts";
import { index } from "../module-index.ts";
import { fillSums } from "../races/fill-sums.ts";
import { reach } from "../reach.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { eventNames } from "./event-names.ts";
import { logCalls } from "./log-calls.ts";

/** A function that handles the execution of an order. */
export interface FillSite {
  readonly fn: FunctionNode;
  /** Where it stands. */
  readonly node: Node;
  /** It adds the fill to a sum; else only its name says that it handles fills. */
  readonly sure: boolean;
}

const HANDLER = /^_*(on|handle|process|apply|update)_\w*(fill|filled|execution|exec_report|my_trade)\w*$|^_*on_?(order_)?(fill|filled|execution)s?$/;
/** `_handle_canceled_unfilled` */
const UNFILLED = /(^|_)(un|not_|no_|non_?)fill(ed)?(_|$)/;

export const fillSites = codeFact({
  name: "fill-sites",
  doc: "Functions that handle the execution of an order.",
  requires: { program, index, fillSums, eventNames, logCalls, reach },
  derive({ program, index, fillSums, eventNames, logCalls, reach }): readonly FillSite[] {
    const found = new Map<FunctionNode, boolean>();
    const fits = (fn: FunctionNode): boolean => {
      const { file } = index.moduleOf(fn);
      return reach.of(fn) !== "dead" && !UNTRADED_ROLES.has(program.roles.get(file) ?? "bot") && !SIMULATED.test(`${file} ${fn.qualname}`);
    };
    // It keeps something of the fill, or says that there is one.
    const tells = (fn: FunctionNode): boolean => logCalls.inside(fn).some((one) => one.kind === "log" && eventNames.of("fill", one) !== "none");
    const stores = new Set<FunctionNode>();
    for (const one of index.modules.values()) {
      for (const store of one.stores) stores.add(store.fn);
      for (const node of one.byKind.get("delete") ?? []) stores.add(enclosingFunction(node)!);
    }
    for (const one of fillSums) if ((!one.ownAnswer || HANDLER.test(snake(one.handler.name))) && fits(one.handler)) found.set(one.handler, true);
    for (const fn of index.functions) {
      const name = snake(fn.name);
      // Who only passes the message on takes no fill into the books.
      if (found.has(fn) || !HANDLER.test(name) || !(stores.has(fn) || tells(fn)) || UNFILLED.test(name) || fn.params.length < 2 || !fits(fn)) continue;
      if (fn.params.some((one) => FILL_WORD.test(one.name) || /trade|order|event|msg|message|update|data|report|price/i.test(one.name))) found.set(fn, false);
    }
    return [...found].map(([fn, sure]) => ({ fn, node: fn, sure }));
  },
});
