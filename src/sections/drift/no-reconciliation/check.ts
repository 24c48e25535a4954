import { asleepLoops } from "../../../facts/code/drift/asleep-loops.ts";
import { booksOfPositions } from "../../../facts/code/drift/books.ts";
import { onlyIn, openingPrograms } from "../../../facts/code/drift/opening-programs.ts";
import { positionFetches } from "../../../facts/code/drift/position-fetches.ts";
import { restoredOnce } from "../../../facts/code/drift/restored-once.ts";
import { reconciliations } from "../../../facts/code/drift/reconciliations.ts";
import { schedules } from "../../../facts/code/drift/schedules.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "The bot sends orders and keeps its own record of positions (`{books}`), but never asks the exchange which positions are open: a lost fill, a liquidation or a restart leaves it trading on a wrong picture.",
    ru: "Бот отправляет ордера и ведёт свой учёт позиций (`{books}`), но ни разу не спрашивает биржу, какие позиции открыты: потерянное исполнение, ликвидация или перезапуск — и он торгует по неверной картине.",
  },
  order: { en: "orders are sent here", ru: "здесь отправляются ордера" },
  books: { en: "the bot’s own record changes here", ru: "здесь меняется собственный учёт бота" },
  fix: { en: "Fetch the open positions every 60 seconds and at the start, and compare both ways.", ru: "Запрашивайте открытые позиции каждые 60 секунд и при запуске и сравнивайте в обе стороны." },
  perhaps: {
    en: "`{code}` may ask the exchange for positions, but nobody knows what it calls. If it does, name the function in golive.yaml: `concepts: '{'position-fetch: [module.function]'}'`.",
    ru: "`{code}`, возможно, запрашивает позиции у биржи, но что вызывается — неизвестно. Если это так, назовите функцию в golive.yaml: `concepts: '{'position-fetch: [module.function]'}'`.",
  },
  fetched: {
    en: "the bot asks the exchange for positions here, but no comparison with its own record was recognised",
    ru: "здесь бот запрашивает позиции у биржи, но сверка с собственным учётом не распознана",
  },
  single: {
    en: "`{fn}` looks at what the exchange says of one position; that all positions are compared with the bot’s own record was not recognised",
    ru: "`{fn}` смотрит, что биржа говорит об одной позиции; сверка всех позиций с собственным учётом не распознана",
  },
  adds: {
    en: "`{fn}` takes over what the exchange has; that the bot notices positions which the exchange no longer has was not recognised",
    ru: "`{fn}` принимает то, что есть на бирже; что бот замечает позиции, которых на бирже больше нет, не распознано",
  },
  looks: {
    en: "`{fn}` looks positions of the exchange up in the bot’s own record; that the bot notices positions which the exchange no longer has was not recognised",
    ru: "`{fn}` ищет позиции биржи в собственном учёте; что бот замечает позиции, которых на бирже больше нет, не распознано",
  },
  balanced: {
    en: "`{fn}` asks the exchange for balances and takes positions out of the bot’s own record: on spot that may be the comparison; that it sees each position of both sides was not recognised",
    ru: "`{fn}` запрашивает у биржи балансы и убирает позиции из собственного учёта: на споте это может быть и сверка; что она видит все позиции с обеих сторон, не распознано",
  },
  holds: {
    en: "`{fn}` compares the positions of the exchange with {only, select, all {the bot’s own} other {those of `{only}`}}",
    ru: "`{fn}` сверяет позиции биржи с {only, select, all {собственными} other {позициями `{only}`}}",
  },
  asleep: { en: "A comparison is written but never started: told by drift/schedule-not-started.", ru: "Сверка написана, но не запускается: об этом сообщает drift/schedule-not-started." },
  called: { en: "The comparison runs when something calls it from outside: told by drift/only-at-start-up.", ru: "Сверку запускает внешнее событие: об этом сообщает drift/only-at-start-up." },
  restored: { en: "Positions are taken over at the start only: told by drift/only-at-start-up.", ru: "Позиции принимаются только при запуске: об этом сообщает drift/only-at-start-up." },
  none: { en: "The bot sends no orders.", ru: "Бот не отправляет ордеров." },
  unseen: {
    en: "Orders are sent in {file}, and it is not seen that what starts the bot leads there: whether positions need a comparison is not decided. Name the file that starts the bot in golive.yaml: `entry_points: [main.py]`.",
    ru: "Ордера отправляются в {file}, но не видно, что запуск бота туда ведёт: нужна ли сверка позиций, не решено. Назовите файл запуска в golive.yaml: `entry_points: [main.py]`.",
  },
  stored: {
    en: "`{code}` reads open positions from a record of the bot's own (a database), which is not followed: whether it is compared with the exchange is not decided.",
    ru: "`{code}` читает открытые позиции из собственного учёта бота (базы данных), который не отслеживается: сверяется ли он с биржей, не решено.",
  },
  rows: {
    en: "The bot sends orders and keeps its positions as rows of a database (`{code}`), but never asks the exchange which positions are open: a lost fill, a liquidation, a stop that went off there or a manual close leaves it trading on a wrong picture, also after a restart.",
    ru: "Бот отправляет ордера и хранит позиции строками в базе данных (`{code}`), но ни разу не спрашивает биржу, какие позиции открыты: потерянное исполнение, ликвидация, сработавший там стоп или закрытие вручную — и он торгует по неверной картине, в том числе после перезапуска.",
  },
  read: { en: "the open ones are read from the bot’s own rows here", ru: "здесь открытые позиции читаются из собственных строк бота" },
  row: { en: "a row is added here", ru: "здесь добавляется строка" },
  stateless: { en: "The bot keeps no record of positions of its own.", ru: "Бот не ведёт собственного учёта позиций." },
});

