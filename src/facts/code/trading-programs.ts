import type { FunctionNode, Module } from "../../ir/nodes.ts";
import type { FileRole } from "../../ir/program.ts";
import { catalogue } from "../../sdk/text.ts";
import type { CallGraph } from "./call-graph.ts";
import type { EntryPoint } from "./entry-point.ts";

const say = catalogue({
  offered: { en: "no start of the bot loads it and it leads to orders: something outside calls it", ru: "ни один запуск бота его не загружает, а он ведёт к ордерам: его вызывает кто-то снаружи" },
});

export interface Bot {
  readonly modules: Iterable<Module>;
  readonly imports: ReadonlyMap<Module, readonly Module[]>;
  readonly roleOf: (module: Module) => FileRole;
  /** Modules with calls that send orders. */
  readonly ordering: ReadonlySet<Module>;
  readonly graph: CallGraph;
}

/**
 * A bot sends orders: where no start of it loads code that does, the programs that do are starts as well, and where there is no such
 * program either, the functions that lead to orders and that nothing of the bot calls (an agent, a scheduler or another language does).
 */
export function withTradingPrograms(all: readonly EntryPoint[], bot: Bot, declared: ReadonlySet<Module>): readonly EntryPoint[] {
  const orders = (module: Module): boolean => loads(bot.imports, module, bot.ordering);
  const isBots = (module: Module): boolean => TRADING_ROLES.has(bot.roleOf(module));
  const isTrader = (one: EntryPoint): boolean => !one.live && !ONE_OFF_NAME.test(one.module.file) && (isBots(one.module) || bot.roleOf(one.module) === "script") && orders(one.module);
  const started = all.map((one) => (declared.has(one.module) && isTrader(one) ? { ...one, live: true } : one));
  if (bot.ordering.size === 0 || started.some((one) => one.live && orders(one.module))) return started;
  const traders = started.filter(isTrader);
  const programs = new Set(traders.filter((one) => isBots(one.module)));
  const functions = programs.size > 0 ? [] : offered(bot, orders, isBots);
  const own = programs.size > 0 || functions.length > 0 ? programs : new Set(traders.filter((one) => STARTING_NAME.test(one.module.file)));
  return [...started.map((one) => (own.has(one) ? { ...one, live: true } : one)), ...functions];
}

const TRADING_ROLES: ReadonlySet<FileRole> = new Set<FileRole>(["bot", "config", "interface"]);

/** File names that start programs. */
export const STARTING_NAME = /(^|\/)(main|__main__|bot|app|run(ner)?|start|live|trade[rs]?|engine|server|worker|launcher|cli|[a-z0-9]+_bot|(run|main|live|start|launch)_[a-z0-9_]+)\.py$/;

/** File names of what a person runs once: it may well send an order, but it is not the bot. */
const ONE_OFF_NAME = /(^|\/)(check|fix|debug|clear|force|investigate|diagnos\w+|verify|validate|cleanup|clean|reset|restore|list|show|print|dump|cancel|close|sell|buy|flatten|quick|manual|emergency|kill|test|migrate|inspect|tmp|temp|try|demo|example|e2e|smoke|diag|probe|status)(_[a-z0-9_]+)?\.pyw?$/;

/** The public functions that nothing of the bot calls, of the modules that lead to orders and that nothing of the bot imports. */
function offered(bot: Bot, orders: (module: Module) => boolean, isBots: (module: Module) => boolean): EntryPoint[] {
  const owners = new Map<FunctionNode, Module>();
  const imported = new Set<Module>();
  const traders: Module[] = [];
  for (const module of bot.modules) {
    for (const fn of module.functions) owners.set(fn, module);
    if (!isBots(module)) continue;
    for (const one of bot.imports.get(module) ?? []) imported.add(one);
    if (orders(module)) traders.push(module);
  }
  const isCalled = (fn: FunctionNode): boolean => bot.graph.callersOf(fn).some(({ caller }) => isBots(owners.get(caller)!));
  return traders.filter((module) => !imported.has(module) && !ONE_OFF_NAME.test(module.file)).flatMap((module) =>
    module.functions.filter((fn) => /^[a-z]\w*$/i.test(fn.qualname) && !isCalled(fn)).map((calls) => ({ module, why: say("offered"), live: true, calls })));
}

/** Whether the module, or something that it loads, is one of these. */
function loads(imports: ReadonlyMap<Module, readonly Module[]>, module: Module, wanted: ReadonlySet<Module>): boolean {
  const seen = new Set([module]);
  for (const one of seen) {
    if (wanted.has(one)) return true;
    for (const each of imports.get(one) ?? []) seen.add(each);
  }
  return false;
}
