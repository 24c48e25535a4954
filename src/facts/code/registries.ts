import type { ClassNode, FunctionNode, Node } from "../../ir/nodes.ts";
import { ownName } from "../../ir/names.ts";
import { classOf, enclosingFunction } from "../../ir/walk.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { infer } from "./inference/infer.ts";
import type { Inference } from "./inference/context.ts";
import { index, type Index, type ModuleIndex } from "./module-index.ts";
import { WRITES, type Access } from "./races/accesses.ts";
import { reach, type Reachability } from "./reach.ts";
import { isSetUp, sharedState, type SharedPlace } from "./shared-state.ts";

/** Where the bot keeps its own picture of its positions and orders. */
export interface Registry {
  /** `Executor._positions`, `table trades`. */
  readonly label: string;
  readonly at: Node;
  /** Functions that use it. */
  readonly users: number;
  readonly kind: "memory" | "table";
  /** Of a paper account, a simulator, a replay. */
  readonly pretended: boolean;
}

export const registries = codeFact({
  name: "registries",
  doc: "Collections, records and tables in which the bot keeps its positions and orders. For people: nothing is decided by it.",
  requires: { program, index, infer, sharedState, reach },
  derive({ program, index, infer, sharedState, reach }): readonly Registry[] {
    const isBots = (node: Node): boolean => /^(bot|config|interface)$/.test(program.roles.get(index.moduleOf(node).file) ?? "bot");
    const found: Registry[] = [];
    for (const place of sharedState.places) {
      const uses = place.accesses.filter((one) => isBots(one.node));
      if (uses.length === 0 || !(NAMED.test(place.location.name) ? keeps(uses, place.location.name) : holdsRecords(infer, uses))) continue;
      const { label, owner } = place.location;
      const at = declaredAt(place, uses);
      if (OF_MARKET.test(label)) continue;
      const files = [index.moduleOf(at).file, "root" in owner ? owner.file : index.moduleOf(owner).file];
      found.push({ label, at, users: new Set(uses.map((one) => one.fn)).size, kind: "memory", pretended: files.some((file) => isPretended(label, file)) });
    }
    const tables = [...mappedTables(index, reach), ...queriedTables(index, reach)].filter((one) => isBots(one.at));
    const seen = new Set<string>();
    for (const one of tables) if (!seen.has(one.label) && seen.add(one.label)) found.push({ ...one, kind: "table", pretended: isPretended(one.label, index.moduleOf(one.at).file) });
    return found;
  },
});

/** Names of the bot's own picture of its positions and orders; what was, or was decided, is a count or a history. */
const NAMED = /^(?!_?(get|set|update|fetch|load|sync|check|make|create|max|min|total|num|win|winning|los[es]|losing|closed|recent|last|past|executed|approved|denied|rejected|history|avg|daily|failed|completed)_)\w*(^|_)(positions?|trades?|orders?|holdings|hedges|trade_state|position_map|(open|active|held)_(signals|quantities|qtys|sizes|lots)|(position|order|trade)_registry)$/i;

/** `MarketDataBuffer.trades`: what others traded. */
const OF_MARKET = /^\w*(MarketData|Buffer|OrderBook|Orderbook|Feed|Candle|Tick)\w*\.\w*(trades|orders)$/;

const IN_CONTAINER: ReadonlySet<Access["kind"]> = new Set(["store", "add", "delete", "drop", "clear", "has", "get", "load", "iterate", "copy", "len"]);

/** A number that is counted up, and a setting that is assigned, keep nothing; the net position is a number. */
function keeps(uses: readonly Access[], name: string): boolean {
  if (/(^|_)position$/i.test(name) && uses.some((one) => WRITES.has(one.kind))) return true;
  if (uses.some((one) => one.kind === "augment")) return false;
  return uses.some((one) => IN_CONTAINER.has(one.kind)) || (/position|trade/i.test(name) && uses.some(isEmptied));
}

/** `self.position = None`: the one position that there may be. */
const isEmptied = ({ kind, node }: Access): boolean => kind === "rebind" && node.kind === "assign" && node.value.kind === "none";

const RECORD = /(^|_|[a-z])(Position|Trade|Hedge|Deal|Holding|(Grid|Live|Open|Active){1,3}State)(s|Info|Record|State|Data|Entry|Context)?$/;

