import { catalogue } from "../../sdk/text.ts";

/** What the four checks of missing filters say. `kind` is a key of GUARD_KINDS. */
export const say = catalogue({
  more: {
    en: "{count, plural, one {one more place hands} other {# more places hand}} signals on like this",
    ru: "так же сигналы уходят дальше ещё {count, plural, one {в # месте} few {в # местах} other {в # местах}}",
  },
  elsewhere: {
    en: "`{test}` ({place}) asks something of the kind, but was seen to decide on no step of this way: if it does, name its function in golive.yaml",
    ru: "что-то похожее проверяет `{test}` ({place}), но не видно, чтобы это решало хоть на одном шаге этого пути: если решает, назовите функцию с этой проверкой в golive.yaml",
  },
  aside: { en: "a test of this kind, aside of the way", ru: "проверка такого рода — в стороне от этого пути" },
  guessed: {
    en: "`{test}` may ask it: which function the call runs is unknown, and one of that name does. Name the guard in golive.yaml (`concepts`), or annotate the object",
    ru: "`{test}`, возможно, это и проверяет: какая функция вызывается, неизвестно, а одна с таким именем — проверяет. Назовите фильтр в golive.yaml (`concepts`) или аннотируйте объект",
  },
  beside: { en: "`{from}` hands its signals on in the same way", ru: "`{from}` передаёт свои сигналы так же" },
  "broken-expected-value": {
    en: "A signal goes from `{from}` to the order at {order} and nobody asks whether its expected move covers fees, spread and slippage{others}: trades that cannot pay for themselves are sent",
    ru: "Сигнал идёт из `{from}` к ордеру {order}, и никто не проверяет, окупает ли ожидаемый ход комиссии, спред и проскальзывание{others}: в рынок уходят сделки, которые не могут себя окупить",
  },
  "broken-gap": {
    en: "A signal goes from `{from}` to the order at {order} and nobody compares the spread, or the distance between the signal's price and the market, with a limit{others}: in a jump or an empty book the entry is filled far from the plan",
    ru: "Сигнал идёт из `{from}` к ордеру {order}, и никто не сравнивает с пределом спред или расстояние между ценой сигнала и рынком{others}: на скачке или в пустом стакане вход исполнится далеко от плана",
  },
  "broken-breaker": {
    en: "A signal goes from `{from}` to the order at {order} and no circuit breaker stands on the way{others}: a symbol that has just lost several times in a row goes on being traded",
    ru: "Сигнал идёт из `{from}` к ордеру {order}, и на пути нет circuit breaker{others}: символ, который только что дал серию убытков, торгуется дальше",
  },
  "broken-correlation": {
    en: "A signal goes from `{from}` to the order at {order} and nobody asks whether correlated positions are open already{others}: five altcoin longs are one bet of fivefold size",
    ru: "Сигнал идёт из `{from}` к ордеру {order}, и никто не проверяет, нет ли уже открытых коррелирующих позиций{others}: пять лонгов по альтам — это одна ставка пятикратного размера",
  },
  "broken-partial": {
    en: "A signal goes from `{from}` to the order at {order}, and `{test}` ({kind}) is asked on this way only where `{under}`: every other signal passes it by{others}",
    ru: "Сигнал идёт из `{from}` к ордеру {order}, а `{test}` ({kind}) проверяется на этом пути только при `{under}`: все остальные сигналы её минуют{others}",
  },
  "broken-failing": {
    en: "A signal goes from `{from}` to the order at {order}, and after {error} in `{test}` ({kind}) it goes on unasked: the filter lets pass exactly when it cannot ask{others}",
    ru: "Сигнал идёт из `{from}` к ордеру {order}, а после {error} в `{test}` ({kind}) он идёт дальше без проверки: фильтр пропускает именно тогда, когда не может проверить{others}",
  },
  "broken-off": {
    en: "A signal goes from `{from}` to the order at {order}, and `{test}` ({kind}) is asked on this way only where `{under}`, which does not hold as the bot ships: nobody is asked{others}",
    ru: "Сигнал идёт из `{from}` к ордеру {order}, а `{test}` ({kind}) проверяется на этом пути только при `{under}`, и с поставляемыми настройками это не выполнено: не проверяют никого{others}",
  },
  unmet: { en: "off as the bot ships", ru: "в поставке выключено" },
  "fix-off": { en: "ship a limit for `{under}`, or refuse to trade live without one", ru: "поставлять предел для `{under}` или не торговать в бою без него" },
  error: { en: "an error", ru: "ошибки" },
  asked: { en: "`{test}` is asked here", ru: "здесь проверяется `{test}`" },
  only: { en: "only where this holds", ru: "только если выполнено это" },
  swallowed: { en: "after this handler the signal goes on", ru: "после этого обработчика сигнал идёт дальше" },
  "fix-partial": { en: "ask `{test}` for every signal, before `{to}`", ru: "проверять `{test}` для каждого сигнала, до `{to}`" },
  "fix-failing": { en: "leave the way in the handler: a filter that cannot ask must not let pass", ru: "уходить с пути и в обработчике: фильтр, который не смог проверить, не должен пропускать" },
  others: { en: " (only {guards} on it)", ru: " (на нём только {guards})" },
  "fix-expected-value": {
    en: "before `{to}` compare the expected move with the full cost and leave when it does not cover it; if that is done under another name, bind it in golive.yaml: `concepts: '{'expected-value-filter: [module.function]'}'`",
    ru: "перед `{to}` сравнивать ожидаемый ход с полными издержками и выходить, если он их не окупает; если это уже делается под другим именем, привяжите его в golive.yaml: `concepts: '{'expected-value-filter: [модуль.функция]'}'`",
  },
  "fix-gap": {
    en: "before `{to}` compare spread and price gap with max_gap_pct and leave when they exceed it, also when there is no fresh quote; under another name: `concepts: '{'gap-filter: [module.function]'}'` in golive.yaml",
    ru: "перед `{to}` сравнивать спред и отклонение цены с max_gap_pct и выходить при превышении и без свежей котировки; под другим именем: `concepts: '{'gap-filter: [модуль.функция]'}'` в golive.yaml",
  },
  "fix-breaker": {
    en: "before `{to}` ask is_symbol_blocked(symbol) and leave, and let every close report its result to the breaker; under another name: `concepts: '{'circuit-breaker: [module.function]'}'` in golive.yaml",
    ru: "перед `{to}` спрашивать is_symbol_blocked(symbol) и выходить, а каждое закрытие пусть сообщает breaker-у свой результат; под другим именем: `concepts: '{'circuit-breaker: [модуль.функция]'}'` в golive.yaml",
  },
  "fix-correlation": {
    en: "before `{to}` count open positions that move with this symbol and leave at the limit; under another name: `concepts: '{'correlation-filter: [module.function]'}'` in golive.yaml",
    ru: "перед `{to}` считать открытые позиции, которые ходят вместе с этим символом, и выходить на пределе; под другим именем: `concepts: '{'correlation-filter: [модуль.функция]'}'` в golive.yaml",
  },
  "holds-expected-value": { en: "Each way that was found from a signal to the order at {orders} asks whether the expected move covers the costs: `{test}`", ru: "Каждый найденный путь от сигнала к ордеру {orders} проверяет, окупает ли ожидаемый ход издержки: `{test}`" },
  "holds-gap": { en: "Each way that was found from a signal to the order at {orders} asks the spread or the price gap against a limit: `{test}`", ru: "Каждый найденный путь от сигнала к ордеру {orders} проверяет, не превышает ли предел спред или разрыв цены: `{test}`" },
  "holds-breaker": { en: "Each way that was found from a signal to the order at {orders} asks a circuit breaker: `{test}`", ru: "Каждый найденный путь от сигнала к ордеру {orders} проверяет, не сработал ли circuit breaker: `{test}`" },
  "holds-correlation": { en: "Each way that was found from a signal to the order at {orders} asks about correlated positions: `{test}`", ru: "Каждый найденный путь от сигнала к ордеру {orders} проверяет, нет ли коррелирующих позиций: `{test}`" },
  pause: {
    en: "`{test}` stands on the way and may stop it, but that losses set it was not proved: a switch by hand and a pause after each trade are no circuit breaker. Name the function that counts losses in golive.yaml: `concepts: '{'circuit-breaker: [module.function]'}'`",
    ru: "На пути стоит `{test}` и может его прервать, но не доказано, что срабатывает она от убытков: ручной выключатель и пауза после каждой сделки — не circuit breaker. Назовите функцию, которая считает убытки, в golive.yaml: `concepts: '{'circuit-breaker: [модуль.функция]'}'`",
  },
  born: { en: "the decision to trade is made here", ru: "здесь принимается решение торговать" },
  handed: { en: "`{from}` passes it on to `{to}`", ru: "`{from}` передаёт его в `{to}`" },
  ordered: { en: "`{from}` sends the order ({by})", ru: "`{from}` отправляет ордер ({by})" },
  started: { en: "the way begins in `{from}`", ru: "путь начинается в `{from}`" },
  guard: { en: "asked here: `{test}`", ru: "спрашивается здесь: `{test}`" },
  noOrders: {
    en: "No call that sends an opening order was recognised in the running bot, so no way to it could be followed. Name it in golive.yaml: `concepts: '{'order-submission: [module.function]'}'`; if the bot sends no orders: `not_applicable: [ '{'section: filters, reason: …'}' ]`",
    ru: "В работающем боте не распознан ни один вызов, отправляющий открывающий ордер, поэтому путь к нему проследить нельзя. Назовите его в golive.yaml: `concepts: '{'order-submission: [модуль.функция]'}'`; если бот не отправляет ордеров: `not_applicable: [ '{'section: filters, reason: …'}' ]`",
  },
  unknownStart: {
    en: "`{from}` leads to the order at {order} without this filter, but nobody was seen to call it: whoever does may have the filter. Name what starts the bot under `entry_points` in golive.yaml, or the function by which it sends its orders: `concepts: '{'order-submission: [module.function]'}'`",
    ru: "`{from}` ведёт к ордеру {order} без этого фильтра, но кто её вызывает, не видно: фильтр может быть там. Укажите в golive.yaml, чем запускается бот (`entry_points`), или функцию, которой он отправляет ордера: `concepts: '{'order-submission: [модуль.функция]'}'`",
  },
  unborn: {
    en: "The way from `{from}` to the order at {order} passes no such filter, but nothing on it was recognised as a signal. Name the function that makes it in golive.yaml: `concepts: '{'signal: [module.function]'}'`",
    ru: "На пути из `{from}` к ордеру {order} такого фильтра нет, но и сигнал на нём не распознан. Назовите функцию, которая его создаёт, в golive.yaml: `concepts: '{'signal: [модуль.функция]'}'`",
  },
  otherOrders: {
    en: "The way from `{from}` to the order at {order} lays orders out or adds to a position that is open, but it is not the bot's only one{other, select, none {} other { (the order at {other} was not reached by any way)}}: where the signals of the others are made was not seen. Name the function in golive.yaml: `concepts: '{'signal: [module.function]'}'`",
    ru: "Путь из `{from}` к ордеру {order} расставляет ордера или добавляет к открытой позиции, но он у бота не единственный{other, select, none {} other { (к ордеру {other} не ведёт ни один найденный путь)}}: где создаются сигналы остальных, не видно. Назовите эту функцию в golive.yaml: `concepts: '{'signal: [модуль.функция]'}'`",
  },
  unsure: {
    en: "A signal goes from `{from}` to the order at {order} past `{test}`, but that this has asked ({kind}) on each way by which it lets pass was not proved: let the function behind it ask before each of its answers, or name the one that does in golive.yaml (`concepts`)",
    ru: "Сигнал идёт из `{from}` к ордеру {order} через `{test}`, но не доказано, что при каждом пропускающем ответе это проверено ({kind}): пусть функция за этой проверкой проверяет перед каждым своим ответом, или назовите проверяющую в golive.yaml (`concepts`)",
  },
  quoting: {
    en: "Orders are laid out as quotes, a grid or a schedule (`{from}`), without a discrete signal that a filter could reject. Confirm it in golive.yaml: `not_applicable: [ '{'section: filters, reason: market maker'}' ]`; if there are signals, name them: `concepts: '{'signal: [module.function]'}'`",
    ru: "Ордера выставляются как котировки, сетка или по расписанию (`{from}`), без отдельного сигнала, который фильтр мог бы отклонить. Подтвердите в golive.yaml: `not_applicable: [ '{'section: filters, reason: маркет-мейкер'}' ]`; если сигналы есть, назовите их: `concepts: '{'signal: [модуль.функция]'}'`",
  },
  framework: {
    en: "{framework} sends the orders of `{strategy}`: which signals it lets pass is set in its own protections, pair lists and callbacks, not on a way through this code",
    ru: "Ордера по `{strategy}` отправляет {framework}: какие сигналы проходят, задают его собственные защиты, списки пар и обратные вызовы, а не путь в этом коде",
  },
  "one-symbol": {
    en: "The bot trades one market (`{at}`, {line}): no other position can be correlated with it",
    ru: "Бот торгует один рынок (`{at}`, {line}): другой позиции, которая с ней коррелирует, быть не может",
  },
  "one-position": {
    en: "The bot holds one position at a time (`{at}`, {line}): no other position can be correlated with it",
    ru: "Бот держит одну позицию (`{at}`, {line}): другой позиции, которая с ней коррелирует, быть не может",
  },
  bounded: {
    en: "The orders of the signals are limit orders ({order}): none is filled at a worse price than it names",
    ru: "Ордера по сигналам — лимитные ({order}): хуже указанной цены они не исполнятся",
  },
  person: {
    en: "Opening orders are sent only on a person's command (`{from}`): there is no signal to filter",
    ru: "Открывающие ордера отправляются только по команде человека (`{from}`): сигнала, который надо фильтровать, нет",
  },
  "expected-value": { en: "expected value", ru: "EV" },
  gap: { en: "gap", ru: "gap" },
  breaker: { en: "circuit breaker or cooldown", ru: "circuit breaker или cooldown" },
  correlation: { en: "correlation", ru: "корреляция" },
  "position-limit": { en: "position limit", ru: "лимит позиций" },
  "daily-loss": { en: "loss limit", ru: "лимит убытка" },
  throttle: { en: "a pause between entries", ru: "пауза между входами" },
});
