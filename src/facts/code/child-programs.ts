import { calledName } from "../../ir/names.ts";
import type { FunctionNode, Module, Node } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import type { ModuleIndex } from "./module-index.ts";
import type { ModuleTable } from "./module-table.ts";

/** What starts another program (https://docs.python.org/3/library/subprocess.html, asyncio-subprocess, os). */
const RUNS = /^(run|call|check_call|check_output|Popen|create_subprocess_exec|create_subprocess_shell|system|popen|startfile|exec[lv]p?e?|spawn[lv]p?e?)$/;
const FILE = /^[\w./\\-]+\.pyw?$/;

/** The bot's files that a module starts as programs of their own: `subprocess.Popen([sys.executable, "worker.py"])`, `[python, "-m", "bot.worker"]`. */
export function childPrograms(one: ModuleIndex, modules: ReadonlyMap<string, Module>, table: ModuleTable): readonly Module[] {
  const found = new Set<Module>();
  let starters: ReadonlySet<FunctionNode> | null = null;
  for (const node of one.byKind.get("string") ?? []) {
    if (node.kind !== "string") continue;
    const named = FILE.test(node.value) ? fileNamed(node.value, one.module.file, modules) : afterSwitch(node, one.module, table);
    if (!named || named === one.module || found.has(named)) continue;
    const fn = enclosingFunction(node);
    starters ??= startersIn(one);
    if (isRun(node) || isCommand(node) || (fn && starters.has(fn) && isKept(node))) found.add(named);
  }
  return [...found];
}

const startersIn = (one: ModuleIndex): ReadonlySet<FunctionNode> =>
  new Set(one.module.functions.filter((fn) => one.calls[fn.index]!.some((call) => RUNS.test(calledName(call)))));

/** Among the arguments of what starts a program, or of what puts its path together. */
function isRun(node: Node): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "call" && RUNS.test(calledName(at))) return true;
    if (at.kind === "call" && /^(add_argument|print|debug|info|warning|error|exception|critical)$/.test(calledName(at))) return false;
  }
  return false;
}

/** `["python", "worker.py"]` is a command wherever it stands: in a table of steps, among the settings of a supervisor. */
function isCommand(node: Node): boolean {
  const list = node.parent;
  if (list?.kind !== "list") return false;
  const [first] = list.items;
  return list.items[1] === node && (first?.kind === "string" ? INTERPRETER.test(first.value) : first?.kind === "attribute" && first.name === "executable");
}

const INTERPRETER = /^(?:.*[\\/])?py(?:thon[23]?(?:\.\d+)?)?(?:\.exe)?$/;

/** Bound to a name first: `script = ROOT / "worker.py"`, `command = [python, "worker.py"]`. */
function isKept(node: Node): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "assign") return true;
  return false;
}

/** Beside the module that starts it, below the root, or by the last parts of its path. */
function fileNamed(written: string, from: string, modules: ReadonlyMap<string, Module>): Module | null {
  const path = written.replaceAll("\\", "/").replace(/^(\.{0,2}\/)+/, "");
  const beside = from.slice(0, from.lastIndexOf("/") + 1) + path;
  return modules.get(beside) ?? modules.get(path) ?? null;
}

/** `"-m", "bot.worker"` */
function afterSwitch(node: Node & { kind: "string" }, from: Module, table: ModuleTable): Module | null {
  const list = node.parent;
  if (list?.kind !== "list" || !/^[A-Za-z_][\w.]*$/.test(node.value)) return null;
  const before = list.items[list.items.indexOf(node) - 1];
  if (before?.kind !== "string" || before.value !== "-m") return null;
  const found = table.absolute(node.value, from);
  return found?.kind === "module" ? found.module : null;
}
