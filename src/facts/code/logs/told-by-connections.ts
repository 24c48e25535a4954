import { blockOf, statementOf } from "../../../ir/blocks.ts";
import type { Call, Node, Stmt } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { reconnectLoops } from "../reconnect-loops.ts";
import { lineAfter, linesIn } from "./next-line.ts";
import { printingCalls } from "./printing-calls.ts";
import type { ToldEvent } from "./told-event.ts";

export const toldByConnections = codeFact({
  name: "told-by-connections",
  doc: "Lines that report a connection, its loss and the wait before the next, by where they stand in the reconnect loop.",
  requires: { reconnectLoops, printingCalls },
  derive({ reconnectLoops, printingCalls }): readonly ToldEvent[] {
    const found: ToldEvent[] = [];
    const tell = (call: Call | undefined | null, kind: ToldEvent["kind"]): void => void (call && found.push({ call, kind, name: null }));
    for (const { site, others, story } of reconnectLoops.connections) {
      for (const { call } of [site, ...others]) {
        tell(established(call, printingCalls), "connected");
        for (const handler of handlersAround(call)) for (const line of linesIn(handler.body, printingCalls)) tell(line, "disconnected");
      }
      for (const sleep of story?.failing.sleeps ?? []) tell(before(sleep, printingCalls), "reconnect-wait");
    }
    return found;
  },
});

/** The first line of `async with connect(...) as ws:`, or the one behind `ws = await connect(...)`. */
function established(call: Call, lines: ReadonlySet<Call>): Call | null {
  const statement = statementOf(call);
  if (statement.kind === "with") return statement.items.some((one) => one.context.start <= call.start && call.end <= one.context.end) ? (linesIn(statement.body.slice(0, 4), lines)[0] ?? null) : null;
  return statement.kind === "assign" ? lineAfter(call, lines) : null;
}

/** Handlers of what fails in the loop around the connection, but for those that end the task. */
function handlersAround(call: Call): { readonly body: readonly Stmt[] }[] {
  const found: { readonly body: readonly Stmt[] }[] = [];
  let inside: Node = call;
  for (let at = call.parent; at && at.kind !== "function"; inside = at, at = at.parent) {
    if (at.kind === "while") break;
    if (at.kind !== "try" || !(at.body as readonly Node[]).includes(inside)) continue;
    for (const one of at.handlers) if (!(one.type && /Cancel|Interrupt|Exit/.test(namesIn(one.type)))) found.push(one);
  }
  return found;
}

const namesIn = (type: Node): string => (type.kind === "name" ? type.id : type.kind === "attribute" ? type.name : type.kind === "tuple" ? type.items.map(namesIn).join(" ") : "");

/** The line that stands right before the pause. */
function before(sleep: Call, lines: ReadonlySet<Call>): Call | null {
  const statement = statementOf(sleep);
  const block = blockOf(statement);
  if (!block) return null;
  const at = block.indexOf(statement);
  return linesIn(block.slice(Math.max(0, at - 2), at), lines).at(-1) ?? null;
}
