import { createReadStream, statSync, type Stats } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { NotAnalysed } from "../ir/program.ts";
import { InputError } from "../sdk/input-error.ts";
import { catalogue } from "../sdk/text.ts";
import { linesOf } from "./lines-of.ts";
import { parseTelemetryLine, type Lost } from "./telemetry-line.ts";
import type { TelemetryExit, TelemetryGuard, TelemetrySample } from "./telemetry.ts";
import type { TelemetryReading, TimeRange } from "./telemetry-reading.ts";
import { thinSamples } from "./thin-samples.ts";

const says = catalogue({
  missing: { en: "there is no telemetry {path}", ru: "нет телеметрии {path}" },
  unreadable: { en: "the telemetry {path} could not be read ({code})", ru: "телеметрию {path} не удалось прочитать ({code})" },
  none: { en: "{path} is no telemetry of golive", ru: "{path} не телеметрия golive" },
  newer: { en: "the telemetry {path} was written by a newer golive (version {found}, this one knows {known})", ru: "телеметрия {path} записана более новым golive (версия {found}, этот знает {known})" },
  update: { en: "Update golive", ru: "Обновите golive" },
  remedy: { en: "Name the telemetry.jsonl that golive run wrote under .golive/runs, or the address of a Prometheus: http://host:9090", ru: "Укажите telemetry.jsonl, который golive run записал в .golive/runs, или адрес Prometheus: http://host:9090" },
  torn: { en: "The last line of the telemetry is torn: its supervisor was stopped while it wrote. Everything before it was read.", ru: "Последняя строка телеметрии оборвана: наблюдателя остановили во время записи. Всё до неё прочитано." },
  damaged: { en: "{count, plural, one {# line} other {# lines}} of the telemetry, the first one here, {count, plural, one {is} other {are}} damaged and took no part.", ru: "{count, plural, one {# строка} few {# строки} many {# строк} other {# строки}} телеметрии, первая здесь, {count, plural, one {повреждена и не учтена} other {повреждены и не учтены}}." },
  pidusage: { en: "Sampled without /proc: memory and CPU are less precise than on Linux, and threads, open files and sockets are not known.", ru: "Замеры без /proc: память и CPU менее точны, чем в Linux, а потоки, открытые файлы и сокеты неизвестны." },
  unseen: { en: "The bot's process was not sampled: the command starts it in another process tree.", ru: "Процесс бота не измерялся: команда запускает его в другом дереве процессов." },
  second: { en: "Another run begins here; it was not read. Give the telemetry of one run at a time.", ru: "Здесь начинается другой запуск; он не прочитан. Указывайте телеметрию одного запуска." },
  lostSamples: { en: "{samples, plural, one {# sample was} other {# samples were}} lost here: the disk of the run took no more ({why}).", ru: "Здесь {samples, plural, one {потерян # замер} few {потеряно # замера} many {потеряно # замеров} other {потеряно # замера}}: на диск запуска не удалось писать ({why})." },
  lostOutput: { en: "{log} begins in the middle: the disk of the run was full, and its first {bytes} bytes were given up so that the bot could go on ({why}).", ru: "{log} начинается с середины: диск запуска был полон, и первые {bytes} байт отданы, чтобы бот мог продолжать ({why})." },
});

const VERSION = 1;
/** Beyond it the samples are thinned; 28 hours at one a second. */
const MOST_SAMPLES = 100_000;
/** Of one line; a sample with its peers takes a few KB. */
const LONGEST_LINE = 1 << 20;

/**
 * What `golive run` or Prometheus recorded of a process. `named` is a telemetry file, the directory of a run, or the address of
 * a Prometheus server; `root` the bot's directory; `within` the time that the logs cover, for Prometheus, which knows more.
 * @throws {InputError} nothing there, no telemetry, another version, no answer.
 */
