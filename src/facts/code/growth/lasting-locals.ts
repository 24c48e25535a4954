import type { Expr, FunctionNode, Node, While } from "../../../ir/nodes.ts";
import { children, isInLoop } from "../../../ir/walk.ts";
import type { Location } from "../races/locations.ts";
import type { HandleFlows, Spot } from "../resources/flows.ts";
import { neverEnds } from "../resources/endless.ts";
import type { Inference } from "../inference/context.ts";

/** Variables of a function whose own endless loop fills them: they live as long as the loop does. */
export class LastingLocals {
  readonly #flows: HandleFlows;
  readonly #infer: Inference;
  readonly #known = new Map<Spot, Location | null>();

  constructor(flows: HandleFlows, infer: Inference) {
    this.#flows = flows;
    this.#infer = infer;
  }

  /** The place that a local container is, as long as nothing binds it anew and the function does not hand it back. */
  of(spot: Spot & { kind: "local" }): Location | null {
    const known = this.#known.get(spot);
    if (known !== undefined) return known;
    const found = this.#find(spot);
    this.#known.set(spot, found);
    return found;
  }

  #find(spot: Spot & { kind: "local" }): Location | null {
    const { scope, name } = spot;
    if (scope.kind !== "function" || scope.name === "<module>") return null;
    const definitions = this.#flows.definitionsOf(spot);
    const isMade = definitions.every((one) => one.kind === "declared" || (one.kind === "value" && one.item < 0 && this.#isContainer(one.expr)));
    const loop = isMade && definitions.length > 0 ? endlessLoop(scope) : null;
    if (!loop || !mentions(loop, name) || definitions.some((one) => isInLoop(one.node))) return null;
    const { module, returns } = this.#infer.moduleIndexOf(scope);
    if (returns[scope.index]!.some((one) => one.value && mentions(one.value, name))) return null;
    return { label: name, name, owner: module, key: `${module.file}:${scope.qualname}:${name}` };
  }

  /** Made here, or by a function that reads it from a file and makes an empty one where there is none. */
  #isContainer(expr: Expr): boolean {
    return this.#infer.evaluate(expr).some((one) => one.kind === "container" && one.view === "itself");
  }
}

/** A loop of the function itself that no plain `break` leaves: one that collects pages does. */
function endlessLoop(fn: FunctionNode): While | null {
  for (const one of fn.body) {
    const found = loopIn(one);
    if (found) return found;
  }
  return null;
}

function loopIn(node: Node): While | null {
  if (node.kind === "while") return neverEnds(node) && !node.body.some(breaks) ? node : null;
  if (node.kind !== "try" && node.kind !== "with" && node.kind !== "if") return null;
  let found: While | null = null;
  children(node, (child) => { found ??= loopIn(child); });
  return found;
}

function breaks(node: Node): boolean {
  if (node.kind === "break") return true;
  if (node.kind === "if" && asksToStop(node.test)) return node.otherwise.some(breaks);
  if (node.kind === "function" || node.kind === "class" || node.kind === "while" || node.kind === "for" || node.kind === "handler") return false;
  let found = false;
  children(node, (child) => { found ||= breaks(child); });
  return found;
}

/** `if once: break`, `if shutdown.is_set(): break`. */
function asksToStop(test: Node): boolean {
  if (test.kind === "name") return STOP_WORD.test(test.id);
  if (test.kind === "attribute" && STOP_WORD.test(test.name)) return true;
  let found = false;
  children(test, (child) => { found ||= asksToStop(child); });
  return found;
}

const STOP_WORD = /(^|_)(once|stop\w*|running|shutdown\w*|exit\w*|quit|max_(iterations|cycles|rounds))$/i;

function mentions(node: Node, name: string): boolean {
  if (node.kind === "name") return node.id === name;
  let found = false;
  children(node, (child) => { found ||= mentions(child, name); });
  return found;
}