/** `self._grid_states[symbol] = GridLiveState(...)`: records of positions under another name. */
const holdsRecords = (on: Inference, uses: readonly Access[]): boolean =>
  uses.some(({ kind, node }) =>
    kind === "store" && node.kind === "assign" && on.evaluate(node.value).some((one) => one.kind === "instance" && RECORD.test(one.class.name)));

/** Where its owner sets it up; else where it is used first. */
function declaredAt({ accesses, location }: SharedPlace, uses: readonly Access[]): Node {
  const own = accesses.filter((one) => classOf(one.fn) === location.owner);
  return (own.find((one) => isSetUp(one.fn)) ?? own[0] ?? uses[0]!).place;
}

/** Said by its owner or its file; what is only kept in memory may be called virtual. */
const PRETENDED = /paper|mock|fake|dry_?run|back_?test|replay|sandbox|simulat(or|ion|e_)|simul\w*(account|exchange|broker|trader|wallet)/i;
const isPretended = (label: string, file: string): boolean => PRETENDED.test(label) || PRETENDED.test(file.slice(file.lastIndexOf("/") + 1));

type Table = Pick<Registry, "label" | "at" | "users">;

const TABLE = /^(?!.*(history|log|closed|signal|candidate|backtest|public|market_)).*(positions?|trades?|deals?)$/i;
const STATUS = /^(status|state|is_open|closed_at|exit_(time|price))$/;

/** Classes of an ORM whose rows are asked for by whether they are open: `select(Trade).where(Trade.status == "OPEN")`. */
function* mappedTables(index: Index, reach: Reachability): Iterable<Table> {
  const classes = new Map<string, ClassNode>();
  for (const one of index.modules.values()) {
    for (const node of one.module.classes) if (TABLE.test(node.name.replace(/(Model|Record|Row|DB|Table|ORM)$/, "")) && isMapped(node)) classes.set(node.name, node);
  }
  if (classes.size === 0) return;
  const users = new Map<ClassNode, FunctionNode[]>();
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("attribute") ?? []) {
      const row = node.kind === "attribute" && STATUS.test(node.name) && node.object.kind === "name" ? classes.get(node.object.id) : undefined;
      const fn = row && enclosingFunction(node);
      if (row && fn && reach.of(fn) !== "dead") appendTo(users, row, fn);
    }
  }
  for (const [row, fns] of users) yield { label: `table ${row.name}`, at: row, users: new Set(fns).size };
}

const isMapped = (node: ClassNode): boolean => node.body.some((one) => one.kind === "assign" && one.targets.some((target) => ownName(target) === "__tablename__")) || node.args.some(({ value }) => ownName(value) === "Model" || ownName(value) === "SQLModel");

const OPEN_ROWS = /\b(?:from|update)\s+["`]?(\w*(?:positions?|trades?|deals?))["`]?\b.*\b(?:(?:status|state)\s*(?:=|in\s*\()\s*['"]?(?:open|active)|is_open\b|(?:closed_at|exit_time|exit_price|close_time)\s+is\s+null)/is;

/** Open rows of a table that SQL asks for. */
function* queriedTables(index: Index, reach: Reachability): Iterable<Table> {
  const tables = new Map<string, { at: Node; fns: Set<FunctionNode> }>();
  for (const one of index.modules.values()) {
    for (const { node, text } of textsIn(one)) {
      const name = text.length < 4000 && /where/i.test(text) ? OPEN_ROWS.exec(text)?.[1] : undefined;
      const fn = name !== undefined && TABLE.test(name) ? enclosingFunction(node) : null;
      if (name === undefined || !fn || reach.of(fn) === "dead") continue;
      const known = tables.get(name) ?? { at: node, fns: new Set() };
      tables.set(name, known);
      known.fns.add(fn);
    }
  }
  for (const [name, { at, fns }] of tables) yield { label: `table ${name}`, at, users: fns.size };
}

function* textsIn(one: ModuleIndex): Iterable<{ node: Node; text: string }> {
  for (const node of one.byKind.get("string") ?? []) if (node.kind === "string") yield { node, text: node.value };
  for (const node of one.byKind.get("template") ?? []) if (node.kind === "template") yield { node, text: node.parts.map((part) => (part.kind === "string" ? part.value : "?")).join("") };
}
