import type { Expr, FunctionNode, Node, While } from "../../../ir/nodes.ts";
import { children, isInLoop, mentionsName } from "../../../ir/walk.ts";
import type { Location } from "../races/locations.ts";
import type { HandleFlows, Spot } from "../resources/flows.ts";
import { neverEnds } from "../resources/endless.ts";
import type { Inference } from "../inference/context.ts";

/**
 * Variables of a function that outlive a call of what fills them: its own endless loop does, or functions inside of it that
 * run after it (the routes of `create_app()`).
 */
export class LastingLocals {
  readonly #flows: HandleFlows;
  readonly #infer: Inference;
  readonly #known = new Map<Spot, Location | null>();
  readonly #scopes = new Map<Location, FunctionNode>();

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

  /** The function whose variable the place is; null: it is no variable of a function. */
  scopeOf(place: Location): FunctionNode | null {
    return this.#scopes.get(place) ?? null;
  }

  #find(spot: Spot & { kind: "local" }): Location | null {
    const { scope, name } = spot;
    if (scope.kind !== "function" || scope.name === "<module>") return null;
    const definitions = this.#flows.definitionsOf(spot);
    const isMade = definitions.every((one) => one.kind === "declared" || (one.kind === "value" && one.item < 0 && this.#isContainer(one.expr)));
    if (!isMade || definitions.length === 0 || definitions.some((one) => isInLoop(one.node))) return null;
    const loop = endlessLoop(scope);
    if (!(loop && mentionsName(loop, name)) && !scope.body.some((one) => isCaptured(one, name))) return null;
    const { module, returns } = this.#infer.moduleIndexOf(scope);
    if (returns[scope.index]!.some((one) => one.value && mentionsName(one.value, name))) return null;
    const place = { label: name, name, owner: module, key: `${module.file}:${scope.qualname}:${name}` };
    this.#scopes.set(place, scope);
    return place;
  }

  /** Made here, or by a function that reads it from a file and makes an empty one where there is none. */
  #isContainer(expr: Expr): boolean {
    return this.#infer.evaluate(expr).some((one) => one.kind === "container" && one.view === "itself");
  }
}

/** A function that stands in this one speaks of the name. */
const isCaptured = (node: Node, name: string): boolean => node.kind === "function-statement" && mentionsName(node.function, name);

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
