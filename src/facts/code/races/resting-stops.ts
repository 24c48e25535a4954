import type { OrderSite } from "../order-sites.ts";

/** A stop that is an order of its own: a second one rests beside it. One that the position carries is only set again. */
export const isRestingStop = ({ role, method, by }: OrderSite): boolean => role === "protect" && /order/i.test(method || by) && !/trading[_-]?stop|pos(itions?)?[_-]?tpsl|tp_sl/i.test(`${method} ${by}`);
