import type { Audit } from "../../src/sdk/audit-result.ts";
import type { Anchor, Evidence } from "../../src/sdk/evidence.ts";
import type { Finding, Verdict } from "../../src/sdk/finding.ts";
import { verbatim, type Text } from "../../src/sdk/text.ts";

export const code = (file: string, line: number, endLine?: number): Anchor => ({ in: "code", file, line, ...(endLine === undefined ? {} : { endLine }) });

export function finding(over: Partial<Finding> & { at: Anchor; message: Text }): Finding {
  const check = over.check ?? "numbers/hard-coded-threshold";
  return {
    fingerprint: `${over.at.file}-${over.at.line}`, check, section: check.slice(0, check.indexOf("/")), maturity: "stable",
    subject: { kind: "literal", id: over.at.file }, evidenceStatus: "suspected", impact: "funds", grade: "fail", analysisGap: false,
    fix: null, group: "", weight: 0, evidence: [{ at: over.at, note: verbatim("here") }] as Evidence[], code: [], run: [], ...over,
  };
}

export function verdict(over: Partial<Verdict> & { number: number; section: string; title: Text }): Verdict {
  return { status: "ok", unproven: false, findings: [], held: [], reasons: [], notApplicable: [], notExercised: [], ...over };
}

const numbers: Finding[] = [
  finding({ at: code("src/risk/risk_manager.py", 75), message: { en: "`= 5` sets the number of open positions", ru: "`= 5` задаёт число открытых позиций" }, fix: { en: "move it into the config as `risk.max_open_positions`", ru: "вынести в конфиг как `risk.max_open_positions`" }, group: "risk.max_open_positions", weight: 9 }),
  finding({ at: code("src/strategy/sizing.py", 12), message: { en: "`= 5` again", ru: "снова `= 5`" }, group: "risk.max_open_positions" }),
  ...[1, 2, 3, 4, 5, 6].map((n) => finding({ at: code("src/strategy/entry.py", n * 10), grade: "concern", message: { en: `fallback ${n} hides a missing setting`, ru: `запасное значение ${n} скрывает пропущенную настройку` } })),
];

export const SAMPLE: Audit = {
  tool: { name: "golive", version: "0.1.0" },
  bot: { root: "bot", revision: "f2f4e90c12345678", files: 155, lines: 100362, languages: ["python"], notAnalysed: [
    { file: "src/x.py", line: 12, endLine: 14, why: { en: "syntax error", ru: "синтаксическая ошибка" }, blocks: true },
    { file: "vendor/ccxt", line: null, endLine: null, why: { en: "a vendored copy", ru: "чужая копия" }, blocks: false },
  ] },
  gate: "no-go", counts: { red: 3, warn: 6, unproven: 1, waived: 1 },
  verdicts: [
    verdict({ number: 1, section: "numbers", title: { en: "Hard-coded numbers", ru: "Хард-код чисел" }, status: "red", findings: numbers }),
    verdict({ number: 2, section: "symbols", title: { en: "Hard-coded symbols", ru: "Хард-код символов" } }),
    verdict({ number: 3, section: "logs", title: { en: "Mandatory logs", ru: "Обязательные логи" }, status: "warn", unproven: true, reasons: [{ check: null, at: null, why: { en: "not checked by this version", ru: "эта версия не проверяет" } }] }),
    verdict({ number: 5, section: "races", title: { en: "Race conditions", ru: "Race-conditions" }, status: "red", findings: [finding({
      check: "races/check-then-act-across-await", at: code("src/live/very/deep/package/of/the/bot/position_coordinator_with_a_long_name.py", 1312, 1313),
      message: { en: "two tasks may open `BTC|USDT` twice: \u001b[31mspoofed\u001b[0m \u202egnp.exe <b>x</b> [a](http://x)", ru: "две задачи могут открыть `BTC|USDT` дважды" },
      fix: { en: "hold one lock over the test and the order", ru: "держать один lock от проверки до ордера" },
    })] }),
    verdict({ number: 9, section: "drift", title: { en: "Drift", ru: "Дрейф" }, status: "na", notApplicable: [{ en: "spot only", ru: "только спот" }] }),
    verdict({ number: 12, section: "reconnect", title: { en: "Backoff at reconnect", ru: "Backoff при reconnect" }, held: [finding({ check: "reconnect/unbounded", grade: "pass", evidenceStatus: "held", at: code("src/ws.py", 40), message: { en: "5, 10, 20, … 300 s", ru: "5, 10, 20, … 300 с" } })] }),
  ],
  waived: [{ finding: finding({ at: code("src/strategy/entry.py", 99), grade: "concern", message: verbatim("x = 3") }), waiver: { fingerprint: "w", check: null, file: null, reason: "known", owner: "ann", expires: "2027-01-01", line: 4 } }],
  notes: [],
};
