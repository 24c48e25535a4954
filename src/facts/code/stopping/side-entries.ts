import { ownName } from "../../../ir/names.ts";
import type { FunctionNode } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { infer } from "../inference/infer.ts";
import { openWays } from "../open-ways.ts";
import { closesByName, intentThrough, opensByName } from "../order-intent.ts";
import { reach } from "../reach.ts";
import { stepsOf, tradePaths, type PathStep, type TradePaths } from "../trade-paths.ts";
import { isRoute } from "../person-commands.ts";
import { limitTests, type LimitKind, type LimitTests } from "./limit-tests.ts";

/** An opening order that is sent beside the ways of signals. */
export interface SideEntry {
  /** route: a request to the bot's own server. exit: the code that looks after open positions adds to them or turns them round. */
  readonly how: "route" | "exit";
  /** From where the order is decided to where it is sent. */
  readonly steps: readonly PathStep[];
}

export interface SideEntries {
  /** Those that do not wait for the limit. */
  without(kind: LimitKind): readonly SideEntry[];
}

export const sideEntries = codeFact({
  name: "side-entries",
  doc: "Opening orders beside the ways of signals (manual orders over HTTP, entries in the code of exits) that do not wait for a limit.",
  requires: { infer, openWays, tradePaths, limitTests, reach },
  derive({ infer, openWays, tradePaths, limitTests, reach }): SideEntries {
    const fromExits = (): SideEntry[] => {
      const found: SideEntry[] = [];
      const known = new Set(openWays.without(null).flatMap(({ steps }) => steps.map((step) => step.at)));
      for (const place of tradePaths.web(0).places) {
        if (!opensByName(place.fn)) continue;
        for (const step of tradePaths.stepsTo(place.fn)) {
          if (!closesByName(step.from) || step.off || known.has(step.at) || reach.of(step.from) !== "live" || found.some((one) => one.steps[0]!.at === step.at)) continue;
          if (intentThrough(infer, step.at, place.fn, place.intent, classOf(place.fn) !== null) !== "closes") found.push({ how: "exit", steps: [step, ...stepsOf(place)] });
        }
      }
      return found;
    };
    let exits: SideEntry[] | null = null;
    return {
      without(kind) {
        const routes = openWays.without(null).filter((way) => way.kind === "person" && isRoute(way.steps[0]!.from) && way.steps.every((step) => !step.off)).map(({ steps }): SideEntry => ({ how: "route", steps }));
        // What adds to a position makes no further one.
        const all = kind === "daily-loss" ? [...routes, ...(exits ??= fromExits())] : routes;
        return all.filter(({ steps }) => !steps.some((step) => limitTests.guardOn(step, kind)) && isOpenAbove(steps[0]!.from, kind, tradePaths, limitTests));
      },
    };
  },
});

const MOST = 200;

/** Some way to the function passes no such test. */
function isOpenAbove(fn: FunctionNode, kind: LimitKind, paths: TradePaths, tests: LimitTests): boolean {
  const seen = new Set([fn]);
  for (const one of seen) {
    if (seen.size > MOST) return false;
    const steps = paths.stepsTo(one);
    if (steps.length === 0) return true;
    for (const step of steps) if (!step.off && !tests.guardOn(step, kind)) seen.add(step.from);
  }
  return false;
}

/** `@router.websocket("/prices")`: a page that looks at prices decides nothing, whatever its subscription sets going. */
export const isPage = (fn: FunctionNode): boolean => fn.decorators.some((one) => one.kind === "call" && ownName(one.callee) === "websocket");
