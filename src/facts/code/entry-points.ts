import { ownName } from "../../ir/names.ts";
import type { Call, FunctionNode, Module, Node } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { catalogue } from "../../sdk/text.ts";
import type { FileRole, Program } from "../../ir/program.ts";
import { failedPrograms, program } from "../roots.ts";
import { makesApplication } from "./application-factories.ts";
import { brokenImports, type BrokenImports } from "./broken-imports.ts";
import { withBroken } from "./broken-starts.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { childPrograms } from "./child-programs.ts";
import { deployedIn, withoutUndeployed } from "./deployed-programs.ts";
import type { EntryPoint } from "./entry-point.ts";
import { mainGuard } from "./main-guard.ts";
import { index, type Index, type ModuleIndex } from "./module-index.ts";
import { moduleTable, type ModuleTable } from "./module-table.ts";
import { orderSites } from "./order-sites.ts";
import { loads, ONE_OFF_NAME, PART_NAME, STARTING_NAME, STARTING_PLACE, withTradingPrograms } from "./trading-programs.ts";

const say = catalogue({
  mainGuard: { en: "has an `if __name__ == \"__main__\"` block", ru: "есть блок `if __name__ == \"__main__\"`" },
  served: { en: "nothing imports it and it makes the application that a server runs", ru: "никто его не импортирует, и он создаёт приложение, которое запускает сервер" },
  child: { en: "the running bot starts it as a program of its own", ru: "работающий бот запускает его отдельной программой" },
  runs: { en: "nothing imports it and it starts work when it is loaded", ru: "никто его не импортирует, и при загрузке он сразу начинает работу" },
});

export interface EntryPoints {
  readonly all: readonly EntryPoint[];
  /** What Python cannot load. */
  readonly broken: BrokenImports;
  /** Modules that each module imports, directly. */
  imports(module: Module): readonly Module[];
  /** Whether a program that starts in the one module loads the other, through whatever it imports. */
  loads(from: Module, module: Module): boolean;
  /** What the file is for; a script that starts the bot is the bot's own. */
  roleOf(module: Module): FileRole;
}

export const entryPoints = codeFact({
  name: "entry-points",
  doc: "Where the bot starts: what declares it, main blocks, modules that work when loaded.",
  requires: { program, failedPrograms, index, moduleTable, callGraph, orderSites },
  derive({ program, failedPrograms, index, moduleTable, callGraph, orderSites }): EntryPoints {
    const { imports, imported } = importsIn(index, moduleTable);
    const roleOf = (module: Module): FileRole => program.roles.get(module.file) ?? "bot";
    const trades = (module: Module): boolean => roleOf(module) === "bot" || roleOf(module) === "config" || roleOf(module) === "interface";
    const senders = new Set(orderSites.flatMap((one) => (one.role === "cancel" ? [] : [one.fn])));
    const ordering = new Set([...senders].map((fn) => index.moduleOf(fn)));
    const orders = (module: Module): boolean => loads(imports, module, ordering);
    const broken = brokenImports(program, index, moduleTable);
    const { seen, declared } = seenStarts(program, index, callGraph, { imports, imported, roleOf, trades });
    const all = [...withoutUndeployed(seen, { deployed: deployedIn(program, broken), declared, imports, ordering })];
    const childrenOf = (module: Module): readonly Module[] => childPrograms(index.modules.get(module.file)!, program.modules, moduleTable);
    const children = (): ReadonlySet<Module> => new Set([...program.modules.values()].flatMap((module) => (roleOf(module) === "test" ? [] : childrenOf(module))));
    startChildren(all, imports, (module) => (trades(module) ? childrenOf(module).filter(trades) : []));
    const unfollowed = (like: (name: string, caller: FunctionNode) => boolean): boolean => callsOf(index).some(({ call, caller }) =>
      call.callee.kind === "attribute" && callGraph.targets(call).how === "unresolved" && like(call.callee.name, caller));
    const bot = { modules: [...program.modules.values()], imports, roleOf, senders, ordering, graph: callGraph, children, unfollowed };
    const starts = withBroken(withTradingPrograms(all, bot, declared), broken, orders).map((one) => (failedPrograms.has(one.module.file) ? { ...one, live: false } : one));
    const own = new Set(starts.flatMap((one) => (one.live && roleOf(one.module) === "script" ? [one.module] : [])));
    return { all: starts, broken, imports: (module) => imports.get(module) ?? [], loads: loadedFrom(imports), roleOf: (module) => (own.has(module) ? "bot" : roleOf(module)) };
  },
});

interface Parts {
  readonly imports: ReadonlyMap<Module, readonly Module[]>;
  readonly imported: ReadonlySet<Module>;
  readonly roleOf: (module: Module) => FileRole;
  /** Code of the bot, rather than something beside it. */
  readonly trades: (module: Module) => boolean;
}

