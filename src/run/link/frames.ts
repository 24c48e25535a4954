import { appendTo } from "../../sdk/append.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import type { KnownFile, KnownFunction } from "../known-code.ts";
import type { Frame } from "../run.ts";
import type { ShownFrame } from "./tracebacks.ts";

/** Code that was installed, not written for this bot. */
const INSTALLED = /(^|\/)(site-packages|dist-packages|node_modules|lib\/python3?[\d.]*|Lib)\//;
const UNNAMED = /^<(listcomp|dictcomp|setcomp|genexpr)>$/;

/** Brings frames to the audited source: by the path's end, the function's name and the line. */
export class FramePlaces {
  readonly #byName = new Map<string, KnownFile[]>();

  constructor(files: readonly KnownFile[]) {
    for (const one of files) {
      const name = one.file.slice(one.file.lastIndexOf("/") + 1);
      appendTo(this.#byName, name, one);
    }
  }

  frameOf(shown: ShownFrame): Frame {
    return { ...shown, code: this.#placeOf(shown) };
  }

  /** Null where the file is not the bot's, or the line does not lie in that function: another revision. */
  #placeOf({ file, line, fn }: ShownFrame): Anchor | null {
    const path = file.replaceAll("\\", "/");
    if (INSTALLED.test(path)) return null;
    const known = this.#fileOf(path);
    const inside = known ? innermost(known.functions, line) : null;
    if (!known || !inside) return null;
    const same = inside.name === fn || UNNAMED.test(fn) || !known.file.endsWith(".py");
    return same ? { in: "code", file: known.file, line } : null;
  }

  #fileOf(path: string): KnownFile | null {
    const candidates = this.#byName.get(path.slice(path.lastIndexOf("/") + 1)) ?? [];
    const whole = candidates.filter((one) => path === one.file || path.endsWith(`/${one.file}`));
    if (whole.length > 0) return whole.reduce((best, one) => (one.file.length > best.file.length ? one : best));
    const relative = path.replace(/^\.\//, "");
    const below = path.startsWith("/") || /^[A-Za-z]:/.test(path) ? [] : candidates.filter((one) => one.file.endsWith(`/${relative}`));
    return below.length === 1 ? below[0]! : null;
  }
}

/** The function whose own line it is: the smallest that contains it. */
function innermost(functions: readonly KnownFunction[], line: number): KnownFunction | null {
  let best: KnownFunction | null = null;
  for (const one of functions) {
    if (line < one.line || line > one.endLine) continue;
    if (!best || one.endLine - one.line < best.endLine - best.line || (one.endLine - one.line === best.endLine - best.line && best.name === "<module>")) best = one;
  }
  return best;
}
