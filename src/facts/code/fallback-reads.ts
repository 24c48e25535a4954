import { calledName } from "../../ir/names.ts";
import type { Expr, FunctionNode, Module } from "../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../ir/walk.ts";
import { decidesByName, type Decides } from "../../knowledge/trading-numbers.ts";
import { codeFact } from "../../sdk/fact.ts";
import type { SettingsTable } from "../../settings/setting.ts";
import { settings as settingsFact } from "../roots.ts";
import { constants, type Constants } from "./constants.ts";
import { infer } from "./inference/infer.ts";
import { index, type Index, type ModuleIndex } from "./module-index.ts";
import { numberRoles } from "./number-roles.ts";
import { orderReach } from "./order-reach.ts";
import { settingReads, type SettingRead } from "./setting-reads.ts";
import { declaresValues, isSettingsModule } from "./settings-join/declared.ts";
import { appendTo } from "../../sdk/append.ts";
import { isOfAbsentRecord, isOfSibling } from "./settings-join/foreign-sections.ts";

/** A setting that decides about orders, read with a number in the code that stands in when it is missing. */
export interface FallbackRead {
  readonly read: SettingRead;
  readonly fn: FunctionNode;
  readonly fallback: Expr;
  readonly value: number;
  readonly decides: Decides;
  /**
   * differs: the shipped configuration (or the declared default) says another number. disagrees: another read of the same
   * setting falls back to another number, and nothing ships it. missing: the shipped configuration does not have it. nowhere: an
   * order is made of it, and neither a file nor a declaration nor the code that fills the record in says a number.
   */
  readonly how: "differs" | "disagrees" | "missing" | "nowhere";
  /** What the configuration says (differs), as it stands there. */
  readonly shipped: number | null;
  /** The other read (disagrees) or the declaration (differs). */
  readonly other: Expr | null;
}

export interface FallbackReads {
  readonly all: readonly FallbackRead[];
  /** Reads with a fallback that were looked at. */
  readonly examined: number;
  /** Of these, reads whose fallback is what ships or is declared. */
  readonly agreeing: number;
}

export const fallbackReads = codeFact({
  name: "fallback-reads",
  doc: "Settings that decide about orders and are read with a fallback in the code, against what ships.",
  requires: { index, infer, constants, settingReads, numberRoles, orderReach, settings: settingsFact },
  derive({ index, infer, constants, settingReads, numberRoles, orderReach, settings }): FallbackReads {
    const isSchema = (fn: FunctionNode, module: Module): boolean => {
      const owner = classOf(fn);
      return isSettingsModule(module.file) || (owner !== null && declaresValues(infer, owner)) || /config|settings|from_(dict|env|json|yaml)|defaults?/i.test(fn.name);
    };
    const candidates: Candidate[] = [];
    const files = new Set([...index.modules.values()].map((one) => one.module.file));
    for (const { expr, own } of readsIn(index)) {
      const { module } = own;
      const read = settingReads.settingOf(expr);
      const fn = read?.sure && read.node === expr && read.fallback ? enclosingFunction(expr) : null;
      if (!read?.fallback || !fn || !orderReach.trades(fn) || isSchema(fn, module)) continue;
      const value = constants.numberOf(read.fallback);
      if (value === null || value === 0) continue;
      const decides = TECHNICAL.test(read.key.split(".").at(-1)!) ? null : numberRoles.settings.get(expr)?.decides ?? (numberRoles.takesPart(fn) || !SHOWN.test(module.file) ? byKey(read) : null);
      const followed = numberRoles.settings.get(expr);
      if (decides) if (!isOfSibling(read, module.file, files) && !isOfAbsentRecord(read, own)) candidates.push({ read, fn, fallback: read.fallback, value, decides, flows: followed?.force === "value" && followed.hops <= NEAR && MAKES_ORDERS.has(followed.decides) });
    }
    const modules = constantsOfSettings(index);
    let keys: ReadonlyMap<string, readonly Expr[]> | null = null;
    const written = (): ReadonlyMap<string, readonly Expr[]> => (keys ??= keysWritten(index));
    const same = new Map<string, Candidate[]>();
    for (const one of candidates) same.set(one.read.key, [...(same.get(one.read.key) ?? []), one]);
    const all: FallbackRead[] = [];
    let agreeing = 0;
    for (const one of candidates) {
      const judged = judge(one, { same: same.get(one.read.key)!, table: settings, modules, constants, written });
      if (judged) all.push({ ...one, ...judged });
      else if (agreesExactly(one, modules, constants)) agreeing++;
    }
    return { all, examined: candidates.length, agreeing };
  },
});

