/** Command-line programs of venues: a bot that runs one sends its orders as words. */
import type { OrderRole } from "./order-calls.ts";

export interface CommandLine {
  /** Words that follow each other in the command line. */
  readonly words: readonly string[];
  readonly means: OrderRole | "positions";
}

const line = (means: CommandLine["means"], ...all: string[]): CommandLine[] => all.map((one) => ({ words: one.split(" "), means }));

/** The first that fits counts. */
export const COMMAND_LINES: readonly CommandLine[] = [
  // https://github.com/okx/agent-trade-kit: okx <module> <command>
  ...line("protect", "swap algo place", "swap algo trail", "futures algo place", "futures algo trail", "spot algo place", "spot algo trail"), ...line("cancel", "swap algo cancel", "futures algo cancel", "spot algo cancel"),
  ...line("amend", "swap algo amend", "futures algo amend", "spot algo amend", "swap amend", "futures amend", "spot amend"),
  ...line("open", "swap place", "futures place", "spot place", "option place", "swap batch", "spot batch"), ...line("close", "swap close", "futures close"),
  ...line("cancel", "swap cancel", "futures cancel", "spot cancel", "option cancel"), ...line("positions", "account positions", "swap positions", "futures positions"),
  // https://github.com/bitget-official: bgc <module> <tool>
  ...line("open", "futures futures_place_order", "spot spot_place_order", "margin margin_place_order"), ...line("protect", "futures futures_place_plan_order", "futures futures_place_tpsl_order"),
  ...line("cancel", "futures futures_cancel_orders", "spot spot_cancel_orders", "margin margin_cancel_orders"), ...line("amend", "futures futures_modify_order", "spot spot_modify_order"),
  ...line("close", "futures futures_close_positions"), ...line("positions", "futures futures_get_positions"),
];

/** A flag that makes an order one that only reduces. */
export const REDUCING_FLAG = /^--?(reduce-?only|close-?position)$/i;

/** Functions that run a program: what they are handed as plain words is its command line. */
export const RUNS_PROGRAM = /(^|_)(run|call|exec|execute|cli|cmd|command|invoke|shell|popen|output|json|okx|bgc)(_|$)/i;
