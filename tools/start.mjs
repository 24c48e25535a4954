/**
 * `npm start`: audits the bundled example. `npm start -- DIR ...`: audits that bot, with any options of `golive audit`.
 * The exit code is the audit's own; only for the example 1 (no-go) becomes 0, because showing a bot that must not trade is
 * what the example is for, and npm would print that as a failure.
 */
import { isAbsolute, join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { node, root, run, setUp } from "./setup.mjs";

setUp();
const words = process.argv.slice(2);
// npm runs scripts in the project's directory; a path means something in the one where the person stands.
const from = process.env.INIT_CWD ?? process.cwd();
const placed = words.map((word) => (!word.startsWith("-") && !isAbsolute(word) && existsSync(resolve(from, word)) ? resolve(from, word) : word));
const named = words.length > 0;
const status = run(node(), [join(root, "bin/golive.mjs"), "audit", ...(named ? placed : [join(root, "examples/scalper")])]);
process.exitCode = !named && status === 1 ? 0 : status;
