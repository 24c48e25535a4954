import { EVENT_WORDINGS, NO_EVENT } from "../../knowledge/log-words.ts";
import { POSITION_WORDINGS } from "../../knowledge/position-event-words.ts";
import { EVENT_NAMES, LIMIT_WORDINGS, METRIC_WORDINGS, NO_SAMPLE, RUN_TAGS, RUN_WORDINGS } from "../../knowledge/run-words.ts";
import { RUNTIME_WARNINGS } from "../../knowledge/library-lines.ts";
import { RUN_EVENT_KINDS, type RunEventKind } from "../event.ts";
import { FOREIGN_LETTER, inAnyAlphabet, inAscii, WORD } from "../../sdk/any-alphabet.ts";
import { countersIn } from "./counters.ts";

/** What a text says by its words alone; `name` tells which limit, metric or warning it is. */
export interface Worded {
  readonly kind: RunEventKind;
  readonly name: string | null;
}

/** Long texts are help pages, banners and dumps. */
const MOST_TEXT = 400;

interface Rule {
  readonly kind: RunEventKind;
  readonly name: string | null;
  readonly says: Words;
  readonly unless: Words;
}

/** One list of wordings, compiled when it is first asked for, for texts of ASCII and for others. */
class Words {
  readonly #sources: readonly string[];
  #ascii: RegExp | null | undefined;
  #foreign: RegExp | undefined;

  constructor(sources: readonly string[]) {
    this.#sources = sources;
  }

