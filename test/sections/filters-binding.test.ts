import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { audit } from "../../src/audit.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";

/** What cannot be decided names what to write into golive.yaml, and writing that decides it. */
const dir = mkdtempSync(join(tmpdir(), "golive-binding-"));
afterAll(() => rmSync(dir, { recursive: true }));

writeFileSync(join(dir, "main.py"), `import asyncio

from core import Desk


async def main():
    desk = Desk()
    while True:
        tip = await desk.oracle()
        if tip:
            await desk.go(tip)


if __name__ == "__main__":
    asyncio.run(main())
`);
writeFileSync(join(dir, "core.py"), `from somewhere import venue


class Desk:
    async def oracle(self):
        return {"what": "ETH", "which": 1}

    async def go(self, tip):
        if not self.pays(tip):
            return
        await venue.shoot(tip["what"], tip["which"])

    def pays(self, tip):
        return tip["which"] > 0
`);

async function verdict(concepts: Readonly<Record<string, readonly string[]>>) {
  const { verdicts } = await audit({ dir, jobs: 1, config: { ...NO_CONFIG, concepts }, today: "2026-01-01", sections: ["filters"] });
  return verdicts.find((one) => one.section === "filters")!;
}

const orders = { "order-submission": ["venue.shoot"] };
const signals = { ...orders, signal: ["core.Desk.oracle"] };
const filters = { "expected-value-filter": ["core.Desk.pays"], "gap-filter": ["core.Desk.pays"], "circuit-breaker": ["core.Desk.pays"], "correlation-filter": ["core.Desk.pays"] };

test("without orders nothing is decided, and the remedy is named", async () => {
  const found = await verdict({});
  expect([found.status, found.unproven]).toEqual(["warn", true]);
  expect(found.reasons[0]?.why.en).toContain("order-submission");
});

test("with the order named, the signal is what is missing", async () => {
  const found = await verdict(orders);
  expect([found.status, found.unproven]).toEqual(["warn", true]);
  expect(found.reasons[0]?.why.en).toContain("signal: [module.function]");
});

test("with both named, the way and what is missing on it is known", async () => {
  const found = await verdict(signals);
  expect(found.unproven).toBe(false);
  expect(found.findings.map((one) => `${one.check} ${one.at.file}:${one.at.line}`)).toEqual([
    "filters/path-without-breaker main.py:11", "filters/path-without-correlation-filter main.py:11",
    "filters/path-without-expected-value-filter main.py:11", "filters/path-without-gap-filter main.py:11",
  ]);
});

test("filters under other names count once they are named", async () => {
  const found = await verdict({ ...signals, ...filters });
  expect([found.status, found.unproven]).toEqual(["ok", false]);
});
