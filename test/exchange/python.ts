/**
 * The Python that runs the bundled bots: one that has their packages. `node test/exchange/python.ts` looks for it and installs what is
 * missing: Debian's packages where it may, else a virtual environment under node_modules/.cache.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const CACHE = join(import.meta.dirname, "../../node_modules/.cache/bot-python");
const CACHED = join(CACHE, "bin/python3");
const DEBIAN = ["python3", "python3-aiohttp", "python3-websockets", "python3-yaml", "python3-psutil"];
const PACKAGES = ["aiohttp>=3.8", "websockets>=10", "PyYAML>=6", "psutil>=5"];
const INSTALL_MS = 120_000;

/** A path or a command, first that of the variable BOT_PYTHON; null where no Python has all of them. */
export function findPython(): string | null {
  const named = process.env["BOT_PYTHON"];
  return (named ? [named] : ["/usr/bin/python3", CACHED, "python3"]).find((python) => succeeds(python, ["-c", "import aiohttp, websockets, yaml"], 30_000)) ?? null;
}

/** As `findPython`, after an attempt to install: what was tried and how it failed is in `why`. */
export function installPython(): { readonly python: string | null; readonly why: string } {
  const found = findPython();
  if (found !== null) return { python: found, why: "" };
  const debian = process.getuid?.() === 0 && succeeds("apt-get", ["--version"], 30_000);
  const tried = debian ? ["apt-get install " + DEBIAN.join(" ")] : [];
  if (debian) {
    process.stderr.write(`installing Python packages for the bundled bots: ${tried[0]} ...\n`);
    succeeds("apt-get", ["-qq", "update"], INSTALL_MS);
    succeeds("apt-get", ["-qq", "install", "-y", "--no-install-recommends", ...DEBIAN], INSTALL_MS);
  }
  if (findPython() === null) {
    process.stderr.write(`installing Python packages for the bundled bots with pip into ${CACHE} ...\n`);
    tried.push("python3 -m venv", `pip install ${PACKAGES.join(" ")}`);
    if (succeeds("python3", ["-m", "venv", CACHE], INSTALL_MS)) succeeds(CACHED, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES], INSTALL_MS);
  }
  const python = findPython();
  return { python, why: python === null ? `no Python with aiohttp, websockets and PyYAML, and these did not bring it: ${tried.join("; ")}` : "" };
}

function succeeds(command: string, words: readonly string[], timeout: number): boolean {
  const { status } = spawnSync(command, words, { timeout, stdio: ["ignore", "ignore", "ignore"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  return status === 0;
}

if (import.meta.main) {
  const { python, why } = installPython();
  process.stdout.write(python === null ? `${why}\n` : `${python}\n`);
  process.exitCode = python === null ? 1 : 0;
}
