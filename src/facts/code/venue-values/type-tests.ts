import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import type { Expr, Name, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";

/** Types that no text is an instance of. `Sequence`, `Iterable` and `object` are not among them. */
const NOT_TEXT: ReadonlySet<string> = new Set(["int", "float", "Decimal", "bool", "complex", "Number", "Real", "Integral", "Rational", "dict", "Mapping", "MutableMapping", "list", "tuple", "set", "frozenset", "datetime", "date"]);

/** `isinstance(value, Decimal)` came out true, or `isinstance(value, str)` false, on every way to this read of `value`. */
export function isNoText(name: Name): boolean {
  const fn = enclosingFunction(name);
  if (!fn) return false;
  const flow = flowOf(fn);
  const point = pointsOf(flow, name)[0];
  if (point === undefined) return false;
  return conditionsAt(flow, point).some(({ node, outcome }) => {
    const types = testedTypes(node, name.id);
    if (types === null) return false;
    return outcome ? types.every((one) => NOT_TEXT.has(one)) : types.includes("str");
  });
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
