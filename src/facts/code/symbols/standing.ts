import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import type { Program } from "../../../ir/program.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { ASIDE_NAME, ASIDE_PATH, DECLARING_NAME, LISTING_MODULE } from "../../../knowledge/trade-words.ts";
import { mainGuard } from "../main-guard.ts";
import type { Inference } from "../inference/context.ts";
import { declaresValues, classBodyOf, dotted, isSettingsModule } from "../settings-join/declared.ts";
import type { Reachability } from "../reach.ts";

/** Why what stands here decides nothing in a live trade, or null: it may. */
export type Standing = "untold" | "dead" | "aside" | "declared" | null;

const TRADING_ROLES = new Set(["bot", "config"]);

export interface Standings {
  /** Of the code at a node; `declared` is the bot's configuration. */
  of(node: Node): Standing;
  /** Whether the file or function only shows, tests or serves people. */
  isAside(fn: FunctionNode): boolean;
  /** Whether people call it: a web route, a chat command. */
  isServed(fn: FunctionNode): boolean;
}

export function standings(program: Program, on: Inference, reach: Reachability): Standings {
  const fileOf = (node: Node): string => on.moduleIndexOf(node).module.file;
  const known = new Map<FunctionNode, boolean>();
  const isAside = (fn: FunctionNode): boolean => {
    const found = known.get(fn);
    if (found !== undefined) return found;
    const aside = ASIDE_PATH.test(tellingPath(fn)) || isServed(fn) || namesOf(fn).some((one) => ASIDE_NAME.test(one));
    known.set(fn, aside);
    return aside;
  };
  // A file under scripts/ that runs with the bot all the same is what starts it.
  const tellingPath = (fn: FunctionNode): string => (reach.of(fn) === "live" ? fileOf(fn).replace(SCRIPTS, "") : fileOf(fn));
  return {
    isAside, isServed,
    of(node) {
      const file = fileOf(node);
      const role = program.roles.get(file) ?? "bot";
      const fn = enclosingFunction(node)!;
      const isDead = reach.of(fn) === "dead";
      if (!TRADING_ROLES.has(role) && (role !== "script" || isDead)) return "untold";
      if (isDead) return "dead";
      if (role === "config" || isSettingsModule(file) || isDeclared(on, node)) return "declared";
      return inMainBlock(on, node) ? "aside" : null;
    },
  };
}

const SCRIPTS = /^(?:.*\/)?(?:scripts?|tools)\//;

const SERVING = /(?:^|\.)(?:get|post|put|patch|delete|websocket|route|command|message|callback_query|message_handler|event|on_event|field)$/;

const isServed = (fn: FunctionNode): boolean => fn.decorators.some((one) => one.kind === "call" && SERVING.test(dotted(one)));

function isDeclared(on: Inference, node: Node): boolean {
  let inner: Node = node;
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const body = classBodyOf(inner);
    if (body) return declaresValues(on, body);
    if (fn.name !== "<lambda>") return DECLARING_NAME.test(fn.name);
    inner = fn;
  }
  return false;
}

function inMainBlock(on: Inference, node: Node): boolean {
  const guard = mainGuard(on.moduleIndexOf(node).module);
  return guard !== null && node.start >= guard.start && node.end <= guard.end;
}

/** Whether a module lists the bot's markets by its name. */
export const listsMarkets = (file: string): boolean => LISTING_MODULE.test(file) || isSettingsModule(file);

/** The function's own name, those around it, and its class. */
export function namesOf(fn: FunctionNode): string[] {
  const names: string[] = [];
  for (let at: FunctionNode | null = fn; at && at.name !== "<module>"; at = enclosingFunction(at)) {
    names.push(words(at.name));
    const owner = classOf(at);
    if (owner) names.push(words(owner.name));
  }
  return names;
}

const words = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
