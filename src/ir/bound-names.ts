import type { ImportFrom, ImportModule, Node, Pattern, Stmt } from "./nodes.ts";
import { children } from "./walk.ts";

/** The local names that an import binds; a star binds names that are not known here. */
export function importedNames(statement: ImportModule | ImportFrom): readonly string[] {
  if (statement.kind === "import-from") return statement.aliases.filter((alias) => alias !== "*");
  return [statement.alias ?? statement.module.split(".")[0]!];
}

/** Every name that a class body binds in its own scope; functions, classes and comprehensions inside keep theirs. */
export function boundNames(body: readonly Stmt[]): string[] {
  const names: string[] = [];
  const targets = (target: Node): void => {
    if (target.kind === "name") names.push(target.id);
    else if (target.kind === "tuple" || target.kind === "list" || target.kind === "spread") children(target, targets);
  };
  const step = (node: Node): void => {
    switch (node.kind) {
      case "function": case "class": case "lambda": case "comprehension": return;
      case "function-statement": return void names.push(node.function.name);
      case "class-statement": return void names.push(node.class.name);
      case "import": case "import-from": return void names.push(...importedNames(node));
      case "assign": node.targets.forEach(targets); break;
      case "augmented": case "for": case "bind": targets(node.target); break;
      case "with-item": case "handler": if (node.target) targets(node.target); break;
      case "capture-pattern": case "star-pattern": case "mapping-pattern": captured(node).forEach(targets); break;
      default:
    }
    children(node, step);
  };
  body.forEach(step);
  return names;
}

/** The names that this pattern itself binds (not those inside it). */
function captured(pattern: Pattern): readonly Node[] {
  if (pattern.kind === "mapping-pattern") return pattern.rest ? [pattern.rest] : [];
  return (pattern.kind === "capture-pattern" || pattern.kind === "star-pattern") && pattern.target ? [pattern.target] : [];
}
