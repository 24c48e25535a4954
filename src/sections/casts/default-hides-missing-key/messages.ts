import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  broken: {
    en: "`{code}` always gives its default here: the dict made at {place} has no \"{key}\", it has {instead}.",
    ru: "`{code}` здесь всегда даёт default: в словаре, созданном в {place}, нет \"{key}\", есть {instead}.",
  },
  unsent: {
    en: "`{code}` always gives `{instead}`: the answer of {venue} to a new order tells no {key}, an execution has to be asked for. What the bot goes on with is its own guess, not the fill.",
    ru: "`{code}` всегда даёт `{instead}`: в ответе {venue} на новый ордер нет {key}, исполнение нужно запрашивать отдельно. Дальше бот считает по своей догадке, а не по исполнению.",
  },
  unsentNone: {
    en: "`{code}` gives None, not `{instead}`: ccxt sets {key} in the answer to a new order all the same, so the default is never taken where the exchange tells no {key}. What is calculated with it fails after the order was sent.",
    ru: "`{code}` даёт None, а не `{instead}`: ccxt всё равно пишет {key} в ответ на новый ордер, поэтому default не срабатывает, если биржа не сообщила {key}. Расчёт с ним упадёт уже после отправки ордера.",
  },
  unsentWord: {
    en: "`{code}` gives None, not `{instead}`: ccxt sets {key} in the answer to a new order all the same, and {venue} tells none there. The comparison comes out the other way after each order that was sent.",
    ru: "`{code}` даёт None, а не `{instead}`: ccxt всё равно пишет {key} в ответ на новый ордер, а биржа его там не сообщает. Сравнение даёт обратный результат после каждого отправленного ордера.",
  },
  unsentZero: {
    en: "`{code}` is always 0: the answer of {venue} to a new order tells no {key}. An order that was filled counts as one that did nothing.",
    ru: "`{code}` всегда 0: в ответе {venue} на новый ордер нет {key}. Исполненный ордер считается ничего не сделавшим.",
  },
  unwrapped: {
    en: "`{code}` always gives its default: {venue}'s answer is taken out of \"{key}\" before it comes here ({place}), so there is no \"{key}\" in it.",
    ru: "`{code}` всегда даёт default: ответ {venue} достают из \"{key}\" раньше ({place}), и здесь \"{key}\" в нём уже нет.",
  },
  unwrappedFails: {
    en: "`{code}` fails each time: {venue}'s answer is taken out of its envelope before it comes here ({place}), so there is no \"{key}\" in it.",
    ru: "`{code}` падает каждый раз: ответ {venue} достают из обёртки раньше ({place}), и здесь \"{key}\" в нём уже нет.",
  },
  unwrappedTest: {
    en: "`{code}` always comes out the same: {venue}'s answer is taken out of its envelope before it comes here ({place}), so there is no \"{key}\" in it.",
    ru: "`{code}` всегда даёт одно и то же: ответ {venue} достают из обёртки раньше ({place}), и здесь \"{key}\" в нём уже нет.",
  },
  unwrappedNever: {
    en: "`{code}` is never true: {venue}'s answer is taken out of \"{key}\" before it comes here ({place}). The branch that reads it never runs, and nothing else is done with the answer.",
    ru: "`{code}` никогда не истинно: ответ {venue} достают из \"{key}\" раньше ({place}). Ветка, которая его читает, не выполняется, а больше с ответом ничего не делают.",
  },
  above: {
    en: "`{code}` always gives its default: {venue} answers with rows under \"{rows}\", and \"{key}\" stands in them, not in what holds them.",
    ru: "`{code}` всегда даёт default: {venue} присылает строки в \"{rows}\", и \"{key}\" лежит в них, а не уровнем выше.",
  },
  fixAbove: { en: "`answer[\"result\"][\"{rows}\"][0][\"{key}\"]`, after a test that the list is not empty.", ru: "`answer[\"result\"][\"{rows}\"][0][\"{key}\"]`, проверив, что список не пуст." },
  fixUnwrapped: { en: "Read what the function gives back: the content without the envelope; or let it give back the whole answer.", ru: "Читайте то, что функция возвращает: содержимое без обёртки. Либо возвращайте из неё ответ целиком." },
  hereUnwrapped: { en: "asks for \"{key}\"", ru: "спрашивает \"{key}\"" },
  opened: { en: "`{code}`: it is taken out here", ru: "`{code}`: достаётся здесь" },
  fixUnsent: { en: "Ask for the order (or wait for its event) until it is filled, and take the price and quantity from there.", ru: "Запросите ордер (или дождитесь события) до исполнения и берите цену и количество оттуда." },
  hereUnsent: { en: "reads \"{key}\" from the answer to a new order", ru: "читает \"{key}\" из ответа на новый ордер" },
  noPositions: {
    en: "`{code}` never finds a position: the dict made at {place} has no \"{key}\", it has \"{instead}\". To the code that reads it the account is always flat, whatever is open there.",
    ru: "`{code}` никогда не находит позиций: в словаре, созданном в {place}, нет \"{key}\", есть \"{instead}\". Для кода, который это читает, счёт всегда пуст, что бы на нём ни было открыто.",
  },
  fix: { en: "Read the key that is written, and read it with `[...]`, so that a rename fails loudly.", ru: "Читайте тот ключ, который пишется, и через `[...]`, чтобы переименование сразу давало ошибку." },
  here: { en: "reads \"{key}\" with a default", ru: "читает \"{key}\" с default" },
  made: { en: "the dict that comes here is made at this place, with {instead}", ru: "приходящий сюда словарь создаётся здесь, с ключами {instead}" },
  holds: { en: "`{code}`: whoever makes the dict writes the key", ru: "`{code}`: ключ записывается там, где создаётся словарь" },
  writes: { en: "the key is written here", ru: "ключ записывается здесь" },
  none: { en: "No quantity is read with a default from a dict that the bot itself makes.", ru: "Количества и цены с default из собственных словарей бота не читаются." },
});
