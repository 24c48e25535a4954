import type { FunctionNode, Module } from "../../ir/nodes.ts";
import { ownName } from "../../ir/names.ts";
import { classOf } from "../../ir/walk.ts";
import type { FileRole } from "../../ir/program.ts";
import { catalogue } from "../../sdk/text.ts";
import type { CallGraph } from "./call-graph.ts";
import type { EntryPoint } from "./entry-point.ts";

const say = catalogue({
  uncalled: { en: "no start of the bot calls what leads to its orders: something outside calls it", ru: "ни один запуск бота не вызывает то, что ведёт к его ордерам: это вызывает кто-то снаружи" },
  offered: { en: "no start of the bot loads it and it leads to orders: something outside calls it", ru: "ни один запуск бота его не загружает, а он ведёт к ордерам: его вызывает кто-то снаружи" },
});

export interface Bot {
  readonly modules: Iterable<Module>;
  readonly imports: ReadonlyMap<Module, readonly Module[]>;
  readonly roleOf: (module: Module) => FileRole;
  /** Functions with calls that send orders, and their modules. */
  readonly senders: ReadonlySet<FunctionNode>;
  readonly ordering: ReadonlySet<Module>;
  readonly graph: CallGraph;
  /** The programs that other code of the repository starts as processes of their own. */
  children(): ReadonlySet<Module>;
  /** Whether some method call of an unknown receiver is like that. */
  unfollowed(like: (name: string, caller: FunctionNode) => boolean): boolean;
}

/**
 * A bot sends orders: where no start of it loads code that does, the programs that do are starts as well (scripts only where another
 * program starts them), and where there is no such program either, the functions that lead to orders and that nothing of the bot
 * calls (an agent, a scheduler or another language does).
 */
export function withTradingPrograms(all: readonly EntryPoint[], bot: Bot, declared: ReadonlySet<Module>): readonly EntryPoint[] {
  const orders = (module: Module): boolean => loads(bot.imports, module, bot.ordering);
  const isBots = (module: Module): boolean => TRADING_ROLES.has(bot.roleOf(module));
  const isTrader = (one: EntryPoint): boolean => !one.live && !ONE_OFF_NAME.test(one.module.file) && (isBots(one.module) || bot.roleOf(one.module) === "script") && orders(one.module);
  const started = all.map((one) => (declared.has(one.module) && isTrader(one) ? { ...one, live: true } : one));
  if (bot.ordering.size === 0) return started;
  if (started.some((one) => one.live && orders(one.module))) {
    // `python logs/analyze_logs.py` in a .bat beside the bot's own start looks at the bot, and is none.
    const live = started.map((one) => (one.live && LOOKS_INTO.test(one.module.file) && !orders(one.module) ? { ...one, live: false } : one));
    return [...live, ...uncalled(live, bot, isBots)];
  }
  const traders = started.filter(isTrader);
  const programs = traders.filter((one) => isBots(one.module));
  const run = programs.length > 0 ? programs : runByPrograms(traders, bot);
  const functions = run.length > 0 ? [] : offered(bot, orders, isBots);
  const own = new Set(run.length > 0 || functions.length > 0 ? run : traders.filter((one) => STARTING_NAME.test(one.module.file)));
  return [...started.map((one) => (own.has(one) ? { ...one, live: true } : one)), ...functions];
}

/** No person runs by hand what another program of the repository starts: `subprocess.run([sys.executable, "scripts/rebalance.py"])`. */
function runByPrograms(traders: readonly EntryPoint[], bot: Bot): readonly EntryPoint[] {
  const children = traders.length > 0 ? bot.children() : new Set<Module>();
  return traders.filter((one) => children.has(one.module));
}

const TRADING_ROLES: ReadonlySet<FileRole> = new Set<FileRole>(["bot", "config", "interface"]);

/** File names that start programs. */
export const STARTING_NAME = /(^|\/)(main|__main__|bot|app|run(ner)?|start|live|trade[rs]?|engine|server|worker|launcher|cli|[a-z0-9]+_bot|(run|main|live|start|launch)_[a-z0-9_]+)\.py$/;

/**
 * Of the names above those that a part of a bot may have as well: where other code of the bot imports it, its main block shows it off.
 * `trader.py`, `live_executor.py`.
 */
export const PART_NAME = /(^|\/)(live|trade[rs]?|engine|server|worker|live_[a-z0-9_]+(?<!_bot))\.py$/;

/** A person runs it to look into the bot or to keep it, whatever it loads: `aws_verify_phase2.py`, `analyze_logs.py`, `git_save.py`. */
export const LOOKS_INTO = /(^|[/_])(git|push|commit|backup|deploy|install|setup|download|verify|verification|check(er)?|debug|inspect|analy[sz]e|analysis|audit|report|diag)(_\w+)?\.py$/;

/** Where a program lies that nothing imports: `apps/paper_trade.py`, `bots/grid.py`, `paper_trading.py`. */
export const STARTING_PLACE = /(^|\/)(apps|bots|runners|entry_?points|cmd)\/[^/]+\.py$|(^|\/)(paper|auto|algo|real)_?trad(e|er|ing)\.py$/;

