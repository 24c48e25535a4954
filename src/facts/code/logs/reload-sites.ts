import { calledName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { REGIME_WORDS, TRAIL_PARAMETERS } from "../../../knowledge/trail-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { snake } from "../guard-kinds.ts";
import { index, type Definition } from "../module-index.ts";
import { reach } from "../reach.ts";
import { isSetUp } from "../shared-state.ts";
import { wordsIn } from "./candidates.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** Trailing parameters of a position or of the bot are taken anew from a regime. */
export interface ReloadSite {
  readonly fn: FunctionNode;
  readonly node: Node;
  readonly what: string;
}

/** The stop itself, not what governs it. */
const NO_PARAMETER = /stop|price|level|(^|_)sl(_|$)|active|activated|enabled/;
const REHEARSAL = /back_?test|simulat|paper|mock|optimi[sz]|research/i;

export const reloadSites = codeFact({
  name: "reload-sites",
  doc: "Where trailing parameters are taken anew from a regime.",
  requires: { program, index, reach },
  derive({ program, index, reach }): readonly ReloadSite[] {
    const found: ReloadSite[] = [];
    const taken = new Set<FunctionNode>();
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
      for (const { target, value, fn } of one.stores) {
        const name = target.kind === "attribute" ? target.name : target.index.kind === "string" ? target.index.value : "";
        if (taken.has(fn) || !value || isSetUp(fn) || !TRAIL_PARAMETERS.test(snake(name)) || NO_PARAMETER.test(snake(name)) || REHEARSAL.test(`${file} ${fn.qualname}`) || reach.of(fn) === "dead") continue;
        const given = fn.params.some((param) => REGIME_WORDS.test(param.name)) || REGIME_WORDS.test(fn.name) || [...wordsIn(value)].some((word) => REGIME_WORDS.test(word));
        if (!given || isMadeHere(one.scopes.get(fn), target.object)) continue;
        taken.add(fn);
        found.push({ fn, node: target, what: name });
      }
    }
    return found;
  },
});

/** `params = {"initial_trail": 0.5}` ... `params["initial_trail"] = ...` ... `return params`: an answer is put together, nothing is set yet. */
function isMadeHere(scope: ReadonlyMap<string, readonly Definition[]> | undefined, object: Expr): boolean {
  if (object.kind === "subscript") return isMadeHere(scope, object.object);
  const values = object.kind === "name" ? scope?.get(object.id) ?? [] : [];
  return values.length > 0 && values.every((one) => one.kind === "value" && isNew(one.expr));
}

/** Also `signal = build_signal(...)`, `Setup(...)`: a new one has its first parameters. */
const isNew = (expr: Expr): boolean => expr.kind === "dict" || (expr.kind === "call" && /^(dict|copy|deepcopy|_*(build|make|create|new)_\w+|[A-Z]\w*[a-z]\w*)$/.test(calledName(expr)));