  in(text: string, foreign: "ascii" | "foreign"): boolean {
    if (this.#sources.length === 0) return false;
    if (foreign === "foreign") return (this.#foreign ??= inAnyAlphabet(this.#sources)).test(text);
    if (this.#ascii === undefined) this.#ascii = inAscii(this.#sources);
    return this.#ascii?.test(text) ?? false;
  }
}

let rules: readonly Rule[] | null = null;
let tags: RegExp | null = null;
const TAG_KINDS = new Map<string, RunEventKind>();

/** Made when a run is read, never for an audit of code alone. */
function prepare(): readonly Rule[] {
  const rule = (kind: RunEventKind, says: readonly string[], unless: readonly string[], name: string | null = null): Rule => ({ kind, name, says: new Words(says), unless: new Words(unless) });
  for (const [kind, names] of Object.entries(RUN_TAGS)) for (const name of names) TAG_KINDS.set(name, kind as RunEventKind);
  tags = new RegExp(`(?<!${WORD})(${[...TAG_KINDS.keys()].join("|")})(?!${WORD})`);
  const made = [
    rule("skip", EVENT_WORDINGS.skip, [NO_EVENT.source, String.raw`\b(logging|legacy|writer|export)\b|\bclose on signal\b|экспорт|допуска|ордер\w*.{0,40}(отмен[её]н|отклон[её]н(?!и)|отверг)`]),
    rule("trail-reload", EVENT_WORDINGS.reload, [NO_EVENT.source]),
    ...Object.entries({ ...RUN_WORDINGS, ...POSITION_WORDINGS }).map(([kind, { says, unless }]) => rule(kind as RunEventKind, says, unless)),
    ...Object.entries(LIMIT_WORDINGS).map(([name, says]) => rule("limit-reached", says, [], name)),
    ...METRIC_WORDINGS.map(([name, says]) => rule("metric", [says], [NO_SAMPLE], name)),
  ];
  const order = new Map(RUN_EVENT_KINDS.map((kind, i) => [kind, i]));
  return made.sort((a, b) => order.get(a.kind)! - order.get(b.kind)!);
}

/** The tags of a text, as the document names them. */
export function taggedKinds(text: string): RunEventKind[] {
  rules ??= prepare();
  const tag = tags!.exec(text);
  return tag ? [TAG_KINDS.get(tag[1]!)!] : [];
}

/**
 * What a message, or the text of a logging call with `{}` for its fields, says that happened. A tag says it; else words do,
 * of which a rule's exceptions take back what they spoil.
 */
export function worded(text: string): readonly Worded[] {
  const own = countersIn(text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text);
  if (own === null) return wordedAll(text);
  const beside = wordedAll(own.rest);
  return mayCount(own.rest, beside) ? [...beside, COUNTED] : wordedAll(text);
}

/** `skipped=4` in a summary is no skip; a line that tells of one signal or order is no summary. */
export const mayCount = (rest: string, beside: readonly { readonly kind: RunEventKind }[]): boolean => !DOES.test(rest) && !beside.some(({ kind }) => TRADING.has(kind) || kind === "counters");

/** What is being done, not what was. */
const DOES = /\b(skip(ping)?|enter(ing)?|open(ing)|clos(e|ing)|plac(e|ing)|send(ing)?|cancel(l?ing)?)\b/i;
const COUNTED: Worded = { kind: "counters", name: null };
const TRADING: ReadonlySet<RunEventKind> = new Set(["signal", "skip", "order-submitted", "order-accepted", "order-rejected", "order-canceled", "order-unresolved", "fill", "entry", "exit"]);

function wordedAll(text: string): readonly Worded[] {
  rules ??= prepare();
  const short = text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text;
  const script = FOREIGN_LETTER.test(short) ? "foreign" : "ascii";
  const [tag] = taggedKinds(short);
  // A report that could not be sent: `failed to send the DRIFT_REMOVE alert`.
  if (tag && UNSENT.test(short)) return [];
  const found: Worded[] = tag ? [{ kind: tag, name: null }] : [];
  if (isBareEvent(short)) return [{ kind: EVENT_NAMES[short.trim().toLowerCase()]!, name: null }];
  const phrase = phraseOf(short);
  for (const one of rules) {
    // A tag says what the line is; besides it only what it measures.
    if (tag && one.kind !== "metric") continue;
    if (found.some((each) => each.kind === one.kind)) continue;
    const says = one.says.in(short, script) || (phrase !== null && one.says.in(phrase, script));
    if (says && !one.unless.in(phrase ?? short, script)) found.push({ kind: one.kind, name: one.name });
  }
  return reconciled(found, short);
}

const UNSENT = /\b(failed|could not|unable) to (send|notify|post)\b|не удалось (отправить|послать)/i;

/** Whether the text is the name of an event and nothing else: what it is about must stand beside it. */
export const isBareEvent = (text: string): boolean => text.length <= LONGEST_NAME && Object.hasOwn(EVENT_NAMES, text.trim().toLowerCase());

/** The words of an event's name, as structured logs have them: `order_filled`, `ws.disconnected`. Null where the text is none. */
const phraseOf = (text: string): string | null => (text.length <= LONGEST_NAME && EVENT_NAME.test(text) ? text.replace(/[_.:-]+/g, " ") : null);
const LONGEST_NAME = 60;
const EVENT_NAME = /^[A-Za-z]\w*(?:[_.:-]\w+)+$|^[A-Za-z]+(?:_[A-Za-z]+)+$/;

/** Kinds that speak of the same words twice. */
function reconciled(found: readonly Worded[], text: string): readonly Worded[] {
  const has = (kind: RunEventKind): boolean => found.some((one) => one.kind === kind);
  const numbered = /\{\}|\d/.test(text);
  return found.filter(({ kind }) => {
    if (kind === "metric" || kind === "memory") return numbered;
    if (kind === "disconnected") return !has("reconnect-wait") && !has("gave-up") && !has("exit");
    if (kind === "reconnect-wait") return !has("gave-up");
    if (kind === "skip") return !has("order-unresolved");
    if (kind === "signal") return !has("skip");
    if (kind === "exit") return !has("drift-remove");
    if (kind === "entry") return !has("exit") && !has("skip");
    if (kind === "started" || kind === "connected") return !has("shutdown") && !has("stopped") && !has("disconnected");
    if (kind === "shutdown") return !has("stopped");
    if (kind === "trail") return !has("trail-reload") && !has("exit");
    if (kind === "order-submitted") return !has("order-canceled") && !has("order-rejected") && !has("fill");
    return true;
  });
}

/** What the interpreter or a library complains about; null: nothing of it. */
export function runtimeWarning(text: string): string | null {
  for (const [name, words] of RUNTIME_WARNINGS) if (text.includes(words)) return name;
  return null;
}
