/** How the venues call the id that the client gives to an order; a repeat with the same id is refused as a duplicate. */
export const CLIENT_ORDER_ID = /^(client_?o(rder)?_?(link_?)?(i?d|oid)|client_?id|cl_?ord_?id|algo_?cl_?ord_?id|order_?link_?id|new_?client_?(order_?id|strategy_?id)|client_?oid|cloid|cl_?oid|coid|client_?tag|label|external_?oid|user_?ref|x_client_id|clientorderid|order_?tag)$/i;

/** Exceptions after which an order certainly was not taken: a repeat is safe. */
export const REFUSED_BEFORE = /(RateLimit|DDoSProtection|InvalidNonce|Authentication|PermissionDenied|InsufficientFunds|BadRequest|InvalidOrder|TooManyRequests|ConnectionRefused|BadSymbol|ArgumentsRequired|OrderRejected|Rejected)/;

/** Decorators and helpers that call again after an exception. */
export const RETRY_DECORATOR = /(^|[._])(retry|retries|retrying|retriable|on_exception|with_retry|async_retry|retry_async|auto_retry|retry_on_\w+|with_retries|retry_with_backoff)$/i;
