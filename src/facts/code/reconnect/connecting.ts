import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import { enter } from "./calls.ts";
import { evaluate } from "./expressions.ts";
import { Raised, type ConnectSite, type Frame, type Machine } from "./machine.ts";
import { SOCKET, truth, unknown, type Value } from "./values.ts";

const TIMEOUT = ["TimeoutError", "OSError"];

/** One attempt, as the script says. */
export function connect(machine: Machine, frame: Frame, node: Call, site: ConnectSite): Value {
  if (node !== machine.target) return site.how.shape === "socket" ? SOCKET : unknown("%client");
  if (site.how.shape === "app") return runApp(machine, frame, node, site);
  const attempt = machine.next(site);
  const { errors } = site.how;
  if (attempt === "refused") throw new Raised(errors.refused, node);
  if (attempt === "rejected") throw new Raised(errors.rejected.length > 0 ? errors.rejected : errors.refused, node);
  if (attempt === "timeout") throw new Raised(TIMEOUT, node);
  if (site.how.shape !== "socket") machine.connected = false;
  return site.how.shape === "socket" ? SOCKET : unknown("%client");
}

/** `run_forever` blocks until the connection ends and tells its callbacks; a refused connection is an error and a close. */
function runApp(machine: Machine, frame: Frame, node: Call, site: ConnectSite): Value {
  const reconnect = node.args.find((one) => one.name === "reconnect")?.value;
  const keeps = reconnect ? truth(evaluate(machine, frame, reconnect)) !== false : false;
  const callbacks = machine.world.callbacks(site);
  do {
    const attempt = machine.next(site);
    if (keeps) machine.events.push({ kind: "library", node });
    const opens = attempt === "lost" || attempt === "closed";
    if (opens) callback(machine, callbacks.get("on_open"));
    machine.connected = false;
    if (opens) machine.events.push({ kind: "ended", node });
    if (attempt !== "closed") callback(machine, callbacks.get("on_error"));
    callback(machine, callbacks.get("on_close"));
  } while (keeps);
  return unknown("%app");
}

/** The library logs what a callback raises and goes on. */
function callback(machine: Machine, fn: FunctionNode | undefined): void {
  if (!fn) return;
  machine.inCallback++;
  try {
    enter(machine, fn, machine.selfOf(fn), new Map());
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
  } finally {
    machine.inCallback--;
  }
}
