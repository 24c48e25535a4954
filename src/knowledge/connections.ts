/** How long-lived connections to a venue are opened, waited on and kept, by the API that is called. */

/**
 * socket: gives a socket that the bot reads. app: blocks until the connection ends, callbacks tell what happens. watch: connects
 * by itself when it is called and is not connected. client: an object that keeps its own connection.
 */
export type ConnectionShape = "socket" | "app" | "watch" | "client";

/** The exception classes of a library: what a refused, a rejected and a lost connection raise, with their base classes. */
export interface ConnectionErrors {
  readonly refused: readonly string[];
  readonly rejected: readonly string[];
  /** Empty: a lost connection ends the receive loop without an exception. */
  readonly lost: readonly string[];
}

/** What the library does by itself when the connection is lost: its documented attempts and delay, in words that need no translation. */
export interface LibraryReconnect {
  readonly name: string;
  readonly schedule: string;
  readonly grows: boolean;
  readonly bounded: boolean;
}

export interface ConnectCall {
  readonly path: RegExp;
  readonly shape: ConnectionShape;
  readonly library: string;
  readonly errors: ConnectionErrors;
  readonly keeps: LibraryReconnect | null;
}

const OS = ["OSError", "IOError", "EnvironmentError", "ConnectionError", "ConnectionRefusedError", "socket.error", "error"];

/** https://websockets.readthedocs.io/en/stable/reference/exceptions.html */
const WEBSOCKETS: ConnectionErrors = {
  refused: OS,
  rejected: ["InvalidStatus", "InvalidStatusCode", "InvalidHandshake", "WebSocketException"],
  lost: ["ConnectionClosed", "ConnectionClosedError", "WebSocketException"],
};
/** https://docs.aiohttp.org/en/stable/client_reference.html: iteration ends without an exception, `receive` returns CLOSED. */
const AIOHTTP: ConnectionErrors = {
  refused: [...OS, "ClientConnectorError", "ClientOSError", "ClientConnectionError", "ClientError"],
  rejected: ["WSServerHandshakeError", "ClientResponseError", "ClientError"],
  lost: [],
};
/** https://websocket-client.readthedocs.io/en/latest/exceptions.html */
const WEBSOCKET_CLIENT: ConnectionErrors = {
  refused: OS,
  rejected: ["WebSocketBadStatusException", "WebSocketException"],
  lost: ["WebSocketConnectionClosedException", "WebSocketException"],
};
/** https://docs.ccxt.com/#/README?id=exception-hierarchy */
const CCXT: ConnectionErrors = {
  refused: ["NetworkError", "ExchangeNotAvailable", "OperationFailed", "BaseError"],
  rejected: ["NetworkError", "RequestTimeout", "ExchangeNotAvailable", "OperationFailed", "BaseError"],
  lost: ["NetworkError", "NetworkClosedError", "OperationFailed", "BaseError"],
};
const ANY: ConnectionErrors = { refused: OS, rejected: [], lost: [] };

/** The stream of an SDK that no table knows: any handler but one of Python's own may be meant for its errors. */
export const ANY_ERROR = "*";
export const SDK_STREAM = {
  /** `client.subscribe_to_orders(...)`, `market.trades_stream()`, `api.user_socket()`: opened by `async with`, read by `async for`. */
  name: /subscribe|socket|(^|_)ws(_|$)|(^|_)stream_[a-z]|[a-z]_?streams?$/i,
  /** Answers of requests that arrive in parts, and libraries that stand in the table above. */
  elsewhere: /^(httpx|aiohttp|requests|openai|anthropic|google|groq|mistralai|ollama|langchain\w*|aioboto3?|aiofiles|asyncio|anyio|redis|binance|ccxt|pybit|websockets?|unicorn\w*|starlette|fastapi)\b/i,
  errors: { refused: ["OSError", ANY_ERROR], rejected: [], lost: [ANY_ERROR] } satisfies ConnectionErrors,
} as const;
/** Exceptions that no lost connection is. */
export const NEVER_OF_A_CONNECTION = /^(CancelledError|TimeoutError|KeyboardInterrupt|SystemExit|GeneratorExit|ValueError|KeyError|TypeError|IndexError|AttributeError|\w*JSON\w*|StopAsyncIteration|ImportError)$/;

