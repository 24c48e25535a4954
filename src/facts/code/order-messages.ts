import { calledName } from "../../ir/names.ts";
import type { Call, DictEntry, FunctionNode, Node } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { ORDER_MESSAGES, type OrderMessage } from "../../knowledge/order-calls.ts";
import { codeFact } from "../../sdk/fact.ts";
import { index, type ModuleIndex } from "./module-index.ts";

/** The calls that are handed an order written as a message: `self._post({"type": "order", "orders": [...]})`. */
export const orderMessages = codeFact({
  name: "order-messages",
  doc: "Calls that send an order as a message that says what it is: a signed action, a WebSocket operation.",
  requires: { index },
  derive({ index }): ReadonlyMap<Call, OrderMessage> {
    const sent = new Map<Call, OrderMessage>();
    for (const one of index.modules.values()) {
      for (const node of one.byKind.get("string") ?? []) {
        if (node.kind !== "string" || !VALUES.has(node.value) || node.parent?.kind !== "entry") continue;
        const message = node.parent.parent;
        const meant = message?.kind === "dict" ? messageOf(message.entries) : undefined;
        if (!meant) continue;
        for (const call of sendersOf(one, message!)) sent.set(call, meant);
      }
    }
    return sent;
  },
});

const VALUES: ReadonlySet<string> = new Set(ORDER_MESSAGES.map((one) => one.value));

function messageOf(entries: readonly DictEntry[]): OrderMessage | undefined {
  for (const { key, value } of entries) {
    if (key?.kind !== "string" || value.kind !== "string") continue;
    const meant = ORDER_MESSAGES.find((one) => one.key === key.value && one.value === value.value);
    if (meant && entries.some((other) => other.key?.kind === "string" && other.key.value === meant.beside)) return meant;
  }
  return undefined;
}

/** The call around the message, or the calls that are handed the name it is bound to. */
function sendersOf(module: ModuleIndex, message: Node): readonly Call[] {
  const holder = outOfText(message).parent;
  if (holder?.kind === "argument" && holder.parent?.kind === "call") return [holder.parent];
  const target = holder?.kind === "assign" ? holder.targets[0] : undefined;
  const fn = enclosingFunction(message);
  if (target?.kind !== "name" || !fn) return [];
  return callsWith(module, fn, target.id);
}

function callsWith(module: ModuleIndex, fn: FunctionNode, name: string): readonly Call[] {
  return module.calls[fn.index]!.filter((call) => !isText(call) && call.args.some(({ value }) => nameIn(value) === name));
}

const nameIn = (value: Node): string | null => {
  if (value.kind === "name") return value.id;
  return value.kind === "call" && isText(value) && value.args[0]?.value.kind === "name" ? value.args[0].value.id : null;
};

/** `json.dumps(message)` is the message still. */
function outOfText(node: Node): Node {
  const call = node.parent?.kind === "argument" ? node.parent.parent : null;
  return call?.kind === "call" && isText(call) ? call : node;
}

const TEXT = /^(dumps|encode|copy|deepcopy|str|repr|debug|info|warning|error|critical|exception|log|print|append|get_action_hash)$/;
const isText = (call: Call): boolean => TEXT.test(calledName(call));
