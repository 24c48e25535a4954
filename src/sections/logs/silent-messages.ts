import { catalogue } from "../../sdk/text.ts";

/** What the checks of silent events say, by event. */
export const say = catalogue({
  "broken-exit": {
    en: "`{fn}` closes a position ({what}) and nothing is written, neither there nor by its callers: no EXIT_HIT, so entries and exits in the log do not match and the reason of the loss cannot be found",
    ru: "`{fn}` закрывает позицию ({what}), и никто об этом не пишет: ни она сама, ни те, кто её вызывает. EXIT_HIT нет, входы и выходы в логе не сходятся, причину убытка не найти",
  },
  "broken-fill": {
    en: "`{fn}` handles fills and writes nothing about them: no FILL with its latency, so neither execution quality nor a slow venue can be read from the log",
    ru: "`{fn}` обрабатывает исполнения и ничего о них не пишет: нет FILL с latency, по логу не видно ни качества исполнения, ни медленной биржи",
  },
  "broken-trail": {
    en: "`{fn}` moves the stop (`{what}`) and nothing is written: no TRAIL_UPDATE, so nobody can tell from the log why the position left where it did",
    ru: "`{fn}` двигает стоп (`{what}`), и в логе об этом ничего: TRAIL_UPDATE нет, по логу не понять, почему позиция вышла именно там",
  },
  "broken-reload": {
    en: "`{fn}` takes new trailing parameters (`{what}`) from a regime and nothing is written: no TRAIL_RELOAD, so it cannot be checked that open positions follow the regime",
    ru: "`{fn}` берёт из режима новые параметры трейлинга (`{what}`), и в логе об этом ничего: TRAIL_RELOAD нет, не проверить, что открытые позиции следуют за режимом",
  },
  "broken-drift": {
    en: "`{fn}` takes a position out of the books ({what}) because the exchange does not have it, and nothing is written: no DRIFT_REMOVE, so nobody learns that bot and exchange disagreed",
    ru: "`{fn}` убирает позицию с учёта ({what}), потому что на бирже её нет, и в логе об этом ничего: DRIFT_REMOVE нет, никто не узнает, что бот и биржа разошлись",
  },
  "fix-exit": { en: "after the order was accepted log `EXIT_HIT symbol=… side=… reason=… price=… size=… pnl=…`; under another name bind it: `concepts: '{'exit-hit: [module.function]'}'` in golive.yaml", ru: "после принятия ордера писать `EXIT_HIT symbol=… side=… reason=… price=… size=… pnl=…`; другое имя привязать в golive.yaml: `concepts: '{'exit-hit: [модуль.функция]'}'`" },
  "fix-fill": { en: "log `FILL symbol=… side=… price=… size=… latency=…ms` for each fill; under another name: `concepts: '{'fill-log: [module.function]'}'`", ru: "на каждое исполнение писать `FILL symbol=… side=… price=… size=… latency=…ms`; другое имя: `concepts: '{'fill-log: [модуль.функция]'}'`" },
  "fix-trail": { en: "log `TRAIL_UPDATE symbol=… stop=… old=… price=… distance=…%` whenever the stop moves; under another name: `concepts: '{'trail-update: [module.function]'}'`", ru: "при каждом сдвиге стопа писать `TRAIL_UPDATE symbol=… stop=… old=… price=… distance=…%`; другое имя: `concepts: '{'trail-update: [модуль.функция]'}'`" },
  "fix-reload": { en: "log `TRAIL_RELOAD symbol=… regime=…` with the new values", ru: "писать `TRAIL_RELOAD symbol=… regime=…` с новыми значениями" },
  "fix-drift": { en: "log `DRIFT_REMOVE symbol=… side=… size=…` at WARNING before the record goes; under another name: `concepts: '{'drift-log: [module.function]'}'`", ru: "перед удалением записи писать `DRIFT_REMOVE symbol=… side=… size=…` уровнем WARNING; другое имя: `concepts: '{'drift-log: [модуль.функция]'}'`" },
  "here-exit": { en: "`{fn}` closes here ({what})", ru: "здесь `{fn}` закрывает позицию ({what})" },
  "here-fill": { en: "`{fn}` takes the fill into the books here", ru: "здесь `{fn}` учитывает исполнение" },
  "here-trail": { en: "`{fn}` moves `{what}` here", ru: "здесь `{fn}` двигает `{what}`" },
  "here-reload": { en: "`{fn}` sets `{what}` here", ru: "здесь `{fn}` задаёт `{what}`" },
  "here-drift": { en: "the record goes here ({what})", ru: "здесь запись удаляется ({what})" },
  person: {
    en: "A person's command goes through `{fn}` in {count, plural, one {# place} other {# places}} and the log keeps nothing of it: a manual close looks like a position that vanished",
    ru: "Команда человека проходит через `{fn}` (в {count, plural, one {# месте} other {# местах}}), и в логе от неё ничего не остаётся: ручное закрытие выглядит как пропавшая позиция",
  },
  passes: { en: "through `{fn}`, which writes nothing about it either", ru: "через `{fn}`, которая об этом тоже не пишет" },
  "holds-exit": { en: "Closed positions are logged as EXIT_HIT ({count, plural, one {# place} other {# places}})", ru: "Закрытия позиций пишутся как EXIT_HIT ({count, plural, one {# место} few {# места} other {# мест}})" },
  "holds-fill": { en: "Fills are logged as FILL ({count, plural, one {# handler} other {# handlers}})", ru: "Исполнения пишутся как FILL ({count, plural, one {# обработчик} few {# обработчика} other {# обработчиков}})" },
  "holds-trail": { en: "Moves of the stop are logged as TRAIL_UPDATE ({count, plural, one {# place} other {# places}})", ru: "Сдвиги стопа пишутся как TRAIL_UPDATE ({count, plural, one {# место} few {# места} other {# мест}})" },
  "holds-reload": { en: "New trailing parameters are logged as TRAIL_RELOAD ({count, plural, one {# place} other {# places}})", ru: "Новые параметры трейлинга пишутся как TRAIL_RELOAD ({count, plural, one {# место} few {# места} other {# мест}})" },
  "holds-drift": { en: "Repairs of the registry are logged as DRIFT_ADD or DRIFT_REMOVE ({count, plural, one {# place} other {# places}})", ru: "Исправления реестра пишутся как DRIFT_ADD или DRIFT_REMOVE ({count, plural, one {# место} few {# места} other {# мест}})" },
  written: {
    en: "Where it happens something is written ({count, plural, =1 {the one recognised place} other {all # recognised places}}); what is written where an order fails was not asked",
    ru: "Когда это происходит, что-нибудь пишется ({count, plural, =1 {единственное распознанное место} other {все распознанные места: #}}); что пишется, когда ордер не прошёл, не проверялось",
  },
  unsure: { en: "In {count, plural, one {# place} other {# places}} the callers are too many or too far to say whether anything is written", ru: "{count, plural, one {В # месте} other {В # местах}} вызывающих слишком много или они слишком далеко, чтобы сказать, пишется ли что-нибудь" },
  orders: { en: "orders are sent here", ru: "здесь отправляются ордера" },
  "absent-exit": {
    en: "No call that closes a position was recognised. If the bot closes positions, name the function in golive.yaml: `concepts: '{'order-submission: [module.function]'}'`",
    ru: "Не распознан ни один вызов, закрывающий позицию. Если бот закрывает позиции, назовите функцию в golive.yaml: `concepts: '{'order-submission: [модуль.функция]'}'`",
  },
  "absent-fill": {
    en: "No function that handles fills was recognised, so it is unknown whether they are logged with their latency",
    ru: "Не распознана ни одна функция, обрабатывающая исполнения, поэтому неизвестно, пишутся ли они в лог с latency",
  },
  "answered-fill": {
    en: "The bot has no handler of fills: the answer to the order is the fill, and `logs/entry-without-fill` asks for its line",
    ru: "Обработчика исполнений в боте нет: исполнение — это ответ на ордер, и его строку спрашивает `logs/entry-without-fill`",
  },
  "absent-trail": { en: "No trailing stop that the bot moves itself was found", ru: "Трейлинг-стоп, который двигает сам бот, не найден" },
  "absent-reload": { en: "No place was found where trailing parameters are taken anew from a regime", ru: "Не найдено мест, где параметры трейлинга берутся заново из режима" },
  "absent-drift": {
    en: "No place was recognised where the bot repairs its positions against the exchange, so there is nothing that could log DRIFT_ADD or DRIFT_REMOVE",
    ru: "Не распознано мест, где бот сверяет и исправляет свои позиции по бирже, поэтому писать DRIFT_ADD и DRIFT_REMOVE некому",
  },
});
