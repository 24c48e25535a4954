/** `npm test`: set-up, types, the layer law, then all tests. The last line is "N passed, N failed". */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { node, root, run, setUp } from "./setup.mjs";

setUp();
const inModules = (path) => join(root, "node_modules", path);
let passed = 0;
let failed = 0;

for (const [name, words] of [
  ["types", [inModules("ts7/bin/tsc"), "-p", root]],
  ["layer law", [inModules("dependency-cruiser/bin/dependency-cruise.mjs"), "--config", join(root, ".dependency-cruiser.cjs"), "src"]],
]) {
  const status = run(node(), words);
  process.stdout.write(`${status === 0 ? "ok    " : "FAILED"} ${name}\n`);
  status === 0 ? (passed += 1) : (failed += 1);
}

// The bundled bots run for real; what happens without their Python, test/real-runs.test.ts decides.
run(node(), [join(root, "test/exchange/python.ts")], { quiet: true });

const scratch = mkdtempSync(join(tmpdir(), "golive-test-"));
const results = join(scratch, "results.json");
const status = run(node(), [inModules("vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${results}`, ...process.argv.slice(2)]);
try {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(results, "utf8"));
  passed += numPassedTests;
  // A file that cannot be loaded has no failed test, but it has failed; so has an error outside of any test.
  failed += Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0, status === 0 ? 0 : 1);
} catch (error) {
  process.stderr.write(`no results of the tests: ${error.message}\n`);
  failed += 1;
}
rmSync(scratch, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
