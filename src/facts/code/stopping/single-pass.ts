import { calledName } from "../../../ir/names.ts";
import type { Call, FunctionNode, While } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { childPrograms } from "../child-programs.ts";
import { index, type Index } from "../module-index.ts";
import { moduleTable } from "../module-table.ts";
import { orderReach, type OrderReach } from "../order-reach.ts";
import { programs } from "../programs.ts";
import { reach } from "../reach.ts";
import { loopsOnFlag } from "../resources/endless.ts";
import { paperOnly, program } from "../../roots.ts";
import { tasks } from "../tasks.ts";
import { tradingStart } from "./trading-start.ts";

/** The program that sends orders does its work once and ends; another program of the repository starts it, again and again or at a time. */
export interface SinglePass {
  /** The file of the program that ends. */
  readonly file: string;
  /** The other program that starts it; null: a person does, or a timer, and it trades on paper only. */
  readonly startedBy: string | null;
}

/** A library that keeps the program: a server, a scheduler, a stream, a poller. */
const KEEPS = /^(run|start|serve|serve_forever|run_forever|loop_forever|run_until_disconnected|run_until_complete|start_polling|run_polling|infinity_polling|polling|mainloop|idle|listen|subscribe|run_pending|execv\w*)$/;
/** These run a function or a program and come back. */
const COMES_BACK = /^(asyncio|subprocess)\.run$/;
const PAUSES = /^(sleep|wait|recv)$/;

export const singlePass = codeFact({
  name: "single-pass",
  doc: "Whether the program that sends orders runs to its end and leaves it to another program to start it again.",
  requires: { program, index, moduleTable, callGraph, orderReach, programs, reach, tasks, tradingStart, paperOnly },
  derive({ program, index, moduleTable, callGraph, orderReach, programs, reach, tasks, tradingStart, paperOnly }): SinglePass | null {
    const start = tradingStart.trades ? index.modules.get(tradingStart.name)?.module : undefined;
    if (!start) return null;
    const loaded = programs.closureOf(start);
    const starter = [...index.modules.values()].find((one) => !loaded.has(one.module) && program.roles.get(one.module.file) !== "test" && childPrograms(one, program.modules, moduleTable).includes(start));
    if ((!starter && !paperOnly) || tasks.roots.some((one) => one.at !== null && one.kind !== "main" && loaded.has(index.moduleOf(one.at)))) return null;
    const running = [...loaded].flatMap((module) => module.functions.filter((fn) => reach.of(fn) !== "dead"));
    const goesOn = running.some((fn) => index.callsIn(fn).some((call) => isKept(call, callGraph))) || [...loaded].some((module) => loopsOn(module.file, index, running, orderReach));
    return goesOn ? null : { file: start.file, startedBy: starter?.module.file ?? null };
  },
});

function isKept(call: Call, graph: CallGraph): boolean {
  if (!KEEPS.test(calledName(call))) return false;
  const { how, functions, libraries } = graph.targets(call);
  return !(how === "resolved" && functions.length > 0) && !libraries.some((path) => COMES_BACK.test(path));
}

/** A loop without an end of its own, one that pauses, or a stream. */
function loopsOn(file: string, index: Index, running: readonly FunctionNode[], orders: OrderReach): boolean {
  const runs = new Set(running);
  const one = index.modules.get(file)!;
  const isRunning = (fn: FunctionNode | null): boolean => fn === null || runs.has(fn);
  const loops = (one.byKind.get("while") ?? []).flatMap((node) => (node.kind === "while" && isRunning(enclosingFunction(node)) ? [node] : []));
  return loops.some((loop) => {
    const fn = enclosingFunction(loop) ?? one.module.root;
    const inside = index.callsIn(fn).filter((call) => call.start >= loop.start && call.end <= loop.end);
    return inside.some((call) => PAUSES.test(calledName(call))) || loopsOnFlag(loop) || (isTrue(loop) && inside.some((call) => orders.ofCall(call) !== 0));
  }) || (one.byKind.get("for") ?? []).some((node) => node.kind === "for" && node.async && isRunning(enclosingFunction(node)));
}

const isTrue = (loop: While): boolean => loop.test.kind === "boolean" || loop.test.kind === "number";
