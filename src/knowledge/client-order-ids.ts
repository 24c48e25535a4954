/** How the venues call the id that the client gives to an order; a repeat with the same id is refused as a duplicate. */
export const CLIENT_ORDER_ID = /^(client_?o(rder)?_?(link_?)?(i?d|oid)|client_?id|cl_?ord_?id|algo_?cl_?ord_?id|client_?algo_?id|order_?link_?id|new_?client_?(order_?id|strategy_?id)|client_?oid|cloid|cl_?oid|coid|client_?tag|label|external_?oid|user_?ref|x_client_id|clientorderid|order_?tag)$/i;

/**
 * Library exceptions after which an order certainly was not taken: a repeat is safe. ccxt's `ExchangeError` is the venue's answer, all that is
 * ambiguous is a `NetworkError`; binance-connector's `ClientError` is an answer with a 4xx status. A bot's own class of that name may be anything.
 */
export const REFUSED_BY_LIBRARY = /^(ExchangeError|ClientError|NotSupported)$/;

/** Names that say it, of the bot's own exceptions too. */
export const REFUSED_BEFORE = /(RateLimit|DDoSProtection|InvalidNonce|Authentication|PermissionDenied|InsufficientFunds|BadRequest|InvalidOrder|TooManyRequests|ConnectionRefused|BadSymbol|ArgumentsRequired|OrderRejected|Rejected)/;

/** Decorators and helpers that call again after an exception. */
export const RETRY_DECORATOR = /(^|[._])(retry|retries|retrying|retriable|on_exception|with_retry|async_retry|retry_async|auto_retry|retry_on_\w+|with_retries|retry_with_backoff)$/i;

/** Libraries whose decorators call again. */
export const RETRY_LIBRARY = /^(tenacity|backoff|retry|retrying|stamina|aioretry|async_retrying|asyncstdlib)([.(]|$)/;

/** What a refusal says of itself in its text or code: throttled, too large, wrong mode. HTTP 429 and 418; codes of Binance, Bybit, OKX. */
export const REFUSAL_WORDS = /rate.?limit|too many|throttl|^(429|418|-1003|-1015|-1021|10006|10018|50011|50061|110090)$|insufficient|precision|min.?notional|leverage|timestamp|recv.?window|nonce/i;
