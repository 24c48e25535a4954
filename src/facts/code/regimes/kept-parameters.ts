import { calledName, ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, classOf } from "../../../ir/walk.ts";
import { POSITION_CLASS } from "../../../knowledge/regime-words.ts";
import type { Index } from "../module-index.ts";
import type { Regimes } from "./regimes.ts";

interface Given {
  readonly index: Index;
  readonly regimes: Regimes;
  /** Names of attributes that something other than a constructor sets. */
  readonly changed: ReadonlySet<string>;
}

/** Parameters that are kept in attributes and settings from the start on, whatever the regime becomes. */
export class KeptParameters {
  readonly #on: Given;
  readonly #atStart = new Map<string, Expr[]>();
  /** Attributes that are set under names which only the running bot knows. */
  readonly #isSetByName: boolean;

  constructor(on: Given) {
    this.#on = on;
    let byName = false;
    for (const { stores, byKind } of on.index.modules.values()) {
      for (const { target, value, fn } of stores) {
        if (target.kind !== "attribute" || !value || fn.name !== "__init__" || POSITION_CLASS.test(classOf(fn)?.name ?? "")) continue;
        this.#atStart.set(target.name, [...(this.#atStart.get(target.name) ?? []), value]);
      }
      for (const node of byKind.get("call") ?? []) {
        if (node.kind === "call" && node.callee.kind === "name" && node.callee.id === "setattr" && node.args[1] && node.args[1].value.kind !== "string") byName = true;
      }
    }
    this.#isSetByName = byName;
  }

  /** `self.sl_pct` that only the constructor sets, `settings.sl_pct` that nobody does, a local name of either. */
  isFixed(expr: Expr, fn: FunctionNode, depth = 0): boolean {
    if (this.#on.regimes.isChosen(expr)) return false;
    switch (expr.kind) {
      case "attribute": return this.#isKept(expr.object, expr.name);
      case "binary": return expr.op === "/" && expr.right.kind === "number" && this.isFixed(expr.left, fn, depth);
      case "logical": return expr.op === "or" && this.isFixed(expr.left, fn, depth);
      case "call": {
        const [first, second] = expr.args;
        if (!first || expr.callee.kind !== "name") return false;
        if (expr.callee.id === "getattr" && second?.value.kind === "string") return this.#isKept(first.value, second.value.value);
        return CASTS.test(expr.callee.id) && this.isFixed(first.value, fn, depth);
      }
      case "name": {
        const taken = depth > 2 ? null : this.takenFrom(expr, fn);
        return taken !== null && this.isFixed(taken, fn, depth + 1);
      }
      default: return false;
    }
  }

  /** The one value that a local name ever has. */
  takenFrom(expr: Expr, fn: FunctionNode): Expr | null {
    const defined = expr.kind === "name" ? this.#on.index.modules.get(this.#on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(expr.id) ?? [] : [];
    const [only] = defined;
    return defined.length === 1 && only!.kind === "value" ? only!.expr : null;
  }

  /** Something of the arithmetic, or a test around it, comes from the regime. */
  isRuled(node: Node): boolean {
    let top = node;
    for (let at: Node | null = node; at && at.kind !== "function"; at = at.parent) {
      if (at.kind === "if" || at.kind === "conditional") {
        if (this.#asks(at.test)) return true;
      } else if (at.kind === "assign" || at.kind === "return" || at.kind === "binary") top = at;
    }
    return this.#asks(top);
  }

  #asks(node: Node): boolean {
    let found = false;
    const look = (one: Node): void => {
      found ||= (one.kind === "name" || one.kind === "attribute" || one.kind === "call" || one.kind === "subscript") && (this.#on.regimes.isChosen(one) || /regime/i.test(ownName(one) || (one.kind === "call" ? calledName(one) : "")));
      if (!found) children(one, look);
    };
    look(node);
    return found;
  }

  #isKept(holder: Expr, name: string): boolean {
    if (this.#on.changed.has(name) || this.#isSetByName || this.#on.regimes.isChosen(holder)) return false;
    if (SETTINGS.test(ownName(holder))) return true;
    const stored = holder.kind === "name" && holder.id === "self" ? this.#atStart.get(name) ?? [] : [];
    return stored.length > 0 && stored.every((one) => !this.#asks(one));
  }
}

const CASTS = /^(float|Decimal|abs|int)$/;
const SETTINGS = /^_*(config|cfg|conf|settings|bot_config|risk_config|trading_config)$/i;

/** What a parameter is called: its key, the attribute that is asked for, its own name. */
export const nameOfParameter = (expr: Expr): string => (expr.kind === "subscript" && expr.index.kind === "string" ? expr.index.value : ownName(expr));
