import type { Generated } from "kysely";

/** The tables of history.db. Columns are only ever added, by a new migration. */
export interface Tables {
  readonly audits: {
    readonly id: Generated<number>;
    /** ISO 8601, UTC. */
    readonly at: string;
    readonly tool: string;
    readonly revision: string | null;
    readonly gate: "go-live" | "no-go";
    readonly red: number;
    readonly warn: number;
    readonly unproven: number;
    readonly waived: number;
    /** Which sections took part, joined by spaces; empty: all. Only like is compared with like. */
    readonly scope: string;
    readonly comment_en: string;
    readonly comment_ru: string;
  };
  readonly findings: {
    readonly audit: number;
    readonly fingerprint: string;
    readonly check_name: string;
    readonly grade: string;
    readonly origin: "code" | "run";
    readonly file: string;
    readonly line: number;
    readonly message_en: string;
    readonly message_ru: string;
  };
}