export async function readTelemetry(named: string, root: string, within: TimeRange | null = null): Promise<TelemetryReading> {
  if (/^https?:\/\//i.test(named)) return (await import("./prometheus.ts")).readPrometheus(named, within);
  const { path, file } = telemetryFile(named, root);
  const reader = new TelemetryReader(file, named);
  try {
    await linesOf(createReadStream(path, { highWaterMark: 1 << 18 }), LONGEST_LINE, (text, whole) => reader.take(text, whole));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(says("unreadable", { path: named, code: (error as NodeJS.ErrnoException).code ?? String(error) }), named, says("remedy"));
  }
  return reader.done();
}

/** The file of samples, and how it is named in places. */
export function telemetryFile(named: string, root: string): { readonly path: string; readonly file: string } {
  const path = fileNamed(named);
  return { path, file: shownPath(path, root) };
}

function fileNamed(named: string): string {
  const stat = stats(named);
  const path = stat?.isDirectory() ? join(named, "telemetry.jsonl") : named;
  const file = stat?.isDirectory() ? stats(path) : stat;
  if (!file) throw new InputError(says("missing", { path }), path, says("remedy"));
  // A pipe or a device would be waited for without end.
  if (!file.isFile()) throw new InputError(says("none", { path }), path, says("remedy"));
  return path;
}

function stats(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function shownPath(path: string, root: string): string {
  const inside = relative(resolve(root), resolve(path));
  return inside.startsWith("..") || isAbsolute(inside) ? path : inside.split(sep).join("/");
}

/** Holds what was read so far, bounded whatever the file's length. */
class TelemetryReader {
  readonly #file: string;
  readonly #named: string;
  #line = 0;
  #command: readonly string[] | null = null;
  #samples: TelemetrySample[] = [];
  #exit: TelemetryExit | null = null;
  #guard: TelemetryGuard | null = null;
  #ended = false;
  readonly #damaged = { count: 0, first: 0, lastIsTorn: false };
  readonly #notRead: NotAnalysed[] = [];

  constructor(file: string, named: string) {
    this.#file = file;
    this.#named = named;
  }

  /** `whole`: the line ended with a line break and was not too long. */
  take(text: string, whole: boolean): void {
    this.#line++;
    if (this.#ended || (text.trim() === "" && this.#command)) return;
    this.#damaged.lastIsTorn = false;
    const said = parseTelemetryLine(text, this.#line);
    if (this.#command === null) {
      if (said.kind !== "header") throw new InputError(says("none", { path: this.#named }), this.#named, says("remedy"));
      if (said.version > VERSION) throw new InputError(says("newer", { path: this.#named, found: String(said.version), known: String(VERSION) }), this.#named, says("update"));
      this.#command = said.command;
      if (said.source === "pidusage") this.#tell(1, "pidusage", {}, false);
      if (said.source === "none") this.#tell(1, "unseen", {}, false);
      return;
    }
    switch (said.kind) {
      case "header": this.#ended = true; return this.#tell(this.#line, "second", {}, true);
      case "sample": return this.#keep(said.sample);
      case "exit": this.#exit = said.exit; return;
      case "guard": this.#guard = said.guard; return;
      case "lost": return this.#lost(said.lost);
      case "damaged": return this.#damage(whole);
      case "other": return;
    }
  }

  done(): TelemetryReading {
    if (this.#command === null) throw new InputError(says("none", { path: this.#named }), this.#named, says("remedy"));
    const { count, first, lastIsTorn } = this.#damaged;
    const inside = lastIsTorn ? count - 1 : count;
    if (inside > 0) this.#tell(first, "damaged", { count: inside }, true);
    if (lastIsTorn) this.#tell(this.#line, "torn", {}, false);
    const telemetry = { file: this.#file, command: this.#command, samples: this.#samples, exit: this.#exit, guard: this.#guard };
    return { telemetry, notRead: this.#notRead };
  }

  #keep(sample: TelemetrySample): void {
    this.#samples.push(sample);
    if (this.#samples.length > MOST_SAMPLES) this.#samples = thinSamples(this.#samples);
  }

  #damage(whole: boolean): void {
    if (this.#damaged.count++ === 0) this.#damaged.first = this.#line;
    this.#damaged.lastIsTorn = !whole;
  }

  #lost({ samples, log, bytes, why }: Lost): void {
    if (samples !== null) this.#tell(this.#line, "lostSamples", { samples, why }, true);
    else this.#tell(this.#line, "lostOutput", { log: log ?? "", bytes: String(bytes ?? 0), why }, true);
  }

  #tell(line: number, why: "torn" | "damaged" | "pidusage" | "unseen" | "second" | "lostSamples" | "lostOutput", values: Readonly<Record<string, string | number>>, blocks: boolean): void {
    if (this.#notRead.length < 20) this.#notRead.push({ file: this.#file, line, endLine: line, why: says(why, values), blocks });
  }
}