/** File names of what a person runs once: it may well send an order, but it is not the bot. A `demo_portfolio_runner.py` trades on a demo account. */
export const ONE_OFF_NAME = /(^|\/)(check|fix|debug|clear|force|investigate|diagnos\w+|verify|validate|cleanup|clean|reset|restore|list|show|print|dump|cancel|close|sell|buy|flatten|quick|manual|emergency|kill|test|migrate|inspect|tmp|temp|try|demo(?!(_[a-z0-9]+)*_(runner|trader|trading)\.)|example|e2e|smoke|diag|probe|status)(_[a-z0-9_]+)?\.pyw?$/;

/** The public functions that nothing of the bot calls, of the modules that lead to orders and that nothing of the bot imports. */
function offered(bot: Bot, orders: (module: Module) => boolean, isBots: (module: Module) => boolean): EntryPoint[] {
  const owners = ownersIn(bot.modules);
  const imported = new Set<Module>();
  const traders: Module[] = [];
  for (const module of bot.modules) {
    if (!isBots(module)) continue;
    for (const one of bot.imports.get(module) ?? []) imported.add(one);
    if (orders(module)) traders.push(module);
  }
  const isCalled = (fn: FunctionNode): boolean => bot.graph.callersOf(fn).some(({ caller }) => isBots(owners.get(caller)!));
  return traders.filter((module) => !imported.has(module) && !ONE_OFF_NAME.test(module.file)).flatMap((module) =>
    module.functions.filter((fn) => /^[a-z]\w*$/i.test(fn.qualname) && !isCalled(fn)).map((calls) => ({ module, why: say("offered"), live: true, calls, offered: true })));
}

/**
 * The public functions that lead to orders and that nothing calls, where the starts load the code that sends orders and nothing of it is
 * called: a command that is not written yet stands before a `run_trading_bot` that is. One way that may be taken is enough to say nothing.
 */
function uncalled(started: readonly EntryPoint[], bot: Bot, isBots: (module: Module) => boolean): EntryPoint[] {
  const owners = ownersIn(bot.modules);
  const own = (fn: FunctionNode): boolean => isBots(owners.get(fn)!);
  const leading = new Set([...bot.senders].filter(own));
  for (const fn of leading) {
    if (isOpen(fn, bot.graph) || started.some((one) => one.live && one.calls === fn)) return [];
    for (const { caller } of bot.graph.callersOf(fn)) if (own(caller)) leading.add(caller);
  }
  if (leading.size === 0 || mentioned(leading, bot, own)) return [];
  return [...leading].filter((fn) => STARTS_TRADING.test(fn.qualname) && !ONE_OFF_NAME.test(owners.get(fn)!.file) && bot.graph.callersOf(fn).every(({ caller }) => caller === fn || !own(caller)))
    .map((calls) => ({ module: owners.get(calls)!, why: say("uncalled"), live: true, calls }));
}

/** Run by whoever loads the module, by a library, or by a name that no call shows. */
const isOpen = (fn: FunctionNode, graph: CallGraph): boolean => fn.parent === null || fn.decorators.some((one) => !/^(static|class)method$/.test(ownName(one))) || ofLibrary(fn, graph);

/** A method of a class that a library may call by itself. */
const ofLibrary = (fn: FunctionNode, graph: CallGraph): boolean =>
  classOf(fn)?.args.some(({ value }) => graph.valuesOf(value).some((one) => one.kind === "external" && !/(^|\.)(ABC|Protocol|Generic|object)$/.test(one.path))) ?? false;

/** A top-level function, by a name that says that the bot trades while it runs. */
export const STARTS_TRADING = /^(run|start|launch|main|trade|execute|live|loop|async_main|amain)(_[a-z0-9_]+)?$|^[a-z0-9]+(_[a-z0-9]+)*_(loop|bot|cycle|main)$/;

/** Something that is not followed may run one of them: a call by its name, a function that is handed out. */
function mentioned(leading: ReadonlySet<FunctionNode>, bot: Bot, own: (fn: FunctionNode) => boolean): boolean {
  const handed = [...bot.graph.escapes, ...bot.graph.crowded].some((one) => leading.has(one.fn) && !leading.has(one.from) && own(one.from));
  return handed || bot.unfollowed((name, caller) => !leading.has(caller) && own(caller) && [...leading].some((fn) => fn.name === name));
}

function ownersIn(modules: Iterable<Module>): ReadonlyMap<FunctionNode, Module> {
  const owners = new Map<FunctionNode, Module>();
  for (const module of modules) for (const fn of module.functions) owners.set(fn, module);
  return owners;
}

/** Whether the module, or something that it loads, is one of these. */
export function loads(imports: ReadonlyMap<Module, readonly Module[]>, module: Module, wanted: ReadonlySet<Module>): boolean {
  const seen = new Set([module]);
  for (const one of seen) {
    if (wanted.has(one)) return true;
    for (const each of imports.get(one) ?? []) seen.add(each);
  }
  return false;
}