const socket = (path: RegExp, library: string, errors: ConnectionErrors): ConnectCall => ({ path, shape: "socket", library, errors, keeps: null });
const client = (path: RegExp, library: string, keeps: LibraryReconnect | null): ConnectCall => ({ path, shape: "client", library, errors: ANY, keeps });

export const CONNECT_CALLS: readonly ConnectCall[] = [
  // https://pybotters.readthedocs.io/ja/stable/advanced/#websocket-reconnection: before aiohttp, whose method has the same name
  client(/^pybotters\.Client\(\)\.ws_connect$/, "pybotters", { name: "pybotters", schedule: "0–5, 1.9, 3.1 … 60 s", grows: true, bounded: false }),
  socket(/^websockets(\.(asyncio|legacy|sync))?(\.client)?\.(unix_)?connect$/, "websockets", WEBSOCKETS),
  socket(/(^|\.)aiohttp\..*\bws_connect$|(^|\.)ws_connect$/, "aiohttp", AIOHTTP),
  socket(/^tornado\.websocket\.websocket_connect$/, "tornado", { refused: OS, rejected: [], lost: [] }),
  socket(/^httpx_ws\.(a?connect_ws)$/, "httpx-ws", { refused: OS, rejected: ["WebSocketUpgradeError", "HTTPXWSException"], lost: ["WebSocketDisconnect", "HTTPXWSException"] }),
  socket(/^websocket\.(create_connection|WebSocket\(\)\.connect)$/, "websocket-client", WEBSOCKET_CLIENT),
  { path: /^websocket\.WebSocketApp\(\)\.run_forever$/, shape: "app", library: "websocket-client", errors: WEBSOCKET_CLIENT, keeps: null },
  { path: /^ccxt(\.\w+)*(\.\*)?(\(\))?(\[\])?\.watch_?[A-Za-z]\w*$/, shape: "watch", library: "ccxt.pro", errors: CCXT, keeps: null },
  // https://github.com/bybit-exchange/pybit: WebSocket(retries=10, restart_on_error=True), subscribes again
  client(/^pybit\.unified_trading\.WebSocket(Trading)?$/, "pybit", { name: "pybit", schedule: "10 × 1 s", grows: false, bounded: true }),
  // https://python-binance.readthedocs.io: ReconnectingWebsocket, MAX_RECONNECTS = 5, MAX_RECONNECT_SECONDS = 60
  client(/^binance\.(streams\.|ws\.streams\.)?(BinanceSocketManager\(\)\.\w+_(socket|stream)s?|ThreadedWebsocketManager\(\)\.start)$/, "python-binance",
    { name: "python-binance", schedule: "≤ 60 s, 5 ×", grows: true, bounded: true }),
  // https://python-socketio.readthedocs.io: reconnection=True, delays 1 s doubling to 5 s, attempts 0 = infinite
  client(/^socketio\.(Async)?(Client|SimpleClient)\(\)\.connect$/, "python-socketio", { name: "python-socketio", schedule: "1, 2, 4, 5 s", grows: true, bounded: false }),
  client(/^unicorn_binance_websocket_api\.(\w+\.)*BinanceWebSocketApiManager\(\)\.create_stream$/, "unicorn-binance", { name: "unicorn-binance-websocket-api", schedule: "6 s", grows: false, bounded: false }),
  // https://github.com/okxapi/python-okx: `start` reads in a task of its own and never connects again
  client(/^okx\.websocket\.(\w+\.)*Ws(Public|Private)Async\(\)\.(start|connect)$/, "python-okx", null),
  // https://github.com/hyperliquid-dex/hyperliquid-python-sdk: WebsocketManager runs `run_forever()` once in its thread
  client(/^hyperliquid\.info\.Info\(\)\.subscribe$/, "hyperliquid-python-sdk", null),
  // https://github.com/ib-api-reloaded/ib_async: `disconnectedEvent` is all that follows; the gateway restarts each night
  client(/^ib_(insync|async)\.(ib\.)?IB\(\)\.connect(Async)?$/, "ib_async", null),
  // https://github.com/alpacahq/alpaca-py: `_run_forever` starts the connection anew at once, and subscribes again
  client(/^alpaca\.(\w+\.)*\w+Stream\(\)\.(run|_run_forever)$/, "alpaca-py", { name: "alpaca-py", schedule: "0, 0, 0 s", grows: false, bounded: false }),
  // https://github.com/bmoscon/cryptofeed: connection_handler, retries=10
  client(/^cryptofeed\.(\w+\.)*FeedHandler\(\)\.run$/, "cryptofeed", { name: "cryptofeed", schedule: "1, 2, 4 … s, 10 ×", grows: true, bounded: true }),
  // https://github.com/Kucoin/kucoin-python-sdk and python-kucoin: MAX_RECONNECTS = 5, MAX_RECONNECT_SECONDS = 60
  client(/^kucoin\.(\w+\.)*(KucoinWsClient|KucoinSocketManager)(\(\))?\.create$/, "kucoin", { name: "kucoin", schedule: "≤ 60 s, 5 ×", grows: true, bounded: true }),
  // https://github.com/binance/binance-futures-connector-python: a thread that ends with its connection
  client(/^binance\.websocket\.(\w+\.)*\w*WebsocketClient$/, "binance-connector", null),
];

