/**
 * Brings a fresh clone (or one whose lock file moved on) to where everything runs: packages, then dist. Plain JavaScript for
 * Node 18 and newer, without packages: it runs before there are any.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const bin = join(root, "node_modules", ".bin");
/** npm writes this file at the end of an installation, so it is newer than the lock file that was installed. */
const installed = join(root, "node_modules", ".package-lock.json");
const built = join(root, "dist", ".built");

/** The Node of the project, for machines with an old one. */
export const node = () => (existsSync(join(bin, "node")) ? join(bin, "node") : process.execPath);

/** Runs a program of the project; its exit code. Output goes to stderr where stdout belongs to a report. */
export function run(command, words, { quiet = false, env = {} } = {}) {
  const { status, error } = spawnSync(command, words, {
    cwd: root, stdio: ["ignore", quiet ? 2 : "inherit", "inherit"], env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`, ...env },
  });
  if (error) process.stderr.write(`${command}: ${error.message}\n`);
  return status ?? 1;
}

function mustRun(what, command, words) {
  process.stderr.write(`${what} ...\n`);
  const status = run(command, words, { quiet: true });
  if (status === 0) return;
  process.stderr.write(`set-up failed: ${what} (exit code ${status})\n`);
  process.exit(status);
}

const changed = (path) => statSync(path).mtimeMs;

function installPackages() {
  if (existsSync(installed) && lockedAs() === installedAs()) return;
  // better-sqlite3 ships its binary, but an old npm would compile it all the same; of the install scripts only these two are needed
  // (newer npm wants them approved, see "allowScripts" in package.json).
  mustRun("installing packages", "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
  mustRun("preparing node and esbuild", "npm", ["rebuild", "node", "esbuild"]);
}

/** What lies in node_modules is what the lock file asks for: by version, as times of files mean little after a clone or a copy. */
const lockedAs = () => versions(join(root, "package-lock.json"));
const installedAs = () => versions(installed);
function versions(path) {
  const { packages } = JSON.parse(readFileSync(path, "utf8"));
  return Object.entries(packages).filter(([name, one]) => name !== "" && !one.optional).map(([name, one]) => `${name} ${one.version}`).sort().join("\n");
}

function newest(path) {
  if (!statSync(path).isDirectory()) return changed(path);
  return readdirSync(path).reduce((latest, entry) => Math.max(latest, newest(join(path, entry))), changed(path));
}

function buildIfOld() {
  const sources = ["src", "tools", "package.json", "package-lock.json"].map((path) => newest(join(root, path)));
  if (existsSync(built) && changed(built) >= Math.max(...sources)) return;
  mustRun("building", "npm", ["run", "--silent", "build"]);
  writeFileSync(built, "");
}

export function setUp() {
  installPackages();
  buildIfOld();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) setUp();
