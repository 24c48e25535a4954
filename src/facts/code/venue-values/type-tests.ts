import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import type { Expr, Name, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";

/** Types that no text is an instance of. `Sequence`, `Iterable` and `object` are not among them. */
const NOT_TEXT: ReadonlySet<string> = new Set(["int", "float", "Decimal", "bool", "complex", "Number", "Real", "Integral", "Rational", "dict", "Mapping", "MutableMapping", "list", "tuple", "set", "frozenset", "datetime", "date"]);

/** `isinstance(value, Decimal)` came out true, or `isinstance(value, str)` false, on every way to this read of `value`. */
export function isNoText(name: Name): boolean {
  if (chosenInside(name)) return true;
  const fn = enclosingFunction(name);
  if (!fn) return false;
  const flow = flowOf(fn);
  const point = pointsOf(flow, name)[0];
  return point !== undefined && conditionsAt(flow, point).some(({ node, outcome }) => excludesText(node, outcome, name.id));
}

/** A plain name has no point of its own in the flow: `value if isinstance(value, Decimal) else …`, `isinstance(value, int) and value > 0`. */
function chosenInside(name: Name): boolean {
  for (let at: Node = name, up = name.parent; up; at = up, up = up.parent) {
    if (up.kind === "function" || up.kind === "if" || up.kind === "assign" || up.kind === "return" || up.kind === "expression") return false;
    if (up.kind === "conditional" && at !== up.test && excludesText(up.test, at === up.then, name.id)) return true;
    if (up.kind === "logical" && up.op !== "??" && at === up.right && excludesText(up.left, up.op === "and", name.id)) return true;
  }
  return false;
}

/** Whether a test that came out this way says that the name holds no text. */
function excludesText(test: Node, outcome: boolean, id: string): boolean {
  if (test.kind === "unary" && test.op === "not") return excludesText(test.operand, !outcome, id);
  if (test.kind === "logical" && test.op === (outcome ? "and" : "or")) return excludesText(test.left, outcome, id) || excludesText(test.right, outcome, id);
  const types = testedTypes(test, id);
  if (types === null) return false;
  return outcome ? types.every((one) => NOT_TEXT.has(one)) : types.includes("str");
}

/** The types that a test compares the name with; null where it is no such test. An unknown expression is the type "". */
function testedTypes(test: Node, id: string): string[] | null {
  if (test.kind === "call" && test.callee.kind === "name" && test.callee.id === "isinstance") {
    const [object, types] = test.args;
    return object?.value.kind === "name" && object.value.id === id && types ? typesIn(types.value) : null;
  }
  if (test.kind !== "compare" || (test.op !== "is" && test.op !== "==") || test.left.kind !== "call") return null;
  const { callee, args } = test.left;
  return callee.kind === "name" && callee.id === "type" && args[0]?.value.kind === "name" && args[0].value.id === id ? typesIn(test.right) : null;
}

function typesIn(expr: Expr): string[] {
  switch (expr.kind) {
    case "name": return [expr.id];
    case "attribute": return [expr.name];
    case "tuple": case "list": return expr.items.flatMap(typesIn);
    case "binary": return expr.op === "|" ? [...typesIn(expr.left), ...typesIn(expr.right)] : [""];
    default: return [""];
  }
}
