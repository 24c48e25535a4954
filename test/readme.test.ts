import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { auditExample, quoting, READMES } from "../tools/readme-table.ts";

it("the READMEs quote today's report (stale: node tools/readme-table.ts)", async () => {
  const example = await auditExample();
  for (const language of ["en", "ru"] as const) {
    const readme = readFileSync(READMES[language], "utf8");
    expect(readme).toBe(quoting(readme, example, language));
  }
});