/** How a bot that keeps such a client connected calls the function, or the event that it listens to. */
export const MENDING = /reconnect|resubscri|watch_?dog|(re_?start|revive|ensure|recover)_?\w*(ws|stream|socket|feed|conn)|stale_?(feed|stream|ws)|disconnectedEvent/i;

/** Distinctive method names, for receivers that could not be followed. */
export const CONNECT_METHODS: ReadonlyMap<string, ConnectCall> = new Map(
  [["ws_connect", "aiohttp"], ["watch_order_book", "ccxt.pro"], ["watch_ticker", "ccxt.pro"], ["watch_tickers", "ccxt.pro"], ["watch_trades", "ccxt.pro"],
    ["watch_ohlcv", "ccxt.pro"], ["watch_orders", "ccxt.pro"], ["watch_my_trades", "ccxt.pro"], ["watch_balance", "ccxt.pro"], ["watch_positions", "ccxt.pro"],
    ["watch_bids_asks", "ccxt.pro"]].map(([method, library]) => [method!, CONNECT_CALLS.find((one) => one.library === library)!]),
);

/** The application object whose callbacks tell about its connection. */
export const CALLBACK_APP = /^websocket\.WebSocketApp$/;

/** Methods of a socket that wait for a message. */
export const RECEIVE_METHODS: ReadonlySet<string> = new Set(["recv", "receive", "receive_json", "receive_str", "receive_bytes", "read_message", "recv_streaming", "receive_text"]);

/** Pauses: the last part of the path, the position and keyword of the delay, seconds per unit. */
export const SLEEP_CALLS: readonly { readonly path: RegExp; readonly argument: number; readonly keyword: string }[] = [
  { path: /^(asyncio|time|anyio|trio|gevent|eventlet|curio)\.sleep$/, argument: 0, keyword: "delay" },
  { path: /^threading\.(Event|Condition)\(\)\.wait$/, argument: 0, keyword: "timeout" },
];

/** Decorators that call the function again with a pause, by path. */
export const RETRY_DECORATORS = /^(tenacity\.retry|backoff\.(on_exception|on_predicate|expo)|retrying\.retry|retry\.retry|stamina\.retry|aioretry\.retry)$/;

/** Bases of the built-in exceptions that reconnecting code raises. */
export const EXCEPTION_BASES: Readonly<Record<string, readonly string[]>> = {
  TimeoutError: ["TimeoutError", "OSError", "IOError", "EnvironmentError"],
  ConnectionError: ["ConnectionError", "OSError", "IOError"],
  ConnectionResetError: ["ConnectionResetError", "ConnectionError", "OSError", "IOError"],
  ConnectionRefusedError: ["ConnectionRefusedError", "ConnectionError", "OSError", "IOError"],
  ConnectionAbortedError: ["ConnectionAbortedError", "ConnectionError", "OSError", "IOError"],
  BrokenPipeError: ["BrokenPipeError", "ConnectionError", "OSError", "IOError"],
};
