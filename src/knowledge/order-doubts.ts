/** What tells that the outcome of an order is not known, and how it is found out. */

/** Exceptions that a request may end with although the exchange took the order. */
export const AMBIGUOUS_ERROR = /^(Exception|BaseException|BaseError|OSError|IOError|ConnectionError|HTTPError|URLError|\w*(Network|Timeout|TimeOut|TimedOut|Connection|Transport)\w*|Request(s)?(Error|Exception|Timeout)|HTTPStatusError|ClientError|ClientConnectorError|ClientOSError|ServerDisconnectedError|(Binance|Bybit|Okx|OKX)?\w*(Request|API|Api)(Exception|Error)|FailedRequestError|RemoteDisconnected|ServerError|ExchangeNotAvailable|OperationFailed)$/;

/** Functions that ask the exchange for an order, or for what is open. */
export const ASKS_FOR_ORDERS = /^_?(fetch|get|query|list|check|find|lookup|poll|wait_for|verify|confirm|search|resolve|recover|reconcile|refresh|sync|resync)_?\w*(order|fill|trade|execution|position|account|exchange|state)|^_?(fetch|query|get)(Open)?(Order|Position|MyTrade)s?$|^_?(re)?sync(_\w+)?$|^_?reconcile(_\w+)?$|user_state|historical_orders/i;

/** Words of a record that something is left to be found out. */
export const DOUBT_WORDS = /unknown|verif|uncertain|doubt|reconcil|ambiguous|unconfirmed|pending|in_?flight|resync|indeterminate|needs_|suspect|recover/i;

/** Private streams that tell of fills and positions by themselves. */
export const TELLS_OF_FILLS = /^(watch_?(orders|my_?trades|positions)|watch(Orders|MyTrades|Positions)|order_stream|execution_stream|position_stream|(start_)?(futures_|margin_)?user_socket|(futures_)?user_socket|start_user_stream|stream_get_listen_key|futures_stream_get_listen_key|new_listen_key|subscribe_(orders?|positions?|fills|executions?|user\w*))$/;

/** Topics and messages of private streams. */
export const FILL_TOPICS = /^(ORDER_TRADE_UPDATE|ACCOUNT_UPDATE|executionReport|execution(\.\w+)?|order(\.(linear|spot|inverse))?|position(\.(linear|inverse))?|orders-algo|userFills|orderUpdates|userEvents|openOrders|ownTrades|futures\.(orders|usertrades|positions))$/;

/** State that a failure is only counted or told in. */
export const REPORTS_ONLY = /error|fail|stat|metric|count|message|reason|_log|alert|reject/i;
