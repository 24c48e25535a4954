import { catalogue } from "../../sdk/text.ts";

export const say = catalogue({
  "nowhere-position-limit": {
    en: "Nothing limits how many positions are open: from `{from}` a decision gets to its order ({order}) without any comparison of the open positions with a limit. In a market-wide move every instrument fires at once, and the whole account is in one bet",
    ru: "Число открытых позиций ничем не ограничено: из `{from}` решение доходит до ордера ({order}) без сравнения открытых позиций с лимитом. При общем движении рынка срабатывают все инструменты сразу, и весь счёт оказывается в одной ставке",
  },
  "besides-position-limit": {
    en: "The number of open positions is compared with a limit, but not on the way to the order: `{from}` gets to {order} without that test. The limit is in a report or in a helper that the entry does not ask",
    ru: "Число открытых позиций сравнивают с лимитом, но не на пути к ордеру: `{from}` доходит до {order} без этой проверки. Лимит есть только в отчёте или в функции, которую вход не спрашивает",
  },
  "uncalled-position-limit": {
    en: "`{fn}` compares the open positions with the limit, but nothing calls it: `{from}` gets to its order ({order}) without it. The limit looks as if it were there; in a market-wide move every instrument fires at once",
    ru: "`{fn}` сравнивает открытые позиции с лимитом, но её никто не вызывает: `{from}` доходит до ордера ({order}) без неё. Лимит есть только на вид: при общем движении рынка срабатывают все инструменты сразу",
  },
  "uncalled-daily-loss": {
    en: "`{fn}` compares the day's loss with the limit, but nothing calls it: `{from}` gets to its order ({order}) without it. The limit looks as if it were there; a bad day goes on until the account is empty",
    ru: "`{fn}` сравнивает дневной убыток с лимитом, но её никто не вызывает: `{from}` доходит до ордера ({order}) без неё. Лимит есть только на вид: плохой день продолжается, пока не кончится счёт",
  },
  asksNobody: { en: "nothing of the running bot calls `{fn}`", ru: "работающий бот не вызывает `{fn}`" },
  perSymbol: {
    en: "Only one position per instrument is kept to (`{from}`); nothing limits how many are open in total, so the limit is the number of instruments",
    ru: "Соблюдается только «одна позиция на инструмент» (`{from}`); общее число позиций ничем не ограничено, то есть лимит равен числу инструментов",
  },
  "avoids-position-limit": {
    en: "One way to an opening order avoids the limit of open positions: `{from}` gets to {order} without the test that stands on the other ways",
    ru: "Один из путей к открывающему ордеру обходит лимит позиций: `{from}` доходит до {order} без проверки, которая стоит на других путях",
  },
  "unheard-position-limit": {
    en: "The limit of open positions is asked and refuses nothing: the answer of `{test}` is tested as a whole and is true whatever it says, so the order at {order} is always sent",
    ru: "Лимит открытых позиций спрашивают, но он никого не останавливает: ответ `{test}` проверяют целиком, а он истинен, что бы в нём ни стояло, поэтому ордер {order} уходит всегда",
  },
  "unheard-daily-loss": {
    en: "The daily loss limit is asked and refuses nothing: the answer of `{test}` is tested as a whole and is true whatever it says, so the order at {order} is always sent",
    ru: "Дневной лимит убытка спрашивают, но он никого не останавливает: ответ `{test}` проверяют целиком, а он истинен, что бы в нём ни стояло, поэтому ордер {order} уходит всегда",
  },
  unheard: { en: "take the answer apart, or await it: a tuple and a coroutine are true", ru: "разберите ответ на части или дождитесь его: кортеж и корутина всегда истинны" },
  "nowhere-daily-loss": {
    en: "Nothing stops entries after the day's loss: from `{from}` a decision gets to its order ({order}) without any comparison of the day's result with a limit. A bad day goes on until the account is empty",
    ru: "Дневной убыток не останавливает входы: из `{from}` решение доходит до ордера ({order}) без сравнения результата дня с лимитом. Плохой день продолжается, пока не кончится счёт",
  },
  "besides-daily-loss": {
    en: "The day's loss is compared with a limit, but not on the way to the order: `{from}` gets to {order} without that test. The limit is in a report or in a helper that the entry does not ask",
    ru: "Дневной убыток сравнивают с лимитом, но не на пути к ордеру: `{from}` доходит до {order} без этой проверки. Лимит есть только в отчёте или в функции, которую вход не спрашивает",
  },
  "avoids-daily-loss": {
    en: "One way to an opening order avoids the daily loss limit: `{from}` gets to {order} without the test that stands on the other ways",
    ru: "Один из путей к открывающему ордеру обходит дневной лимит убытка: `{from}` доходит до {order} без проверки, которая стоит на других путях",
  },
  "fix-position-limit": { en: "compare the open positions with `max_open_positions` from the config right before the order, and leave the path when it is reached", ru: "перед самым ордером сравнивать число открытых позиций с `max_open_positions` из конфига и уходить с пути при достижении" },
  "fix-daily-loss": { en: "compare the day's loss with `max_daily_loss_percent` from the config right before the order, and leave the path when it is reached", ru: "перед самым ордером сравнивать дневной убыток с `max_daily_loss_percent` из конфига и уходить с пути при достижении" },
  "holds-position-limit": { en: "The limit of open positions is asked before the opening orders of {froms}{more, plural, =0 {} one { and one more way} other { and # more ways}}", ru: "Лимит открытых позиций спрашивают перед открывающими ордерами {froms}{more, plural, =0 {} one { и ещё на # пути} few { и ещё на # путях} other { и ещё на # путях}}" },
  "holds-daily-loss": { en: "The daily loss limit is asked before the opening orders of {froms}{more, plural, =0 {} one { and one more way} other { and # more ways}}", ru: "Дневной лимит убытка спрашивают перед открывающими ордерами {froms}{more, plural, =0 {} one { и ещё на # пути} few { и ещё на # путях} other { и ещё на # путях}}" },
  "aside-position-limit": {
    en: "{how, select, route {An order over HTTP opens a position past the limit of open positions} other {The code of exits sends an entry past the limit of open positions}}: `{from}` gets to {order} without the test that stands before the bot's own entries",
    ru: "{how, select, route {Ордер через HTTP открывает позицию мимо лимита позиций} other {Код выходов отправляет вход мимо лимита позиций}}: `{from}` доходит до {order} без проверки, которая стоит перед собственными входами бота",
  },
  "aside-daily-loss": {
    en: "{how, select, route {An order over HTTP opens a position past the daily loss limit} other {The code of exits sends an entry past the daily loss limit}}: `{from}` gets to {order} without the test that stands before the bot's own entries. After the limit was reached the loss goes on growing",
    ru: "{how, select, route {Ордер через HTTP открывает позицию мимо дневного лимита убытка} other {Код выходов отправляет вход мимо дневного лимита убытка}}: `{from}` доходит до {order} без проверки, которая стоит перед собственными входами бота. Убыток растёт и после того, как лимит достигнут",
  },
  single: { en: "The bot opens only where nothing is held: at most one position", ru: "Бот открывает только тогда, когда ничего не держит: не больше одной позиции" },
  held: { en: "the order is sent only where nothing is held", ru: "ордер уходит, только если ничего не открыто" },
  elsewhere: { en: "`{fn}` compares with the limit, but the order does not depend on it", ru: "`{fn}` сравнивает с лимитом, но ордер от этого не зависит" },
  otherWays: { en: "other ways to the order are tested here", ru: "другие пути к ордеру проверяются здесь" },
  tested: { en: "`{test}`", ru: "`{test}`" },
  handed: { en: "`{from}` goes on to `{to}`", ru: "`{from}` передаёт дальше в `{to}`" },
  ordered: { en: "`{from}` sends the opening order", ru: "`{from}` отправляет открывающий ордер" },
  order: { en: "the order", ru: "ордер" },
  askedBy: { en: "asked on the way to the order: `{test}`", ru: "спрашивается на пути к ордеру: `{test}`" },
  passedBefore: {
    en: "The limit is compared in `{fn}`, which may answer `{answer}` before it gets there: whether an order goes out on that answer was not seen",
    ru: "Лимит сравнивает `{fn}`, но она может ответить `{answer}` раньше: уходит ли ордер по этому ответу, не видно",
  },
  passes: { en: "answers before the limit is compared", ru: "отвечает до сравнения с лимитом" },
  unborn: {
    en: "`{from}` leads to the order at {order}, and nothing on that way was recognised as a trading decision, so it is not known whether the limit belongs there. Name what makes the decision in golive.yaml: `concepts: '{'signal: [module.function]'}'`",
    ru: "`{from}` ведёт к ордеру {order}, но на этом пути не распознано торговое решение, поэтому неизвестно, должен ли там стоять лимит. Назовите функцию, которая принимает решение, в golive.yaml: `concepts: '{'signal: [module.function]'}'`",
  },
  beside: {
    en: "`{from}` gets to the order at {order} without the limit, but it is started by another program than the one that trades: an older bot or a tool. If it trades too, name it as a start in golive.yaml; if not, leave it out of the audit",
    ru: "`{from}` доходит до ордера {order} без лимита, но запускает его другая программа, а не та, что торгует: старый бот или утилита. Если она тоже торгует, укажите её как точку входа в golive.yaml, если нет — исключите из аудита",
  },
  claimed: {
    en: "On the way from `{from}` to the order at {order} the limit seems to be asked, but it was not shown that every path to the order waits for the answer",
    ru: "На пути из `{from}` к ордеру {order} лимит, похоже, спрашивают, но не удалось показать, что каждый путь к ордеру ждёт ответа",
  },
  unknownStart: {
    en: "Who calls `{from}`, which leads to the order at {order}, was not found: the limit may stand there. Name what calls it in golive.yaml, or the entry point",
    ru: "Кто вызывает `{from}`, откуда идёт путь к ордеру {order}, найти не удалось: лимит может стоять там. Укажите вызывающий код или точку входа в golive.yaml",
  },
  possible: {
    en: "`{from}` leads to the order at {order} without the limit, but only calls of which the aim is not known get to it: whether it runs was not shown. If it does, name what calls it in golive.yaml as an entry point",
    ru: "`{from}` доходит до ордера {order} без лимита, но вызывают её только вызовы с неизвестной целью: выполняется ли она, не показано. Если да, укажите вызывающий код в golive.yaml как точку входа",
  },
  person: { en: "Only a person's command opens positions", ru: "Позиции открывает только команда человека" },
});