/** Of so many functions between them. */
const NEAR = 3;
const MAKES_ORDERS: ReadonlySet<Decides> = new Set<Decides>(["size", "leverage", "stop", "target", "trailing", "limit"]);

/** Code that shows settings to people reads them without trading by them. */
const SHOWN = /(^|\/)(api|web\w*|dashboard\w*|routes?|ui|gui|telegram\w*|reports?\w*|notif\w*|monitor\w*|cli|handlers?|views?)(\/|\.py$)/i;
const TECHNICAL = /pool|buffer|cache|batch|page|queue|font|file|chunk|(^|_)logs?(_|$)|window|history|memory|thread|worker|socket|stream|retr(y|ies)|timeout|interval|rate_limit|port|depth/i;

/** By the setting's own name, where its way to an order was not followed. */
function byKey(read: SettingRead): Decides | null {
  return decidesByName(read.key.split(".").at(-1)!);
}

function* readsIn(index: Index): Iterable<{ expr: Expr; own: ModuleIndex }> {
  for (const one of index.modules.values()) {
    for (const kind of ["call", "logical"] as const) for (const expr of one.byKind.get(kind) ?? []) yield { expr: expr as Expr, own: one };
  }
}

interface Candidate extends Omit<FallbackRead, "how" | "shipped" | "other"> {
  /** It was followed into an order. */
  readonly flows: boolean;
}

interface Against {
  readonly same: readonly Candidate[];
  readonly table: SettingsTable;
  readonly modules: ReadonlyMap<string, Expr>;
  readonly constants: Constants;
  /** Keys of the records that the code itself writes. */
  readonly written: () => ReadonlyMap<string, readonly Expr[]>;
}

/** 1.8 for 2.0 is hardly another trade. */
const isAnother = (said: number, value: number): boolean => said === 0 || said / value >= MATERIAL || said / value <= 1 / MATERIAL;
const MATERIAL = 1.25;

function judge(one: Candidate, against: Against): Pick<FallbackRead, "how" | "shipped" | "other"> | null {
  return missed(one, against) ?? (one.flows && isNowhere(one, against) ? { how: "nowhere", shipped: null, other: null } : null);
}

/** No file, no declaration, no environment, and no record of the code's own that says the same number. */
function isNowhere({ read, value }: Candidate, { modules, written, constants }: Against): boolean {
  const key = read.key.split(".").at(-1)!;
  // `_cfg_env(bot, "STOP_ATR_MULT", 2.0)`: a helper that asks the environment as well.
  const isHelper = read.node.kind === "call" && !/^(get|getattr|pop)$/.test(calledName(read.node)) && /^[A-Z][A-Z\d_]+$/.test(key);
  return !isHelper && !read.environment && read.shipped.length === 0 && !read.declared && !modules.has(key) && !written().get(key)?.some((one) => constants.numberOf(one) === value);
}

