import { leaves } from "../../../ir/blocks.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walk, walkBody } from "../../../ir/walk.ts";
import { SHOWING_CALL } from "../../../knowledge/instrument-arguments.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import { appendTo } from "../../../sdk/append.ts";

/**
 * The calls of a function whose outcome its orders hang on, or its answer: what is handed to them, what the branches and the
 * loops around them ask, what the ways out before them ask, and what the names in all of that were made of. A report that is
 * only printed or written down is none of them.
 */
export function wantedCalls(fn: FunctionNode, isOrder: (call: Call) => boolean, answers: boolean): readonly Call[] {
  const wanted = new Wanted();
  let last = -1;
  const ways: Node[] = [];
  walkBody(fn, (node) => {
    wanted.note(node);
    if (node.kind === "call" && isOrder(node)) {
      last = Math.max(last, node.start);
      wanted.want(node);
      wanted.control(node);
    } else if ((node.kind === "if" || node.kind === "while") && (leaves(node.body) || leaves(node.otherwise))) ways.push(node);
    else if (answers && (node.kind === "return" || node.kind === "yield") && node.value) {
      wanted.want(node.value);
      wanted.control(node);
    } else if (node.kind === "assign" && node.targets.some((one) => one.kind === "attribute" || (answers && one.kind === "subscript"))) wanted.want(node.value);
  });
  for (const one of ways) if ((one.kind === "if" || one.kind === "while") && (answers || one.end < last)) wanted.want(one.test);
  return wanted.calls();
}

class Wanted {
  /** What is put into a local name, with the statement. */
  readonly #made = new Map<string, { readonly expr: Expr; readonly statement: Node }[]>();
  readonly #queue: Expr[] = [];
  readonly #seen = new Set<Node>();
  readonly #calls = new Set<Call>();

  note(node: Node): void {
    switch (node.kind) {
      case "assign": return node.targets.forEach((one) => this.#puts(one, node.value, node));
      case "augmented": return this.#puts(node.target, node.value, node);
      case "for": return this.#puts(node.target, node.iterable, node);
      case "with-item": return node.target ? this.#puts(node.target, node.context, node) : undefined;
      case "bind": return this.#puts(node.target, node.value, node);
      // `signals.append(...)`
      case "expression": {
        const call = node.value.kind === "await" ? node.value.value : node.value;
        if (call.kind === "call" && call.callee.kind === "attribute" && !SHOWING_CALL.test(calledName(call))) for (const one of call.args) this.#puts(call.callee.object, one.value, node);
      }
    }
  }

  #puts(target: Expr, expr: Expr, statement: Node): void {
    if (target.kind === "tuple" || target.kind === "list") for (const one of target.items) this.#puts(one, expr, statement);
    else if (target.kind === "spread") this.#puts(target.value, expr, statement);
    else if (target.kind === "subscript" || target.kind === "attribute") this.#puts(target.object, expr, statement);
    else if (target.kind === "name" && target.id !== "self") appendTo(this.#made, target.id, { expr, statement });
  }

  want(expr: Expr): void {
    if (this.#seen.has(expr)) return;
    this.#seen.add(expr);
    this.#queue.push(expr);
  }

  /** What is asked around a statement or a call. */
  control(node: Node): void {
    let child = node;
    for (let at = node.parent; at && at.kind !== "function" && !this.#seen.has(at); child = at, at = at.parent) {
      if (at.kind === "if" || at.kind === "while" || at.kind === "conditional") {
        if (at.test !== child) this.want(at.test);
      } else if (at.kind === "for") this.want(at.iterable);
      else if (at.kind === "match") this.want(at.subject);
      else continue;
      this.#seen.add(at);
    }
  }

  calls(): readonly Call[] {
    for (let i = 0; i < this.#queue.length; i++) {
      walk(this.#queue[i]!, (node) => {
        if (node.kind === "call") this.#calls.add(node);
        if (node.kind !== "name") return;
        for (const one of this.#made.get(ownName(node)) ?? []) {
          this.want(one.expr);
          this.control(one.statement);
        }
        this.#made.delete(node.id);
      });
    }
    return [...this.#calls];
  }
}
