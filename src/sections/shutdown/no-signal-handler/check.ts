import { places } from "../../../facts/code/places.ts";
import { serversBeside } from "../../../facts/code/stopping/servers-beside.ts";
import { signalHandlers, type SignalHandler } from "../../../facts/code/stopping/signal-handlers.ts";
import { commandsBeside } from "../../../facts/code/stopping/commands-beside.ts";
import { singlePass } from "../../../facts/code/stopping/single-pass.ts";
import { stopRegions } from "../../../facts/code/stopping/stop-regions.ts";
import { tradingStart } from "../../../facts/code/stopping/trading-start.ts";
import { index } from "../../../facts/code/module-index.ts";
import { programs } from "../../../facts/code/programs.ts";
import type { Call } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { firstLineOf, type Evidence } from "../../../sdk/evidence.ts";
import { endsByItself, undecided } from "../shutdown-words.ts";
import { say } from "./messages.ts";

/** `uvicorn.run("app.main:app")` loads `backend/app/main.py`. */
function servesByName(call: Call, file: string): boolean {
  const app = call.args[0]?.value;
  const [module, attribute] = app?.kind === "string" ? app.value.split(":") : [];
  return Boolean(module && attribute) && `/${file}`.endsWith(`/${module!.replaceAll(".", "/")}.py`);
}

export const noSignalHandler = defineCheck({
  name: "shutdown/no-signal-handler",
  claim: "SIGTERM, by which systemd and Docker stop a program, leads to the bot's own shutdown.",
  impact: "position",
  about: "signal",
  code: {
    requires: { signalHandlers, serversBeside, stopRegions, singlePass, tradingStart, commandsBeside, programs, index, places },
    look({ signalHandlers, serversBeside, stopRegions, singlePass, tradingStart, commandsBeside, programs, index, places }, see) {
      const { installed, dead, served } = signalHandlers;
      // `streamlit run app.py` runs the file's main block itself; other servers only load the file.
      const hosts = served.filter((one) => !tradingStart.runsItself || (one.by.startsWith("streamlit.") && places.at(one.call).file === tradingStart.name));
      const runners = signalHandlers.runners.length === 0 ? hosts : signalHandlers.runners.filter((one) => !serversBeside.has(one.call) && isOwn(one.call));
      const subject = { kind: "signal", id: "SIGTERM" } as const;
      const place = (one: SignalHandler, key: "handled" | "ignored" | "interruptOnly" | "notInstalled"): Evidence => ({ at: places.at(one.call), note: say(key, { handler: one.handler ? places.snippet(one.handler, 50) : "" }) });
      // A handler that only another program's main block installs takes no signal from this one.
      const real = installed.filter((one) => !one.empty && !tradingStart.isAside(one.call));
      const term = real.find((one) => one.signals === null || one.signals.includes("SIGTERM"));
      if (term) return see.holds(subject, say("holds"), [place(term, "handled")]);
      const [runner] = runners;
      const aside = runner && commandsBeside.find((one) => tradingStart.loads(places.moduleOf(one.at)));
      if (aside) {
        const at = firstLineOf(places.at(aside.at));
        return see.broken(subject, say("broken-command", { by: runner.by, fn: aside.fn.qualname }), [{ at, note: say("keyboard") }, { at: places.at(runner.call), note: say("runner", { by: runner.by }) }], { fix: say("fix") });
      }
      if (runner) return see.holds(subject, say("runner", { by: runner.by }), [{ at: places.at(runner.call), note: say("runner", { by: runner.by }) }]);
      const [interrupt] = real.filter((one) => one.signals?.includes("SIGINT"));
      if (interrupt) return see.broken(subject, say("broken-sigint"), [signalsAt(interrupt), place(interrupt, "interruptOnly")], { fix: say("fix") });
      if (undecided(tradingStart, "signal", "SIGTERM", see) || endsByItself(singlePass, tradingStart, "signal", "SIGTERM", see)) return;
      const start: Evidence = { at: tradingStart.at!, note: say("start") };
      const keyboardOnly = stopRegions.filter((one) => (one.kind === "interrupt" || one.kind === "finally") && tradingStart.loads(places.moduleOf(one.at)) && !tradingStart.isAside(one.at));
      const evidence: Evidence[] = [
        ...installed.filter((one) => one.empty && one.signals?.includes("SIGTERM")).map((one) => place(one, "ignored")),
        ...[...serversBeside].slice(0, 2).map(([call, how]) => ({ at: places.at(call), note: say(how) })),
        ...dead.filter((one) => one.signals?.includes("SIGTERM")).slice(0, 2).map((one) => place(one, "notInstalled")),
        ...keyboardOnly.slice(0, 2).map((one) => ({ at: firstLineOf(places.at(one.at)), note: say("keyboard") })),
      ];
      see.broken(subject, say(keyboardOnly.length > 0 ? "broken-keyboard" : "broken"), [start, ...evidence], { fix: say("fix") });

      /** Not the server of a dashboard that is another program. */
      function isOwn(call: Call): boolean {
        const start = index.modules.get(tradingStart.name)?.module;
        const module = places.moduleOf(call);
        return !tradingStart.trades || tradingStart.loads(module) || (start !== undefined && programs.closureOf(module).has(start)) || servesByName(call, tradingStart.name);
      }
      function signalsAt(one: SignalHandler): Evidence {
        const number = one.call.args[0]!.value;
        const loop = one.signals && number.kind === "name" ? loopOver(one) : null;
        return { at: loop ?? places.at(one.call), note: say("broken-sigint") };
      }
      function loopOver(one: SignalHandler): Evidence["at"] | null {
        for (let at = one.call.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "for") return places.at(at.iterable);
        return null;
      }
    },
  },
});

