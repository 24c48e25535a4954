import type { ImportFrom, ImportModule, Module } from "../../ir/nodes.ts";
import type { Program } from "../../ir/program.ts";
import { MODULE_NAMES } from "../../knowledge/python-library.ts";
import type { Index } from "./module-index.ts";
import type { ModuleTable } from "./module-table.ts";
import { bindsUnseen } from "./unbound-names.ts";

export type ImportNode = ImportModule | ImportFrom;

/** `name` of a module of the bot that does not have it, or a module that is not there (`of` null). */
export interface Missing {
  readonly name: string;
  readonly of: Module | null;
}

interface Code {
  readonly program: Program;
  readonly index: Index;
  readonly table: ModuleTable;
  /** Every file of the bot, those that were left out among them; made when something seems to be missing. */
  files(): readonly string[];
  /** First words of dotted names -> whether the bot's own modules are imported by them. */
  readonly packages: Map<string, boolean>;
}

/** What an import of the bot's own code asks for and what certainly is not there: in doubt it is. */
export function missingImports(program: Program, index: Index, table: ModuleTable): (at: ImportNode, from: Module) => Missing | null {
  let files: readonly string[] | null = null;
  const all = (): readonly string[] => (files ??= [...program.modules.keys(), ...program.roles.keys(), ...program.copies.keys(), ...program.notAnalysed.map((one) => one.file)]);
  const code: Code = { program, index, table, files: all, packages: new Map() };
  return (at, from) => {
    const level = at.kind === "import-from" ? at.level : 0;
    const base = level > 0 ? table.relative(at.module, level, from) : table.absolute(at.module, from);
    if (!base) return level > 0 ? absentBeside(at.module, level, from, code) : absent(at.module, from, code);
    return at.kind === "import-from" && base.kind === "module" && base.module !== from ? missingName(at, base.module, code) : null;
  };
}

function missingName(at: ImportFrom, of: Module, code: Code): Missing | null {
  const own = code.index.modules.get(of.file)!;
  const names = own.scopes.get(of.root);
  const name = at.names.find((one) => one !== "*" && !names?.has(one) && !MODULE_NAMES.has(one) && !one.startsWith("__") && !code.table.child({ kind: "module", module: of }, one));
  if (name === undefined || names?.has("__getattr__") || bindsUnseen(own) || makesNames(of, code.program)) return null;
  if (isPackage(of.file) && mayBe(joined(directoryOf(of.file), name), code)) return null;
  return at.level === 0 && isAmbiguous(at.module, of, name, code.index) ? null : { name, of };
}

/** `setattr(module, name, value)`, `vars()[name] = value`, `sys.modules[__name__] = Lazy()`. */
const makesNames = (module: Module, program: Program): boolean => /\b(setattr|vars|locals|sys\.modules|extend_path)\b|__(path|dict)__/.test(program.texts.get(module.file) ?? "");

/** Another file that the same words may mean, depending on where Python is started, and that may have the name. */
function isAmbiguous(dotted: string, module: Module, name: string, index: Index): boolean {
  const path = dotted.replaceAll(".", "/");
  for (const other of index.modules.values()) {
    const file = stemOf(other.module.file);
    if (other.module === module || (file !== path && !file.endsWith(`/${path}`)) || stemOf(module.file) === file) continue;
    if (other.scopes.get(other.module.root)?.has(name) || bindsUnseen(other)) return true;
  }
  return false;
}

function absentBeside(dotted: string, level: number, from: Module, code: Code): Missing | null {
  let directory = directoryOf(from.file);
  for (let i = 1; i < level; i++) {
    if (directory === "") return null;
    directory = directoryOf(directory);
  }
  return dotted === "" || mayBe(joined(directory, dotted.replaceAll(".", "/")), code) ? null : { name: `${".".repeat(level)}${dotted}`, of: null };
}

/** `core.cache` where `core` is the bot's own package, has other modules that are imported by it, and no `cache` under any root. */
function absent(dotted: string, from: Module, code: Code): Missing | null {
  const top = dotted.split(".")[0]!;
  if (top === dotted || !isOwnPackage(top, from, code)) return null;
  const path = dotted.replaceAll(".", "/");
  const liesElsewhere = code.files().some((file) => file.includes(`/${path}.`) || file.includes(`/${path}/`));
  return liesElsewhere || [...code.program.sourceRoots, "", directoryOf(from.file)].some((root) => mayBe(joined(root, path), code)) ? null : { name: dotted, of: null };
}

/** Some file of the bot, read or left out, may be the module of this path: itself, a package, what lies in it, an unread directory above. */
const mayBe = (path: string, { program, files }: Code): boolean =>
  program.leftOut.has(path) || /_pb2(_grpc)?$|(^|\/)_?version$/.test(path) || files().some((file) => file.startsWith(`${path}.`) || file.startsWith(`${path}/`) || path.startsWith(`${file}/`));

function isOwnPackage(top: string, from: Module, { program, index, table, packages }: Code): boolean {
  const found = table.absolute(top, from);
  if (!found || (found.kind === "module" && !isPackage(found.module.file)) || top === program.selfPackage) return false;
  let known = packages.get(top);
  if (known === undefined) packages.set(top, (known = isImportedFrom(top, index, table)));
  return known;
}

function isImportedFrom(top: string, index: Index, table: ModuleTable): boolean {
  for (const { module, byKind } of index.modules.values()) {
    for (const kind of ["import", "import-from"] as const) {
      for (const one of (byKind.get(kind) ?? []) as readonly ImportNode[]) {
        if (one.module.startsWith(`${top}.`) && (one.kind === "import" || one.level === 0) && table.absolute(one.module, module)?.kind === "module") return true;
      }
    }
  }
  return false;
}

const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
const joined = (directory: string, path: string): string => (directory === "" ? path : `${directory}/${path}`);
const isPackage = (file: string): boolean => /(^|\/)__init__\.pyi?$/.test(file);
export const stemOf = (file: string): string => file.replace(/\.pyw?$/, "").replace(/(^|\/)__init__$/, "");
