import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { type Event, type World } from "./machine.ts";

/** What of an outage can be seen outside of the loop: calls that are no logs, and attributes that it sets. */
export interface Signs {
  readonly calls: readonly Call[];
  readonly attributes: readonly { readonly name: string; readonly node: Node }[];
}

const HOUSEKEEPING = /^(close|aclose|_?safe_(close|disconnect|stop)\w*|disconnect|cleanup|_?cleanup\w*|cancel|connect|_?connect\w*|_?reconnect\w*|start\w*|stop_(ws|ping|heartbeat|stream|websocket|socket)\w*|get|get_\w+|_get\w*|is_\w+|_is\w+|format\w*|_format\w*|append|items|keys|values|join|lower|upper|split|strip|sleep|str|type|isinstance|len|now|time|utcnow|isoformat|inc|set|clear|is_set|done|uuid4|hasattr|getattr|format_exc|print_exc|flush|strftime|sum|random|uniform|min|max|_?calc\w*|_?comput\w*|_?next\w*|_?(listen|run|subscribe|authenticate|login|resubscribe)\w*)$/i;

export function signsOf(world: World, events: readonly Event[]): Signs {
  const calls: Call[] = [];
  const attributes = new Map<string, Node>();
  // What comes after the pause belongs to the next attempt.
  const pause = events.findLastIndex((one) => one.kind === "sleep");
  for (const event of pause < 0 ? events : events.slice(0, pause)) {
    if (event.kind === "call" && !event.name.startsWith("log ") && !HOUSEKEEPING.test(event.name) && !onlyPauses(world, event.node) && !isNeverSet(world, event.node)) calls.push(event.node);
    if (event.kind !== "store" || !isState(event)) continue;
    if (event.node.kind === "assign" && event.node.targets.some((one) => one.kind === "attribute" && one.name === event.key)) attributes.set(event.key, event.node);
  }
  return { calls, attributes: [...attributes].map(([name, node]) => ({ name, node })) };
}

/** Flags, emptied handles and named states; not the client that is made for the next attempt. */
const isState = ({ key, value }: Event & { kind: "store" }): boolean =>
  value.kind === "boolean" || value.kind === "none" || (value.kind !== "number" && /stat(e|us)|connected|alive|health|online|error|down|available|stale/i.test(key));

/** The way to the connection and the pause itself tell nobody. */
const onlyPauses = (world: World, call: Call): boolean => {
  const runs = world.graph.runs(call);
  return runs.length > 0 && runs.every((fn) => world.leads.has(fn) || onlyLogs(fn));
};

/** `self.on_error(e)`, and nobody ever puts anything but None there. */
function isNeverSet(world: World, call: Call): boolean {
  const { callee } = call;
  if (callee.kind !== "attribute" || ownName(callee.object) !== "self" || !/^_?(on|handle|notify)_|callback|_cb$|handler$/.test(callee.name)) return false;
  const stored = world.storedIn(callee.name);
  return stored.length > 0 && stored.every((value) => value?.kind === "none");
}

const LOGGING = /^(debug|info|warning|warn|error|exception|critical|log|print)$/;

/** A handler that only writes to the log tells nobody in the bot. */
function onlyLogs(fn: FunctionNode): boolean {
  let silent = true;
  walkBody(fn, (node) => {
    if (node.kind === "call" && !LOGGING.test(ownName(node.callee)) && node.callee.kind === "attribute" && !HOUSEKEEPING.test(node.callee.name)) silent = false;
    if (node.kind === "assign" && node.targets.some((one) => one.kind === "attribute" || one.kind === "subscript")) silent = false;
    if (node.kind === "raise" || (node.kind === "scope" && !node.nonlocal)) silent = false;
  });
  return silent;
}

/** Names of calls that tell of an outage; `check_missing_stops` and `record_ws_error` do something and tell nobody. */
const TELLS = /notify|alert|send|publish|emit|report|warn|halt|pause|disable|stop|block|suspend|(^|_)on_|callback|handler|_cb$|telegram|status|state|mark|(^|_)set_|degrad|fallback|event|disconnected|outage|lost|down/i;

/** By its name. */
export const tells = (call: Call): boolean => TELLS.test(calledName(call));
