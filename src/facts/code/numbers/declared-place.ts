import type { Expr, Node } from "../../../ir/nodes.ts";
import { SETTINGS_NAME } from "../../../knowledge/setting-sources.ts";
import type { Inference } from "../inference/context.ts";
import { classBodyOf, declaresValues, isSettingsModule } from "../settings-join/declared.ts";

/**
 * The literal stands where the bot declares its settings: a settings class or module, an Enum, a table of defaults, a
 * constant in capitals at the top of a module (for many bots that is their configuration; within a function it is none).
 */
export function isDeclaredSetting(on: Inference, node: Expr): boolean {
  const file = on.moduleIndexOf(node).module.file;
  const inFunction = functionOf(node);
  if (isSettingsModule(file)) return true;
  const owner = classBodyOf(inLambda(node));
  if (owner) return declaresValues(on, owner) || isCapital(targetOf(node)) || inFunction === null;
  const target = targetOf(node);
  if (inFunction === null) return isCapital(target) || target === null || SETTINGS_NAME.test(target);
  return target !== null && inRecord(node) && (SETTINGS_NAME.test(target) || /default|preset|profile/i.test(target)) || (isCapital(target) && !isLocal(node));
}

/** `params = {"slippage": 0.05}` where the order is sent is what the request carries, not what the bot is set to. */
export function isOfRequest(node: Node): boolean {
  const target = targetOf(node);
  return functionOf(node) !== null && target !== null && REQUEST.test(target) && inRecord(node);
}

const REQUEST = /^_*((order|extra|request|api|sl|tp|stop|query|exchange)_)?(params|parameters|options|opts)$/i;

const isCapital = (name: string | null): boolean => name !== null && /^_*[A-Z][A-Z\d_]+$/.test(name);

/** `MAX_SPREAD_BPS = 20.0` in the middle of a loop: nobody looks for a setting there. */
function isLocal(node: Node): boolean {
  let at: Node | null = node;
  while (at && at.kind !== "assign" && at.kind !== "function") at = at.parent;
  return at?.kind === "assign" && at.targets[0]!.kind === "name";
}

function functionOf(node: Node): Node | null {
  let at = node.parent;
  while (at && (at.kind !== "function" || at.parent?.kind === "lambda")) at = at.parent;
  return at && at.parent ? at : null;
}

/** `field(default_factory=lambda: [...])`: the lambda that a value stands in, if any. */
function inLambda(node: Node): Node {
  let at: Node | null = node;
  while (at && at.kind !== "function") at = at.parent;
  return at?.parent?.kind === "lambda" ? at.parent : node;
}

/** The literal is a value of a dict or list literal. */
const inRecord = (node: Node): boolean => {
  for (let at = node.parent; at && at.kind !== "assign"; at = at.parent) if (at.kind === "entry") return true;
  return false;
};

/** The name that the statement around a literal assigns. */
export function targetOf(node: Node): string | null {
  for (let at: Node | null = node; at; at = at.parent) {
    if (at.kind === "assign") return nameOf(at.targets[0]!);
    if (at.kind === "augmented") return nameOf(at.target);
    if (at.kind === "parameter") return at.name;
    if (at.kind === "argument" && at.name !== null) return at.name;
    if (at.kind === "function" || at.kind === "class" || at.kind === "lambda") return null;
  }
  return null;
}

const nameOf = (target: Expr): string | null =>
  target.kind === "name" ? target.id : target.kind === "attribute" ? target.name : target.kind === "subscript" && target.index.kind === "string" ? target.index.value : null;
