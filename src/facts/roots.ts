import type { Program } from "../ir/program.ts";
import type { ProjectConfig } from "../sdk/project-config.ts";
import type { Run } from "../run/run.ts";
import { codeFact, runFact } from "../sdk/fact.ts";
import type { SettingsTable } from "../settings/setting.ts";

const supplied = (): never => {
  throw new Error("a root fact is supplied by the audit, not derived");
};

/** The bot's code, lowered. */
export const program = codeFact({ name: "program", doc: "The bot's code, lowered.", requires: {}, derive: supplied as () => Program });

/** What the person told golive about this bot. */
export const projectConfig = codeFact({ name: "project-config", doc: "golive.yaml.", requires: {}, derive: supplied as () => ProjectConfig });

/** Whether branches that the bot never takes as it ships are dead to the audit, or all of its code counts. */
export const branches = codeFact({ name: "branches", doc: "Which branches count.", requires: {}, derive: (): "as-shipped" | "all" => "as-shipped" });

/** The programs, by file, that are known by now to fail whenever they are started: they are no starts of the bot. */
export const failedPrograms = codeFact({ name: "failed-programs", doc: "Programs that cannot get past their start.", requires: {}, derive: (): ReadonlySet<string> => new Set() });

/** Whether the orders that the bot only books on paper are its orders: so where no start of it was seen to send a real one. */
export const paperOnly = codeFact({ name: "paper-only", doc: "Whether paper orders count as orders.", requires: {}, derive: (): boolean => false });

/** The bot's own configuration, as it ships. */
export const settings = codeFact({ name: "settings", doc: "The bot's YAML, JSON, TOML, INI and .env settings.", requires: {}, derive: supplied as () => SettingsTable });

/** What logs and telemetry showed; not to be had where none were given. */
export const run = runFact({ name: "run", doc: "The events, tracebacks and samples of one run.", requires: {}, derive: supplied as () => Run });
