import { places, type Places } from "../../../facts/code/places.ts";
import { serversBeside } from "../../../facts/code/stopping/servers-beside.ts";
import { queuedTooLate } from "../../../facts/code/stopping/queued-too-late.ts";
import { signalEnds, type SignalEnd } from "../../../facts/code/stopping/signal-ends.ts";
import { signalHandlers, type SignalHandler } from "../../../facts/code/stopping/signal-handlers.ts";
import { commandsBeside } from "../../../facts/code/stopping/commands-beside.ts";
import { otherCommands } from "../../../facts/code/stopping/other-commands.ts";
import { singlePass } from "../../../facts/code/stopping/single-pass.ts";
import { stopRegions } from "../../../facts/code/stopping/stop-regions.ts";
import { tradingLoops } from "../../../facts/code/stopping/trading-loops.ts";
import { tradingStart } from "../../../facts/code/stopping/trading-start.ts";
import { index } from "../../../facts/code/module-index.ts";
import { programs } from "../../../facts/code/programs.ts";
import type { Call } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { firstLineOf, type Evidence, type See } from "../../../sdk/evidence.ts";
import { endsByItself, loopsAt, undecided } from "../shutdown-words.ts";
import { say } from "./messages.ts";

/** `uvicorn.run("app.main:app")` loads `backend/app/main.py`. */
function servesByName(call: Call, file: string): boolean {
  const app = call.args[0]?.value;
  const [module, attribute] = app?.kind === "string" ? app.value.split(":") : [];
  return Boolean(module && attribute) && `/${file}`.endsWith(`/${module!.replaceAll(".", "/")}.py`);
}

const LEADS_ON: ReadonlySet<SignalEnd["how"]> = new Set(["ends", "runs", "asked"]);

const subject = { kind: "signal", id: "SIGTERM" } as const;
const words = (places: Places, one: SignalHandler) => ({ handler: one.handler ? places.snippet(one.handler, 50) : "" });
const place = (places: Places, one: SignalHandler, key: "handled" | "ignored" | "interruptOnly" | "notInstalled"): Evidence => ({ at: places.at(one.call), note: say(key, words(places, one)) });