/** What is declared as a start, and what looks like one. */
function seenStarts(program: Program, index: Index, graph: CallGraph, { imports, imported, roleOf, trades }: Parts): { readonly seen: readonly EntryPoint[]; readonly declared: ReadonlySet<Module> } {
  const all: EntryPoint[] = [];
  for (const start of program.declaredStarts) {
    const module = program.modules.get(start.file);
    // A shell script starts one-off tools as well as bots: there the file's role decides.
    const calls = start.fn === undefined ? undefined : module?.functions.find((fn) => fn.qualname === start.fn);
    if (module) all.push({ module, why: start.why, live: start.by === "shell" ? trades(module) : roleOf(module) !== "test", ...(calls ? { calls } : {}) });
  }
  const declared = new Set(all.map((one) => one.module));
  const isPart = partOf(imports, trades);
  for (const module of program.modules.values()) {
    if (declared.has(module)) continue;
    const guarded = mainGuard(module) !== null;
    // The main block of a module that others import shows the module off, unless its name says that it starts the bot.
    const starts = !imported.has(module) || (STARTING_NAME.test(module.file) && !(PART_NAME.test(module.file) && isPart(module)));
    if (guarded) all.push({ module, why: say("mainGuard"), live: starts && trades(module) });
    else if (!imported.has(module) && makesApplication(module, graph)) all.push({ module, why: say("served"), live: trades(module) });
    else if (!imported.has(module) && worksWhenLoaded(index, module, graph.runs)) all.push({ module, why: say("runs"), live: trades(module) });
  }
  // One-off tools lie beside the bot with main blocks of their own: where something is declared or named as a start, they are not it.
  const isStart = (one: EntryPoint): boolean => one.live && (declared.has(one.module) || STARTING_NAME.test(one.module.file) || (!imported.has(one.module) && STARTING_PLACE.test(one.module.file)));
  return { seen: all.some(isStart) ? all.map((one) => ({ ...one, live: isStart(one) })) : all, declared };
}

/** What each module imports, and what is imported by another. */
function importsIn(index: Index, moduleTable: ModuleTable): { readonly imports: ReadonlyMap<Module, readonly Module[]>; readonly imported: ReadonlySet<Module> } {
  const imports = new Map<Module, Module[]>();
  const imported = new Set<Module>();
  for (const one of index.modules.values()) {
    const found = new Set<Module>();
    for (const node of one.byKind.get("import") ?? []) {
      if (node.kind !== "import") continue;
      // `import a.b.c` loads a, a.b and a.b.c.
      const parts = node.module.split(".");
      parts.forEach((_, i) => addModule(found, moduleTable.absolute(parts.slice(0, i + 1).join("."), one.module)));
    }
    for (const node of one.byKind.get("import-from") ?? []) {
      if (node.kind !== "import-from") continue;
      const base = node.level > 0 ? moduleTable.relative(node.module, node.level, one.module) : moduleTable.absolute(node.module, one.module);
      addModule(found, base);
      if (base) for (const name of node.names) addModule(found, moduleTable.child(base, name));
    }
    for (const name of namedModules(one)) addModule(found, moduleTable.absolute(name, one.module));
    found.delete(one.module);
    imports.set(one.module, [...found]);
    for (const each of found) imported.add(each);
  }
  return { imports, imported };
}

/** Whether code of the bot imports the module. */
function partOf(imports: ReadonlyMap<Module, readonly Module[]>, trades: (module: Module) => boolean): (module: Module) => boolean {
  let parts: Set<Module> | null = null;
  return (module) => (parts ??= new Set([...imports].flatMap(([from, all]) => (trades(from) ? all : [])))).has(module);
}

function loadedFrom(imports: ReadonlyMap<Module, readonly Module[]>): (from: Module, module: Module) => boolean {
  const known = new Map<Module, ReadonlySet<Module>>();
  return (from, module) => {
    let all = known.get(from);
    if (!all) {
      const seen = new Set([from]);
      for (const one of seen) for (const each of imports.get(one) ?? []) seen.add(each);
      known.set(from, (all = seen));
    }
    return all.has(module);
  };
}

function addModule(into: Set<Module>, found: ReturnType<ModuleTable["absolute"]>): void {
  if (found?.kind === "module") into.add(found.module);
}

/** `import_module("bot.guard")`, `_optional_import("bot.guard", "run")`: literals given to what imports by name. */
function* namedModules(one: ModuleIndex): Iterable<string> {
  for (const node of one.byKind.get("call") ?? []) {
    if (node.kind !== "call") continue;
    const first = node.args[0]?.value;
    if (first?.kind !== "string") continue;
    const { callee } = node;
    const word = ownName(callee);
    if (/import|load_?module/i.test(word) && /^[A-Za-z_][\w.]*$/.test(first.value)) yield first.value;
  }
}

/** The node stands in the main block of a module that is no start of the bot: importing the module does not run it. */
export function isDemonstration(entryPoints: EntryPoints, node: Node, module: Module): boolean {
  const guard = mainGuard(module);
  if (!guard || node.start < guard.start || node.end > guard.end) return false;
  return !entryPoints.all.some((one) => one.module === module && one.live);
}

/** What the running bot starts beside itself runs as well. */
function startChildren(all: EntryPoint[], imports: ReadonlyMap<Module, readonly Module[]>, childrenOf: (module: Module) => readonly Module[]): void {
  const loaded = new Set(all.flatMap((one) => (one.live ? [one.module] : [])));
  for (const module of loaded) {
    for (const one of imports.get(module) ?? []) loaded.add(one);
    for (const child of childrenOf(module)) {
      if (ONE_OFF_NAME.test(child.file)) continue;
      const known = all.findIndex((one) => one.module === child);
      if (known < 0) all.push({ module: child, why: say("child"), live: true });
      else if (!all[known]!.live) all[known] = { ...all[known]!, why: say("child"), live: true };
      loaded.add(child);
    }
  }
}

const callsOf = (index: Index): readonly { readonly call: Call; readonly caller: FunctionNode }[] =>
  [...index.modules.values()].flatMap((one) => one.module.functions.flatMap((caller) => one.calls[caller.index]!.map((call) => ({ call, caller }))));

function worksWhenLoaded(index: Index, module: Module, runs: (call: Call) => readonly FunctionNode[]): boolean {
  return index.modules.get(module.file)!.calls[0]!.some((call) => call.parent?.kind === "expression" && runs(call).length > 0);
}