function missed(one: Candidate, { same, table, modules, constants, written }: Against): Pick<FallbackRead, "how" | "shipped" | "other"> | null {
  const { read, value } = one;
  if (read.shipped.length > 0) {
    const shipped = read.value && Number(read.value.value);
    return shipped === null || !Number.isFinite(shipped) || !isAnother(shipped, value) || !agrees(read) ? null : { how: "differs", shipped, other: null };
  }
  // `getattr(config, "MAX_LEVERAGE", 5)`: what the settings module says of it.
  const constant = modules.get(read.key.split(".").at(-1)!) ?? null;
  const said = read.declared ?? constant;
  const declared = said && constants.numberOf(said);
  if (declared !== null) return !isAnother(declared, value) ? null : { how: "differs", shipped: declared, other: said };
  if (constant) return null;
  const rival = same.find((each) => each.value !== value);
  // Somebody fills the record in: then neither number stands in for anything.
  if (rival && written().has(read.key.split(".").at(-1)!)) return null;
  if (rival) return { how: "disagrees", shipped: null, other: rival.fallback };
  // The default of an environment variable is its declaration; that of a file's setting hides that the file lacks it.
  return !read.environment && hasPlace(read, table) && !written().has(read.key.split(".").at(-1)!) ? { how: "missing", shipped: null, other: null } : null;
}

function agreesExactly({ read, value }: Candidate, modules: ReadonlyMap<string, Expr>, constants: Constants): boolean {
  if (read.shipped.length > 0) return read.value !== null && Number(read.value.value) === value && agrees(read);
  const said = read.declared ?? modules.get(read.key.split(".").at(-1)!);
  return said !== undefined && said !== null && constants.numberOf(said) === value;
}

/** Files that the bot writes itself, that were put aside or that research tried say what was, not what is configured. */
const STATE_FILE = /\.(backup|bak|old|orig)$|(^|\/)(research|experiments?|notebooks?|examples?|docs?|artifacts?|data|state|states|cache|history|results?|logs?|outputs?|reports?|runtime|tmp)\//i;

/** The shipped setting stands in the section that the code names, and is a setting. */
function agrees({ key, value, environment }: SettingRead): boolean {
  if (!value || STATE_FILE.test(value.at.file)) return false;
  // `config.get("max_loss")` of a record is no `MAX_LOSS` of the environment.
  if (value.source === "env" && !environment && value.path.at(-1) !== key.split(".").at(-1)) return false;
  const section = key.split(".").at(-2);
  return section === undefined || value.path.length < 2 || value.source === "env" || plain(value.path.at(-2)!) === plain(section);
}

const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, "");

function keysWritten(index: Index): Map<string, Expr[]> {
  const found = new Map<string, Expr[]>();
  for (const { byKind } of index.modules.values()) {
    for (const one of byKind.get("string") ?? []) if (one.kind === "string" && one.parent?.kind === "entry" && one.parent.key === one) appendTo(found, one.value, one.parent.value);
  }
  return found;
}

/** The constants of the bot's settings modules, by name; of two with one name neither is known to be meant. */
function constantsOfSettings(index: Index): ReadonlyMap<string, Expr> {
  const found = new Map<string, Expr>();
  const twice = new Set<string>();
  for (const one of index.modules.values()) {
    if (!isSettingsModule(one.module.file)) continue;
    for (const [name, definitions] of one.scopes.get(one.module.root) ?? []) {
      const last = definitions.at(-1);
      if (last?.kind !== "value") continue;
      if (found.has(name)) twice.add(name);
      found.set(name, last.expr);
    }
  }
  for (const name of twice) found.delete(name);
  return found;
}

/** Whether the shipped files have the section that the read expects the setting in, so that its absence means something. */
function hasPlace(read: SettingRead, table: SettingsTable): boolean {
  const section = read.key.split(".").slice(0, -1);
  const ends = (path: readonly string[]): boolean => section.length > 0 && section.length < path.length && section.every((part, i) => path[path.length - 1 - section.length + i] === part);
  return table.settings.some((one) => !one.template && one.source !== "env" && (section.length === 0 ? one.path.length === 1 : ends(one.path) || one.path[0] === section.at(-1)));
}
