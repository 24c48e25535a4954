import { Command } from "commander";
import type { Language, Text } from "../../sdk/text.ts";
import type { AuditOptions } from "./audit-command.ts";
import type { ExplainOptions } from "./explain-command.ts";
import type { MapOptions } from "./map-command.ts";
import type { ExitCode } from "./exit-code.ts";
import type { RunOptions } from "./run-command.ts";
import { EXAMPLES, HELP } from "./help-texts.ts";

type Named = keyof typeof EXAMPLES;

/** The command line. Each command is loaded when it is called, so that help costs nothing. */
export function buildProgram(language: Language, version: string, done: (code: ExitCode) => void): Command {
  const say = (text: Text): string => text[language];
  const titles = new Map([["Usage:", HELP.usage], ["Arguments:", HELP.arguments], ["Options:", HELP.options], ["Commands:", HELP.commands]].map(([title, text]) => [title as string, say(text as Text)]));
  const dressed = (command: Command, name: Named): Command => command
    .configureHelp({ styleTitle: (title) => titles.get(title) ?? title, subcommandDescription: (one) => one.summary() || one.description() })
    .helpOption("-h, --help", say(HELP.help)).helpCommand(false).exitOverride().configureOutput({ writeErr: () => undefined, outputError: () => undefined })
    .addHelpText("after", `\n${say(HELP.examples)}\n${EXAMPLES[name].map((line) => `  ${line}`).join("\n")}\n\n${say(HELP.exitCodes)}`);
  const program = dressed(new Command("golive"), "golive").enablePositionalOptions().description(say(HELP.golive)).version(version, "-V, --version", say(HELP.version));
  const add = (name: Named, summary: Text): Command => dressed(program.command(name), name).description(say(summary))
    .option("--lang <language>", say(HELP.lang)).option("--jobs <n>", say(HELP.jobs));

  add("audit", HELP.audit).argument("[dir]", say(HELP.directory))
    .option("--section <id...>", say(HELP.section)).option("--format <format...>", say(HELP.format))
    .option("--all", say(HELP.all)).option("--no-history", say(HELP.noHistory)).option("--comment <text>", say(HELP.comment))
    .option("--revision <rev>", say(HELP.revision)).option("--timings", say(HELP.timings))
    .option("--logs <path...>", say(HELP.logs)).option("--telemetry <file>", say(HELP.telemetry)).option("--logs-since <when>", say(HELP.since)).option("--follow", say(HELP.follow))
    .action(async (directory: string | undefined, options: AuditOptions) => done(await (await import("./audit-command.ts")).auditCommand(directory, options)));
  add("map", HELP.map).argument("[dir]", say(HELP.directory)).option("--format <format...>", say(HELP.mapFormat))
    .action(async (directory: string | undefined, options: MapOptions) => done(await (await import("./map-command.ts")).mapCommand(directory, options)));
  add("explain", HELP.explain).argument("<target>", say(HELP.target)).option("--dir <dir>", say(HELP.directory))
    .option("--logs <path...>", say(HELP.logs)).option("--telemetry <file>", say(HELP.telemetry)).option("--logs-since <when>", say(HELP.since))
    .action(async (target: string, options: ExplainOptions) => done(await (await import("./explain-command.ts")).explainCommand(target, options)));
  add("history", HELP.history).argument("[dir]", say(HELP.directory)).option("--format <format>", say(HELP.historyFormat))
    .action(async (directory: string | undefined, options: { lang?: string; format?: string }) => done(await (await import("./history-command.ts")).historyCommand(directory, options)));
  add("init", HELP.init).argument("[dir]", say(HELP.directory))
    .action(async (directory: string | undefined, options: AuditOptions) => done(await (await import("./init-command.ts")).initCommand(directory, options)));
  const repeated = (value: string, before: readonly string[] = []): string[] => [...before, value];
  add("run", HELP.run).summary(say(HELP.run)).description(`${say(HELP.run)}\n\n${say(HELP.runDetails)}`).argument("<command...>", say(HELP.command)).passThroughOptions()
    .option("--dir <dir>", say(HELP.runDirectory)).option("--logs <path>", say(HELP.ownLogs), repeated).option("--interval <seconds>", say(HELP.interval))
    .option("--memory-limit <size>", say(HELP.memoryLimit)).option("--grace <seconds>", say(HELP.grace)).option("--kill-after <seconds>", say(HELP.killAfter))
    .option("--section <id>", say(HELP.section), repeated).option("--format <format>", say(HELP.format), repeated)
    .option("--all", say(HELP.all)).option("--no-history", say(HELP.noHistory)).option("--comment <text>", say(HELP.comment))
    .action(async (command: string[], options: RunOptions) => done(await (await import("./run-command.ts")).runCommand(command, options)));
  return program;
}
