/** `npm run demo`: set-up, then a bundled bot for real against an exchange on this machine. See test/exchange/demo.ts. */
import { join } from "node:path";
import { node, root, run, setUp } from "./setup.mjs";

setUp();
process.exitCode = run(node(), [join(root, "test/exchange/demo.ts"), ...process.argv.slice(2)]);
