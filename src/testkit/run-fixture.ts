import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Audit } from "../sdk/audit-result.ts";
import { differences } from "./compare.ts";
import { readExpectations, type Expectation } from "./expectations.ts";
import type { Fixture } from "./fixtures.ts";
import { mutationsOf, type Mutation } from "./mutations.ts";

/** How the bot in a directory is audited: given by the caller, so that plug-ins are tested with their own sections. */
export type AuditDirectory = (directory: string) => Promise<Audit>;

/** What is wrong with a fixture, a line for each; empty: it holds. */
export async function runFixture(fixture: Fixture, audit: AuditDirectory): Promise<string[]> {
  const expectations = expectationsOf(fixture.files);
  return differences(await auditFiles(fixture.files, audit), fixture.section, expectations);
}

export interface Mutant {
  readonly name: string;
  readonly mutation: Mutation;
  readonly files: ReadonlyMap<string, string>;
}

/** The fixture once for each of its guards, without that guard. */
export const mutantsOf = (fixture: Fixture): Mutant[] => [...fixture.files].flatMap(([file, text]) =>
  mutationsOf(text).map((mutation) => ({ name: `${fixture.name} without its guard in line ${mutation.line}`, mutation, files: new Map([...fixture.files, [file, mutation.text]]) })));

/** Without its guard the bot must be reported: null, or what is wrong. */
export async function runMutant(fixture: Fixture, { mutation, files }: Mutant, audit: AuditDirectory): Promise<string | null> {
  const before = reportsOf(await auditFiles(fixture.files, audit), mutation.check);
  const mutated = await auditFiles(files, audit);
  const [unreadable] = mutated.bot.notAnalysed.filter(({ blocks }) => blocks);
  if (unreadable) return `without the guard the file cannot be read (${unreadable.file}:${unreadable.line}: ${unreadable.why.en}):\n${mutation.text}`;
  if (reportsOf(mutated, mutation.check) > before) return null;
  return `${mutation.check} holds although its guard in line ${mutation.line} is gone:\n${mutation.text}`;
}

/** Only what is broken counts: "could not be decided" is no answer to a missing guard. */
const reportsOf = (audit: Audit, check: string): number => audit.verdicts.flatMap(({ findings }) => findings).filter((finding) => finding.check === check && finding.grade !== "unproven").length;

function expectationsOf(files: ReadonlyMap<string, string>): Expectation[] {
  return [...files].flatMap(([file, text]) => readExpectations(file, text));
}

/** A log and its telemetry have no comments: the lines that expect something become empty, so that the others keep their numbers. */
const withoutComments = (log: string): string => log.replace(/^\s*#\s*(expect|because|fact|verdict)\b.*$/gm, "");

async function auditFiles(files: ReadonlyMap<string, string>, audit: AuditDirectory): Promise<Audit> {
  const root = mkdtempSync(join(tmpdir(), "golive-fixture-"));
  // The directory's own name is part of the report: a constant one keeps failures readable.
  const bot = join(root, "bot");
  try {
    for (const [file, text] of files) {
      mkdirSync(dirname(join(bot, file)), { recursive: true });
      writeFileSync(join(bot, file), /\.(log|jsonl)$/.test(file) ? withoutComments(text) : text);
    }
    return await audit(bot);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
