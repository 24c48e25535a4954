import { places } from "../../../facts/code/places.ts";
import { orderActs } from "../../../facts/code/races/order-acts.ts";
import { unawaited } from "../../../facts/code/resources/unawaited.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  dropped: {
    en: "`{target}` is a coroutine, and nothing awaits what `{code}` makes: its code never runs (\"coroutine was never awaited\").",
    ru: "`{target}` — корутина, и то, что создаёт `{code}`, никто не ждёт: её код не выполняется («coroutine was never awaited»).",
  },
  tested: {
    en: "`{target}` is a coroutine, and `{code}` tests the coroutine itself, without `await`: it is always true, and its code never runs.",
    ru: "`{target}` — корутина, а `{code}` проверяет саму корутину, без `await`: это всегда истина, а её код не выполняется.",
  },
  read: {
    en: "`{target}` is a coroutine, and `{code}` is taken for its result without `await`: it has none of the fields that are read (line {use}), and its code never runs.",
    ru: "`{target}` — корутина, а `{code}` без `await` принимают за её результат: полей, которые читают (строка {use}), у неё нет, а её код не выполняется.",
  },
  thread: {
    en: "`{fn}` runs in a thread that has no event loop, so `{code}` raises RuntimeError there: `{target}` never runs.",
    ru: "`{fn}` выполняется в потоке, где нет event loop, поэтому `{code}` там падает с RuntimeError: `{target}` не выполняется.",
  },
  threadAt: { en: "what runs in the thread", ru: "что выполняется в потоке" },
  fixThread: {
    en: "Make the route a coroutine (`async def`), or hand the work to the bot’s loop: `asyncio.run_coroutine_threadsafe(…, loop)`.",
    ru: "Сделайте обработчик корутиной (`async def`) или передайте работу в loop бота: `asyncio.run_coroutine_threadsafe(…, loop)`.",
  },
  fix: { en: "`await` it (in a coroutine), or start it as a task that is kept.", ru: "Поставьте `await` (в корутине) или запускайте её задачей, которую хранят." },
  made: { en: "made here, without `await`", ru: "создаётся здесь, без `await`" },
  use: { en: "taken for the result here", ru: "здесь её принимают за результат" },
  handed: { en: "the lambda hands out the coroutine `{target}`", ru: "lambda отдаёт корутину `{target}`" },
  target: { en: "the coroutine function", ru: "сама корутина" },
  none: { en: "Each coroutine that is made is awaited, started or handed on.", ru: "Каждую созданную корутину ждут, запускают или передают дальше." },
});

export const coroutineNeverAwaited = defineCheck({
  name: "leaks/coroutine-never-awaited",
  claim: "Each coroutine that is made also runs.",
  impact: "blind",
  about: "coroutine",
  code: {
    requires: { unawaited, orderActs, places },
    look({ unawaited, orderActs, places }, see) {
      if (unawaited.length === 0) return see.notApplicable(say("none"));
      const told = new Set<unknown>();
      for (const { call, fn, target, made, how, use } of unawaited) {
        if (told.has(call)) continue;
        told.add(call);
        const lambdas = made === call || how === "thread" ? [] : unawaited.filter((one) => one.call === call).map((one) => ({ at: places.at(one.made), note: say("handed", { target: one.target.qualname }) }));
        const head = places.at(target);
        const values = { target: target.qualname, code: places.snippet(call, 60), fn: fn.qualname, use: use ? String(places.at(use).line) : "" };
        const there = use && { ...places.at(use), endLine: places.at(use).line };
        see.broken(places.subject("coroutine", call, `${fn.qualname} ${values.code}`), say(how, values), [
          { at: places.at(call), note: say("made") }, ...lambdas, ...(there ? [{ at: there, note: say(how === "thread" ? "threadAt" : "use") }] : []), { at: { ...head, endLine: head.line }, note: say("target") },
        ], { fix: say(how === "thread" ? "fixThread" : "fix"), group: target.qualname, ...(orderActs.from(target) ? { impact: "position" as const, weight: 5 } : { weight: 3 }) });
      }
    },
  },
});
