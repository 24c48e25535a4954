import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  slippage: {
    en: "no slippage is computed for the entries of `{fn}`: their fills are never compared with the price that was expected, so fills worse than {asked} stay unseen",
    ru: "для входов в `{fn}` проскальзывание не считается: цена исполнения ни с чем не сравнивается, и исполнения хуже ожидаемых на {asked} никто не заметит",
  },
  exit: {
    en: "no exit slippage is computed for the exits of `{fn}`: those that fill more than {asked} worse than decided stay unseen",
    ru: "для выходов в `{fn}` проскальзывание не считается: исполненные хуже решения более чем на {asked} никто не заметит",
  },
  trail: {
    en: "`{fn}` moves a trailing stop and never computes its distance to the price: a stop closer than {asked}, which noise will hit, stays unseen",
    ru: "`{fn}` двигает трейлинг-стоп, а расстояние до цены не считает: стоп ближе {asked}, который сорвёт любой шум, никто не заметит",
  },
  venue: {
    en: "`{fn}` hands the venue the distance of a trailing stop, and nothing looks at how small it is: a stop closer than {asked}, which noise will hit, stays unseen",
    ru: "`{fn}` передаёт бирже расстояние трейлинг-стопа, и никто не смотрит, насколько оно мало: стоп ближе {asked}, который сорвёт любой шум, никто не заметит",
  },
  latency: {
    en: "the time from sending an order to its answer or fill is not measured (`{fn}`): orders that take longer than {asked} stay unseen",
    ru: "время от отправки ордера до ответа или исполнения не измеряется (`{fn}`): ордера дольше {asked} никто не заметит",
  },
  fix: { en: "compute it where the fill (the exit, the stop) is known and log a WARNING beyond {asked}", ru: "считать там, где известно исполнение (выход, стоп), и писать WARNING за порогом {asked}" },
  named: { en: "`{code}` compares something by this name, but where its value comes from could not be followed: {metric}", ru: "`{code}` сравнивает величину с таким именем, но откуда её значение, проследить не удалось: {metric}" },
  paper: { en: "{metric}: the bot fills its orders by itself, on paper; what a real order would show is not known", ru: "{metric}: бот исполняет ордера сам, на бумаге; что показал бы настоящий ордер, неизвестно" },
  dead: { en: "computed only here, in code that the running bot never gets to", ru: "считается только здесь, в коде, до которого работающий бот не доходит" },
  here: { en: "nothing is measured here", ru: "здесь ничего не измеряется" },
  sent: { en: "the order goes out here ({by})", ru: "здесь уходит ордер ({by})" },
  paid: { en: "the price of the trade is known here", ru: "здесь известна цена сделки" },
  partly: {
    en: "the time from sending an order to its answer is measured only in `{timed}`, not for the orders of `{fn}`: those that take longer than {asked} stay unseen",
    ru: "время от отправки ордера до ответа измеряется только в `{timed}`, а для ордеров `{fn}` — нет: ордера дольше {asked} никто не заметит",
  },
  timed: { en: "the only clock around an order", ru: "единственное измерение времени вокруг ордера" },
  handed: { en: "`{fn}` is handed to other code, which sends the order: whether it measures how long that takes could not be followed", ru: "`{fn}` передаётся другому коду, и ордер отправляет он: измеряет ли он время, проследить не удалось" },
  moved: { en: "the stop is moved here, too", ru: "стоп двигается и здесь" },
  more: { en: "orders are sent here, too", ru: "ордера уходят и отсюда" },
  holds: { en: "{metric} is computed for {count, plural, one {the one recognised place} other {all # recognised places}} where it applies", ru: "{metric}: считается для всех распознанных мест, где нужна ({count})" },
  loose: { en: "{metric} is computed, but whether for each order, and whether from its fill, could not be followed", ru: "{metric}: считается, но для каждого ли ордера и по его ли исполнению, проследить не удалось" },
  spoken: { en: "it applies here", ru: "она нужна здесь" },
  noOrders: { en: "No order of this bot was recognised, so it is not known what its metrics should measure. Bind the functions that send orders in golive.yaml.", ru: "Ни один ордер бота не распознан, и неизвестно, что должны измерять метрики. Укажите функции, отправляющие ордера, в golive.yaml." },
  nothing: { en: "The bot has no code.", ru: "В боте нет кода." },
});
