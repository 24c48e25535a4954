import type { FunctionNode, Module, Node } from "../../../ir/nodes.ts";
import { contains, functionAround } from "../../../ir/walk.ts";
import type { Anchor } from "../../../sdk/evidence.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { entryPoints } from "../entry-points.ts";
import { mainGuard } from "../main-guard.ts";
import { index, type Index } from "../module-index.ts";
import { orderSites } from "../order-sites.ts";
import { places, type Places } from "../places.ts";
import { programs, type Programs } from "../programs.ts";
import { reach } from "../reach.ts";
import { tasks } from "../tasks.ts";
import { LOOKS_INTO, STARTING_NAME, STARTS_TRADING } from "../trading-programs.ts";
import { isInThread } from "./in-thread.ts";
import { otherCommands } from "./other-commands.ts";

/** Where the program that sends orders starts. */
export interface TradingStart {
  /** The line that starts the bot: `asyncio.run(...)`, the main block; null: no file of the bot starts anything. */
  readonly at: Anchor | null;
  readonly name: string;
  /** The program is started by its own code, not loaded by a server. */
  readonly runsItself: boolean;
  /** Nothing of the repository calls what sends the orders: how long the process lives that does is not known. */
  readonly offered: boolean;
  /** Whether it loads running code with an order that opens: without one this may be no trading bot, or one that we cannot read. */
  readonly trades: boolean;
  /** Whether the trading program loads the module, as far as is known. */
  loads(module: Module): boolean;
  /**
   * The node only runs from the main block of another file (the trading program may load that file, but does not start it),
   * or in commands of the same command line that send no orders.
   */
  isAside(node: Node): boolean;
}

/** A script beside the bot may load its order code too: the bot is looked for first. */
const TOOLS: ReadonlySet<string> = new Set(["script", "interface", "test", "example", "docs", "research", "migration"]);

const SHOWS = /(^|\/)((dashboards?|web(_?app|ui)?|ui|gui|frontend|monitoring)\/|\w*streamlit\w*\.py$|(\w*_)?dashboard\.py$)/;
/** Beside a program that trades for real there is often one for each rehearsal. */
const REHEARSES = /(^|[/_])(demo|shadow|paper|pre_?live|testnet|simulat\w*|replay|back_?test\w*|validat\w*|probe|diagnos\w*)[/_.]/;

/** Sends orders to see whether that works. */
const TRIES_OUT = /(^|[/_])(e2e|smoke)[/_.]/;

const MAX_CALLERS = 200;

/** It stands in the main block of another file, or each way up to it comes from one. */
function runsAside(node: Node, trading: Module, index: Index, graph: CallGraph): boolean {
  const isInOthersMain = (one: Node): boolean => {
    const module = index.moduleOf(one);
    const block = module === trading || functionAround(one).parent !== null ? null : mainGuard(module);
    return block !== null && contains(block, one);
  };
  if (isInOthersMain(node)) return true;
  let aside = false;
  const above = new Set([functionAround(node)]);
  for (const fn of above) {
    const places = [...graph.callersOf(fn).map((one) => one.call), ...graph.escapes.flatMap((one) => (one.fn === fn ? [one.at] : []))];
    if (fn.parent === null || places.length === 0 || above.size > MAX_CALLERS) return false;
    for (const at of places) {
      if (isInOthersMain(at)) aside = true;
      else above.add(functionAround(at));
    }
  }
  return aside;
}

/** What other code than the bot's own starts: it cannot be told what else that code does. */
function startedOutside(fn: FunctionNode, { programs, index, places }: { readonly programs: Programs; readonly index: Index; readonly places: Places }): TradingStart {
  const module = index.moduleOf(fn);
  const at = places.at(fn);
  return { at: { ...at, endLine: at.line }, name: module.file, runsItself: false, offered: false, trades: true, loads: (one) => programs.closureOf(module).has(one), isAside: () => false };
}