export const noSignalHandler = defineCheck({
  name: "shutdown/no-signal-handler",
  claim: "SIGTERM, by which systemd and Docker stop a program, leads to the bot's own shutdown.",
  impact: "position",
  about: "signal",
  code: {
    requires: { signalHandlers, signalEnds, serversBeside, stopRegions, singlePass, tradingLoops, tradingStart, commandsBeside, otherCommands, programs, index, places },
    look({ signalHandlers, signalEnds, serversBeside, stopRegions, singlePass, tradingLoops, tradingStart, commandsBeside, otherCommands, programs, index, places }, see) {
      const { installed, dead, served } = signalHandlers;
      // `streamlit run app.py` runs the file's main block itself; other servers only load the file.
      const page = served.find((one) => one.by.startsWith("streamlit.") && (!tradingStart.runsItself || places.at(one.call).file === tradingStart.name));
      const hosts = served.filter((one) => !tradingStart.runsItself && !one.by.startsWith("streamlit."));
      const runners = signalHandlers.runners.length === 0 ? hosts : signalHandlers.runners.filter((one) => !serversBeside.has(one.call) && !otherCommands.runsWithoutOrders(one.call) && isOwn(one.call));
      // A handler that only another program's main block installs takes no signal from this one.
      const real = installed.filter((one) => !one.empty && !tradingStart.isAside(one.call));
      const takesTerm = real.filter((one) => one.signals === null || one.signals.includes("SIGTERM"));
      const terms = takesTerm.filter((one) => tradingStart.loads(places.moduleOf(one.call))).map((one) => ({ one, end: signalEnds.of(one) }));
      const [runner] = runners;
      // A server installs its own handlers over those of the program and calls the shutdown hooks.
      const bad = terms.find(({ end }) => !LEADS_ON.has(end.how));
      if (terms.length > 0 && !(bad && runner)) return told(bad ?? terms[0]!, places, see);
      const aside = runner && commandsBeside.find((one) => tradingStart.loads(places.moduleOf(one.at)));
      if (aside) {
        const at = firstLineOf(places.at(aside.at));
        return see.broken(subject, say("broken-command", { by: runner.by, fn: aside.fn.qualname }), [{ at, note: say("keyboard") }, { at: places.at(runner.call), note: say("runner", { by: runner.by }) }], { fix: say("fix") });
      }
      if (runner) return see.holds(subject, say("runner", { by: runner.by }), [{ at: places.at(runner.call), note: say("runner", { by: runner.by }) }]);
      const [elsewhere] = takesTerm;
      if (elsewhere) return see.unclear(subject, say("elsewhere"), [{ at: tradingStart.at ?? places.at(elsewhere.call), note: say("start") }, place(places, elsewhere, "handled")]);
      if (page) return see.unclear(subject, say("page"), [{ at: places.at(page.call), note: say("page") }]);
      const [interrupt] = real.filter((one) => one.signals?.includes("SIGINT"));
      if (interrupt) return see.broken(subject, say("broken-sigint"), [signalsAt(interrupt, places), place(places, interrupt, "interruptOnly")], { fix: say("fix") });
      if (undecided(tradingStart, "signal", "SIGTERM", see) || endsByItself(singlePass, tradingStart, "signal", "SIGTERM", see)) return;
      const start: Evidence = { at: tradingStart.at!, note: say("start") };
      const keyboardOnly = stopRegions.filter((one) => (one.kind === "interrupt" || one.kind === "finally") && tradingStart.loads(places.moduleOf(one.at)) && !tradingStart.isAside(one.at) && queuedTooLate(one) === null);
      const evidence: Evidence[] = [
        ...installed.filter((one) => one.empty && one.signals?.includes("SIGTERM")).map((one) => place(places, one, "ignored")),
        ...[...serversBeside].slice(0, 2).map(([call, how]) => ({ at: places.at(call), note: say(how) })),
        ...dead.filter((one) => one.signals?.includes("SIGTERM")).slice(0, 2).map((one) => place(places, one, "notInstalled")),
        ...keyboardOnly.slice(0, 2).map((one) => ({ at: firstLineOf(places.at(one.at)), note: say("keyboard") })),
        ...loopsAt(tradingLoops, places),
      ];
      see.broken(subject, say(keyboardOnly.length > 0 ? "broken-keyboard" : "broken"), [start, ...evidence], { fix: say("fix") });

      /** Not the server of a dashboard that is another program. */
      function isOwn(call: Call): boolean {
        const start = index.modules.get(tradingStart.name)?.module;
        const module = places.moduleOf(call);
        return !tradingStart.trades || tradingStart.loads(module) || (start !== undefined && programs.closureOf(module).has(start)) || servesByName(call, tradingStart.name);
      }
    },
  },
});

function told({ one, end }: { readonly one: SignalHandler; readonly end: SignalEnd }, places: Places, see: See<"signal">): void {
  const handled = place(places, one, "handled");
  const by: Evidence = { at: places.at(end.at), note: say(`does-${end.how}`) };
  const both: [Evidence, ...Evidence[]] = end.at === one.call ? [handled] : [handled, by];
  const values = { ...words(places, one), what: places.snippet(end.at, 60) };
  if (end.how === "unknown") return see.unclear(subject, say("unknown", values), both);
  if (end.how === "deaf") return see.broken(subject, say("deaf", values), both, { fix: say("fix-deaf") });
  if (end.how === "dropped") return see.broken(subject, say("dropped", values), both, { fix: say("fix-dropped"), impact: "hygiene" });
  if (end.waitsOn) return see.broken(subject, say("waitsOn", { ...values, wait: places.snippet(end.waitsOn, 40) }), [...both, { at: places.at(end.waitsOn), note: say("waits") }], { fix: say("fix-waitsOn"), impact: "hygiene" });
  see.holds(subject, say(`holds-${end.how}`, values), both);
}

function signalsAt(one: SignalHandler, places: Places): Evidence {
  const number = one.call.args[0]!.value;
  const loop = one.signals && number.kind === "name" ? loopOver(one, places) : null;
  return { at: loop ?? places.at(one.call), note: say("broken-sigint") };
}
function loopOver(one: SignalHandler, places: Places): Evidence["at"] | null {
  for (let at = one.call.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "for") return places.at(at.iterable);
  return null;
}