export const noReconciliation = defineCheck({
  name: "drift/no-reconciliation",
  claim: "A bot that keeps a record of its positions compares it with the exchange.",
  impact: "position",
  about: "reconciliation",
  code: {
    requires: { asleepLoops, booksOfPositions, openingPrograms, positionFetches, reconciliations, restoredOnce, schedules, places },
    look({ asleepLoops, booksOfPositions, openingPrograms, positionFetches, reconciliations, restoredOnce, schedules, places }, see) {
      const { orders, asleep: unseen, written, balanced, perhaps, stored, rows } = booksOfPositions;
      const [order] = orders;
      const own = reconciliations.all.filter((one) => one.core);
      const core = own.find((one) => schedules.some(({ reconciliation, runs }) => reconciliation === one && runs.some((run) => run.kind !== "event"))) ?? own[0];
      if (unseen && !core) return see.unclear(places.subject("reconciliation", unseen.call, "reconciliation"), say("unseen", { file: unseen.at.file }), [{ at: unseen.at, note: say("order") }]);
      if (!order) return see.notApplicable(say("none"));
      const subject = places.subject("reconciliation", order.call, "reconciliation");
      if (core) {
        if (schedules.every(({ reconciliation, runs }) => reconciliation !== core || runs.every((run) => run.kind === "event"))) return see.notApplicable(say("called"));
        const says = say("holds", { fn: core.fn.qualname, only: onlyIn(openingPrograms, core.fn) });
        return see.holds(subject, says, [{ at: places.at(core.compared[0]!.at), note: says }]);
      }
      if (restoredOnce) return see.notApplicable(say("restored"));
      const single = reconciliations.all[0];
      if (single) {
        const adds = single.compared.filter((one) => one.direction === "add" && one.whole && one.books);
        const says = say(adds.some((one) => one.adopts) ? "adds" : adds.length > 0 ? "looks" : "single", { fn: single.fn.qualname });
        const shown = adds.find((one) => one.adopts) ?? adds[0] ?? single.compared[0]!;
        return see.unclear(subject, says, [{ at: places.at(shown.at), note: says }]);
      }
      const [fetch] = positionFetches;
      if (fetch) return see.unclear(subject, say("fetched"), [{ at: fetch.at, note: say("fetched") }]);
      if (balanced) return see.unclear(subject, say("balanced", { fn: balanced.fn.qualname }), [{ at: places.at(balanced.call), note: say("balanced", { fn: balanced.fn.qualname }) }]);
      if (asleepLoops.length > 0) return see.notApplicable(say("asleep"));
      if (perhaps) return see.unclear(subject, say("perhaps", { code: places.snippet(perhaps, 60) }), [{ at: places.at(perhaps), note: say("perhaps", { code: places.snippet(perhaps, 60) }) }]);
      if (rows) {
        const added = rows.written ? [{ at: places.at(rows.written), note: say("row") }] : [];
        return see.broken(
          subject, say("rows", { code: places.snippet(rows.read, 60) }),
          [{ at: order.at, note: say("order") }, { at: places.at(rows.read), note: say("read") }, ...added], { fix: say("fix"), group: "reconciliation", weight: 9 },
        );
      }
      if (stored) return see.unclear(subject, say("stored", { code: places.snippet(stored, 60) }), [{ at: places.at(stored), note: say("stored", { code: places.snippet(stored, 60) }) }]);
      if (!written) return see.notApplicable(say("stateless"));
      see.broken(
        subject, say("broken", { books: written.label }),
        [{ at: order.at, note: say("order") }, { at: places.at(written.at), note: say("books") }], { fix: say("fix"), group: "reconciliation", weight: 9 },
      );
    },
  },
});
