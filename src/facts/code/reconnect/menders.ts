import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import { MENDING } from "../../../knowledge/connections.ts";
import type { Index } from "../module-index.ts";
import { bodyHas } from "./sites.ts";

export interface Menders {
  /** A call, a hand-over or an event of the running bot that sounds like connecting again. */
  readonly live: Node | null;
  /** Methods that loop until they are connected again, of classes that are in use, while no code says their name. */
  readonly uncalled: readonly FunctionNode[];
}

const METHOD = /^_?(auto_?|try_?)?re_?connect(_loop|_with_backoff|_forever)?$/i;

/** What would connect again, by name: of clients that keep nothing themselves this is all that can be known. */
export function mendersOf(index: Index, isLive: (fn: FunctionNode) => boolean): Menders {
  let live: Node | null = null;
  const candidates: FunctionNode[] = [];
  for (const { module, calls } of index.modules.values()) {
    for (const fn of module.functions) {
      const isRunning = isLive(fn);
      if (!isRunning && METHOD.test(fn.name) && classOf(fn) && loopsUntilConnected(fn, calls[fn.index]!)) candidates.push(fn);
      if (isRunning && !live) live = calls[fn.index]!.find((call) => MENDING.test(calledName(call))) ?? null;
    }
  }
  for (const { byKind } of live ? [] : index.modules.values()) live ??= byKind.get("attribute")!.find((node) => ownName(node) === "disconnectedEvent") ?? null;
  const said = candidates.length > 0 ? wordsSaid(index) : new Set<string>();
  return { live, uncalled: candidates.filter((fn) => !said.has(fn.name) && classOf(fn)!.body.some((one) => one.kind === "function-statement" && isLive(one.function))) };
}

/** Attributes, and texts: `getattr(client, "reconnect")()`, a table of commands. */
function wordsSaid(index: Index): ReadonlySet<string> {
  const said = new Set<string>();
  for (const { byKind } of index.modules.values()) {
    for (const node of byKind.get("attribute")!) said.add(ownName(node));
    for (const node of byKind.get("string")!) if (node.kind === "string") said.add(node.value);
  }
  return said;
}

/** It tries more than once, and what it tries is to connect. */
const loopsUntilConnected = (fn: FunctionNode, calls: readonly Call[]): boolean =>
  calls.some((call) => /connect|(^|_)(start|open|login|subscribe)/i.test(calledName(call))) && calls.some((call) => /sleep|wait/i.test(calledName(call))) && bodyHas(fn, (node) => node.kind === "while" || node.kind === "for");
