import { catchesOrdinary } from "../../../ir/exception-kinds.ts";
import type { Expr, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import { holdersOf, idOf, type Holder, type HolderFinder } from "./holders.ts";
import type { RepeatedCode } from "./repeated.ts";

/** What takes elements out of containers. */
export class Trims {
  readonly #on: HolderFinder;
  readonly #repeated: RepeatedCode;
  readonly #byHolder = new Map<string, Node[]>();
  /** Through another name of the same container: by the expression that made it. */
  readonly #bySite = new Map<Expr, Node[]>();
  /** Through an object that could not be identified: by the attribute's name. */
  readonly #names = new Set<string>();

  constructor(on: HolderFinder, repeated: RepeatedCode) {
    this.#on = on;
    this.#repeated = repeated;
  }

  container(container: Expr, node: Node): void {
    const holders = holdersOf(this.#on, container);
    const name = holders.length > 0 ? null : attributeIn(this.#on, container);
    if (name !== null) this.#names.add(name);
    for (const holder of holders) this.holder(holder, node);
    for (const value of this.#on.infer.evaluate(container)) if (value.kind === "container" && !this.#on.infer.annotations.has(value.site)) appendTo(this.#bySite, value.site, node);
  }

  holder(holder: Holder | null, node: Node): void {
    if (holder) appendTo(this.#byHolder, idOf(holder), node);
  }

  of(holder: Holder, id: string, containers: readonly Expr[]): { trim: Node | null; doubtful: boolean } {
    const around = holder.depth > 0 ? { place: holder.place, depth: 0 } : holder.within;
    const sites = containers.flatMap((one) => this.#on.infer.evaluate(one).flatMap((value) => (value.kind === "container" ? (this.#bySite.get(value.site) ?? []) : [])));
    const all = [
      ...(this.#byHolder.get(id) ?? []), ...((around && this.#byHolder.get(idOf(around))) ?? []),
      ...((holder.within && this.#byHolder.get(idOf({ place: holder.within.place, depth: 1 }))) ?? []), ...sites,
    ];
    const trim = all.find((node) => this.#comesAgain(node)) ?? null;
    return { trim, doubtful: trim === null && (all.some((node) => !AT_THE_ENDS.test(enclosingFunction(node)?.name ?? "")) || this.#names.has(holder.place.name)) };
  }

  #comesAgain(node: Node): boolean {
    const fn = enclosingFunction(node);
    const why = fn && this.#repeated.why(node, fn);
    return why !== null && !givesUp(why);
  }
}

/** `except Exception: return` in the loop that drains: it is over at the first error, and what fills goes on. */
const givesUp = (loop: Node): boolean =>
  loop.kind === "while" && loop.body.some((one) => one.kind === "try" && one.handlers.some(({ type, body: [only, ...more] }) => catchesOrdinary(type) === "always" && more.length === 0 && (only?.kind === "return" || only?.kind === "break")));

/** Run before the first addition or after the last one: `clear()` there takes nothing out while the bot runs. */
const AT_THE_ENDS = /^_*(a?init(iali[sz]e)?|set_?up|start(_?up)?|prepare|load|restore|stop|shut_?down|a?close|clean_?up|tear_?down|dispose|a?enter|a?exit)_*$/;

/** `self.consumers()[0].items.remove(x)`, also where a function returns `….items`. */
function attributeIn(on: HolderFinder, container: Expr): string | null {
  if (container.kind === "attribute") return container.name;
  if (container.kind === "subscript") return attributeIn(on, container.object);
  const [fn] = container.kind === "call" ? on.graph.targets(container).functions : [];
  for (const one of fn ? on.infer.moduleIndexOf(fn).returns[fn.index]! : []) if (one.value?.kind === "attribute") return one.value.name;
  return null;
}