const depthOf = (module: Module): number => module.file.split("/").length;

export const tradingStart = codeFact({
  name: "trading-start",
  doc: "The line at which the program that sends orders starts.",
  requires: { program, programs, entryPoints, index, callGraph, orderSites, places, reach, tasks, otherCommands },
  derive({ program, programs, entryPoints, index, callGraph, orderSites, places, reach, tasks, otherCommands }): TradingStart {
    const ordering = new Set(orderSites.filter((one) => one.role === "open" && reach.of(one.fn) !== "dead").map((one) => index.moduleOf(one.call)));
    const [outside] = reach.outside;
    if (outside) return startedOutside(outside, { programs, index, places });
    const live = entryPoints.all.filter((one) => one.live);
    const starts = live.length > 0 ? live : entryPoints.all;
    // What shows the bot to people sends no orders by itself, whatever it loads: a script that trades comes before it.
    const rank = (module: Module): number => {
      const role = program.roles.get(module.file) ?? "bot";
      if (role === "interface" || SHOWS.test(module.file)) return 3;
      if (REHEARSES.test(module.file) || LOOKS_INTO.test(module.file)) return 2;
      return TOOLS.has(role) || /(^|\/)(scripts?|tools?|ops)\//.test(module.file) ? 1 : 0;
    };
    // What the container or the process manager starts is the bot; else a name says so.
    const deployed = new Set(program.declaredStarts.filter((one) => one.by !== "shell").map((one) => one.file));
    const named = ({ file }: Module): number => (deployed.has(file) ? 2 : STARTING_NAME.test(file) ? 1 : 0);
    const loads = (module: Module): boolean => [...programs.closureOf(module)].some((one) => ordering.has(one));
    // A script that only says `asyncio.run(...)` at its end is no entry point by its shape, but it runs.
    const scripts = tasks.roots.flatMap((one) => (one.kind === "main" && one.at !== null ? [index.moduleOf(one.at)] : []));
    const modules = [...starts.map((one) => one.module), ...(starts.length === 0 ? scripts : [])];
    const sorted = [...modules].sort((a, b) => rank(a) - rank(b) || named(b) - named(a) || depthOf(a) - depthOf(b) || programs.closureOf(b).size - programs.closureOf(a).size);
    const loading = sorted.find(loads);
    // Plug-ins are loaded by their names: of one program alone it is clear who runs them.
    const only = loading === undefined && ordering.size > 0 && sorted.filter((one) => rank(one) === 0).length === 1 ? sorted[0] : undefined;
    const trading = loading ?? only;
    const module = trading ?? modules[0];
    if (!module) return { at: null, name: "", runsItself: false, offered: false, trades: ordering.size > 0, loads: () => true, isAside: () => false };
    const runs = tasks.roots.flatMap((one) => (one.kind === "main" && one.at !== null && index.moduleOf(one.at) === module && !isInThread(one, tasks) ? [one.at] : []));
    const run = runs.find((one) => !otherCommands.runsWithoutOrders(one)) ?? runs[0];
    const called = run || mainGuard(module) ? [] : starts.flatMap((one) => (one.module === module && one.calls ? [one] : []));
    const offered = called.length > 0 && called.every((one) => one.offered && !STARTS_TRADING.test(one.calls!.name));
    const node: Node = run ?? mainGuard(module) ?? (offered ? called[0]!.calls : module.root.body.at(-1)) ?? module.root;
    const at = places.at(node);
    return { at: { ...at, endLine: at.line }, name: module.file, runsItself: run !== undefined || mainGuard(module) !== null, offered, trades: trading !== undefined && !TRIES_OUT.test(trading.file), loads: (one) => loading === undefined || programs.closureOf(loading).has(one), isAside: (one) => loading !== undefined && (otherCommands.runsWithoutOrders(one) || runsAside(one, loading, index, callGraph)) };
  },
});
