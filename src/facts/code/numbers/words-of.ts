import type { Expr } from "../../../ir/nodes.ts";

/** The name that says what an expression measures: `self.stats["win_rate"]` -> win_rate. */
export function lastName(expr: Expr): string {
  switch (expr.kind) {
    case "name": return expr.id;
    case "attribute": return expr.name;
    case "subscript": return expr.index.kind === "string" ? expr.index.value : lastName(expr.object);
    case "await": case "bind": return lastName(expr.value);
    case "unary": return lastName(expr.operand);
    case "call": {
      const name = lastName(expr.callee);
      if ((name === "abs" || name === "float" || name === "int" || name === "round" || name === "max" || name === "min") && expr.args[0]) return lastName(expr.args[0].value);
      if (name === "get" && expr.args[0]?.value.kind === "string") return expr.args[0].value.value;
      return name;
    }
    case "binary": return lastName(expr.left) || lastName(expr.right);
    case "logical": return lastName(expr.left);
    default: return "";
  }
}

/** All names in an expression, in a row. */
export function wordsIn(expr: Expr): string {
  switch (expr.kind) {
    case "binary": case "compare": case "logical": return `${wordsIn(expr.left)} ${wordsIn(expr.right)}`;
    case "call": return `${lastName(expr)} ${expr.args.slice(0, 4).map((one) => wordsIn(one.value)).join(" ")}`;
    case "unary": return wordsIn(expr.operand);
    case "await": case "bind": return wordsIn(expr.value);
    case "subscript": return `${wordsIn(expr.object)} ${lastName(expr)}`;
    case "attribute": return expr.name;
    case "conditional": return `${wordsIn(expr.then)} ${wordsIn(expr.otherwise)}`;
    default: return lastName(expr);
  }
}
