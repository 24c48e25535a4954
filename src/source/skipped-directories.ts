/** Directories that hold no code of the bot's own. */

/** Not worth a word: version control, caches, editors. */
const SILENT = new Set([
  ".git", ".hg", ".svn", ".bzr", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".pytype", ".hypothesis", ".cache",
  ".idea", ".vscode", ".vs", ".ipynb_checkpoints", ".eggs", ".tox", ".nox", ".next", ".nuxt", ".turbo", ".parcel-cache", ".nyc_output",
  ".golive", ".DS_Store", "__MACOSX", ".terraform", ".yarn", ".pnpm-store", ".husky", ".github", ".gitlab", ".circleci",
]);

const PACKAGES = new Set(["node_modules", "bower_components", "site-packages", "dist-packages", "venv", ".venv", "virtualenv", ".virtualenv", "__pypackages__", "jspm_packages"]);

const BUILT = new Set(["build", "dist", "htmlcov", "coverage"]);

export type Skip = "silent" | "packages" | "built";

/** `names` are the entries of the directory itself. Null: walk into it. */
export function skipDirectory(name: string, names: readonly string[]): Skip | null {
  if (SILENT.has(name)) return "silent";
  if (PACKAGES.has(name) || name.endsWith(".egg-info") || name.endsWith(".dist-info")) return "packages";
  if (names.includes("pyvenv.cfg") || names.includes("conda-meta")) return "packages";
  if (BUILT.has(name) && !names.includes("__init__.py")) return "built";
  return null;
}
