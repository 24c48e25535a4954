import { doubleFills } from "../../../facts/run/double-fills.ts";
import { fillsInRun } from "../../../facts/run/repeated-fills.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";
import { repeatEvidence, twiceText } from "../repeated-in-run.ts";

const say = catalogue({
  fix: { en: "Remember the execution ids (`tradeId`, `execId`) before the fill is booked, and return when one comes again.", ru: "Запоминайте id исполнений (`tradeId`, `execId`) до учёта исполнения и выходите, если id уже был." },
  holds: { en: "each of {count} executions in the log was told once", ru: "каждое из {count} исполнений в логе учтено один раз" },
  unnamed: { en: "the log tells of fills without the id of the execution (`trade=…`), so a repeat cannot be told from a second fill", ru: "исполнения в логе без id сделки (`trade=…`): повтор не отличить от второго исполнения" },
  there: { en: "what was processed twice is told with the sum that it went into", ru: "об обработанном дважды сказано при сумме, в которую оно вошло" },
  before: { en: "repeated messages are told before they are kept out", ru: "повторные сообщения попадают в лог до того, как отсекаются" },
  none: { en: "no order was filled in this run, or the log does not tell of it", ru: "в этом запуске ничего не исполнялось, или в логе этого нет" },
});

export default defineCheck({
  name: "races/fill-processed-twice",
  claim: "Each execution of this run was processed once.",
  impact: "position",
  about: "fill",
  run: {
    requires: { doubleFills, fillsInRun },
    look({ doubleFills, fillsInRun }, see) {
      // Those that went into a sum which the code half speaks about are told there.
      for (const one of doubleFills.filter((each) => each.sum === null)) {
        see.broken({ kind: "fill", id: "processed twice" }, twiceText(one), repeatEvidence(one), { fix: say("fix"), weight: 5 });
      }
      if (doubleFills.length > 0) return void (doubleFills.every((one) => one.sum !== null) && see.notExercised(say("there")));
      const { sample, named, any, repeated } = fillsInRun;
      if (!sample || named === 0) return see.notExercised(say(any === 0 ? "none" : "unnamed"));
      if (repeated.length > 0) return see.notExercised(say("before"));
      see.holds({ kind: "fill", id: "once" }, say("holds", { count: named }), [logLine(sample)]);
    },
  },
});
