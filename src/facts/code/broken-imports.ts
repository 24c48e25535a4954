import { ownName } from "../../ir/names.ts";
import type { Expr, Handler, Module, Stmt } from "../../ir/nodes.ts";
import type { Program } from "../../ir/program.ts";
import { appendTo } from "../../sdk/append.ts";
import { missingImports, stemOf, type ImportNode, type Missing } from "./missing-imports.ts";
import type { Index } from "./module-index.ts";
import type { Imported, ModuleTable } from "./module-table.ts";

/** Why Python cannot load a module: it does not parse, it imports what is not there, or it imports such a module. */
export type Breakage =
  | { readonly kind: "damaged" }
  | { readonly kind: "missing"; readonly at: ImportNode; readonly missing: Missing }
  | { readonly kind: "loads"; readonly at: ImportNode; readonly of: Module };

/** "import": ImportError alone is caught, which a syntax error is not. */
type Caught = "nothing" | "import";

interface Loading {
  readonly at: ImportNode;
  readonly caught: Caught;
}

export interface BrokenImports {
  /** Null: nothing says that Python cannot load it. */
  of(module: Module): Breakage | null;
  /** What breaks a program of these statements: the main block of a file that is started. */
  started(module: Module, body: readonly Stmt[]): Breakage | null;
}

/**
 * The modules that certainly raise when Python loads them, each with the first reason. Only imports that run whenever the file does
 * count, with nothing around them that catches the exception; what is not sure is whole.
 */
export function brokenImports(program: Program, index: Index, table: ModuleTable): BrokenImports {
  const broken = new Map<Module, Breakage>();
  const missing = missingImports(program, index, table);
  const importers = new Map<Module, (Loading & { readonly by: Module })[]>();
  for (const { module } of index.modules.values()) {
    if (isUnparsable(module)) broken.set(module, { kind: "damaged" });
    if (module.language !== "python" || broken.has(module)) continue;
    for (const one of loadings(module.root.body, "nothing")) {
      for (const of of loadedBy(one.at, module, table)) appendTo(importers, of, { ...one, by: module });
      const lacks = one.caught === "nothing" && !broken.has(module) ? missing(one.at, module) : null;
      if (lacks) broken.set(module, { kind: "missing", at: one.at, missing: lacks });
    }
  }
  const isSyntax = (module: Module): boolean => rootOf(module, (one) => broken.get(one) ?? null).breakage.kind === "damaged";
  for (const of of broken.keys()) {
    for (const { by, at, caught } of importers.get(of) ?? []) {
      if (broken.has(by) || (caught === "import" && !isSyntax(of)) || !isOnly(of, at, program)) continue;
      broken.set(by, { kind: "loads", at, of });
    }
  }
  return {
    of: (module) => broken.get(module) ?? null,
    started(module, body) {
      for (const { at, caught } of loadings(body, "nothing")) {
        const of = loadedBy(at, module, table).find((one) => broken.has(one) && (caught === "nothing" || isSyntax(one)) && isOnly(one, at, program));
        if (of) return { kind: "loads", at, of };
        const lacks = caught === "nothing" ? missing(at, module) : null;
        if (lacks) return { kind: "missing", at, missing: lacks };
      }
      return null;
    },
  };
}

/** Where a chain of imports ends, and in which module. */
export function rootOf(module: Module, of: (module: Module) => Breakage | null): { readonly module: Module; readonly breakage: Exclude<Breakage, { kind: "loads" }> } {
  let at = module;
  for (let breakage = of(at)!; ; breakage = of(at)!) {
    if (breakage.kind !== "loads") return { module: at, breakage };
    at = breakage.of;
  }
}

/** A file that was refused as a whole is too large or too deep for golive, not for Python. */
export const isUnparsable = (module: Module): boolean =>
  module.language === "python" && module.damaged.length > 0 && !(module.functions.length === 1 && module.damaged.length === 1 && module.damaged[0]!.start === 0);

/** The imports that run whenever the statements do. */
function* loadings(body: readonly Stmt[], caught: Caught): Iterable<Loading> {
  for (const one of body) {
    if (one.kind === "import" || one.kind === "import-from") yield { at: one, caught };
    else if (one.kind === "class-statement") yield* loadings(one.class.body, caught);
    else if (one.kind === "try") {
      const going = one.handlers.filter((each) => !endsProgram(each));
      if (!going.some(mayCatchAll)) yield* loadings(one.body, going.some(catchesImport) ? "import" : caught);
      yield* loadings(one.finally, caught);
    }
  }
}

/** `except Exception as e: print(e); sys.exit(1)`: it is caught, and the program is over all the same. */
function endsProgram({ body }: Handler): boolean {
  const last = body.at(-1);
  return last?.kind === "raise" || (last?.kind === "expression" && last.value.kind === "call" && /^(exit|_exit|quit)$/.test(ownName(last.value.callee)));
}

const typesOf = ({ type }: Handler): readonly Expr[] => (type === null ? [] : type.kind === "tuple" ? type.items : [type]);
const catchesImport = (one: Handler): boolean => typesOf(one).some((type) => /^(ImportError|ModuleNotFoundError)$/.test(ownName(type)));
const mayCatchAll = (one: Handler): boolean => one.type === null || typesOf(one).some((type) => !NARROW.test(ownName(type)));
const NARROW = /^(ImportError|ModuleNotFoundError|AttributeError|KeyError|IndexError|ValueError|TypeError|NameError|FileNotFoundError|OSError|KeyboardInterrupt|SystemExit)$/;

/** The modules of the bot that the statement loads, the packages above them among them. */
function loadedBy(at: ImportNode, from: Module, table: ModuleTable): readonly Module[] {
  const found = new Set<Module>();
  const add = (one: Imported): void => void (one?.kind === "module" && one.module !== from && found.add(one.module));
  const level = at.kind === "import-from" ? at.level : 0;
  const parts = at.module.split(".");
  if (level === 0) parts.forEach((_, i) => add(table.absolute(parts.slice(0, i + 1).join("."), from)));
  if (at.kind === "import") return [...found];
  const base = level > 0 ? table.relative(at.module, level, from) : table.absolute(at.module, from);
  add(base);
  if (base) for (const name of at.names) add(table.child(base, name));
  return [...found];
}

/** Another file that an absolute import may mean as well: which one depends on where Python is started. */
function isOnly(of: Module, at: ImportNode, program: Program): boolean {
  if (at.kind === "import-from" && at.level > 0) return true;
  const path = stemOf(of.file);
  const parts = path.split("/");
  // From the first written word of the module on: `core.risk` of `src/core/risk.py`.
  const first = parts.lastIndexOf(at.module.split(".")[0]!);
  const tail = (first < 0 ? parts.slice(-1) : parts.slice(first)).join("/");
  for (const file of program.modules.keys()) {
    const other = stemOf(file);
    if (other !== path && (other === tail || other.endsWith(`/${tail}`))) return false;
  }
  return true;
}
