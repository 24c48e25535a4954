import { casts } from "./casts/checks.ts";
import { defineSection } from "../sdk/section.ts";
import { FILTERS } from "./filters/checks.ts";
import { DRIFT } from "./drift/checks.ts";
import { LEAKS } from "./leaks/checks.ts";
import { LOGS } from "./logs/checks.ts";
import { NUMBERS } from "./numbers/checks.ts";
import { RACES } from "./races/checks.ts";
import { RECONNECT_CHECKS } from "./reconnect/checks.ts";
import { SHUTDOWN } from "./shutdown/checks.ts";
import { REGIME } from "./regime/checks.ts";
import { symbols } from "./symbols/checks.ts";
import { WARNINGS } from "./warnings/checks.ts";

/** The audit, in report order. A section without checks is reported as unproven: not checked by this version. */
export const SECTIONS = [
  defineSection({ number: 1, id: "numbers", title: { en: "Hard-coded numbers", ru: "Хард-код чисел" }, checks: NUMBERS }),
  defineSection({ number: 2, id: "symbols", title: { en: "Hard-coded symbols", ru: "Хард-код символов" }, checks: symbols }),
  defineSection({ number: 3, id: "logs", title: { en: "Mandatory logs", ru: "Обязательные логи" }, checks: LOGS }),
  defineSection({ number: 4, id: "warnings", title: { en: "WARNING thresholds", ru: "WARNING-пороги" }, checks: WARNINGS }),
  defineSection({ number: 5, id: "races", title: { en: "Race conditions", ru: "Race conditions" }, checks: RACES }),
  defineSection({ number: 6, id: "leaks", title: { en: "Resource leaks", ru: "Утечки ресурсов" }, checks: LEAKS }),
  defineSection({ number: 7, id: "filters", title: { en: "Filters before an order", ru: "Фильтры перед ордером" }, checks: FILTERS }),
  defineSection({ number: 8, id: "regime", title: { en: "Parameters follow the regime", ru: "Параметры следуют за режимом" }, checks: REGIME }),
  defineSection({ number: 9, id: "drift", title: { en: "Registry and exchange drift", ru: "Drift реестра и биржи" }, checks: DRIFT }),
  defineSection({ number: 10, id: "casts", title: { en: "Wrong casts", ru: "Неправильные cast-ы" }, checks: casts }),
  defineSection({ number: 11, id: "shutdown", title: { en: "Graceful shutdown and limits", ru: "Graceful shutdown и лимиты" }, checks: SHUTDOWN }),
  defineSection({ number: 12, id: "reconnect", title: { en: "Exponential backoff at reconnect", ru: "Exponential backoff при reconnect" }, checks: RECONNECT_CHECKS }),
] as const;
