/** What must be given back, by the library call that hands it out. */

export type ResourceKind = "task" | "session" | "socket" | "exchange" | "pool" | "thread" | "file" | "executor" | "process";

/**
 * `collected`: what the interpreter itself gives back as soon as nobody refers to it (files, synchronous sessions and
 * sockets): only keeping it is worth a word, not dropping it. The others hold tasks, sockets or threads that outlive
 * their last reference.
 */
export interface ResourceCall {
  readonly path: RegExp;
  readonly kind: ResourceKind;
  readonly collected: boolean;
}

const call = (path: RegExp, kind: ResourceKind): ResourceCall => ({ path, kind, collected: false });
const collected = (path: RegExp, kind: ResourceKind): ResourceCall => ({ path, kind, collected: true });

/** Synchronous ccxt and `requests.get` need no closing and are not here. */
export const RESOURCE_CALLS: readonly ResourceCall[] = [
  // https://docs.aiohttp.org/en/stable/client_advanced.html#graceful-shutdown
  call(/^aiohttp\.(client\.)?ClientSession$/, "session"),
  call(/^(aiohttp\.(client\.)?ClientSession\(\)|.*[sS]ession)\.ws_connect$/, "socket"),
  // https://www.python-httpx.org/async/#opening-and-closing-clients
  call(/^httpx\.AsyncClient$/, "session"),
  call(/^curl_cffi\.requests\.AsyncSession$/, "session"),
  // https://websockets.readthedocs.io/en/stable/reference/asyncio/client.html
  call(/^websockets\.(asyncio\.|legacy\.)?(client\.)?(unix_)?connect$/, "socket"),
  collected(/^websockets\.sync\.client\.connect$/, "socket"),
  collected(/^websocket\.(create_connection|WebSocket)$/, "socket"),
  call(/^asyncio\.open_(unix_)?connection$/, "socket"),
  collected(/^socket\.(socket|create_connection)$/, "socket"),
  // https://github.com/ccxt/ccxt/wiki/Manual: asynchronous exchanges own an aiohttp session
  call(/^ccxt\.(async_support|pro)\.(?!exchange$|base$)([a-z][a-z0-9]*|\*)$/, "exchange"),
  call(/^binance(\.\w+)*\.AsyncClient(\.create)?$/, "exchange"),
  call(/^asyncpg\.(create_pool|connect)$/, "pool"),
  call(/^aiomysql\.(create_pool|connect)$/, "pool"),
  call(/^aiosqlite\.connect$/, "pool"),
  call(/^(redis\.asyncio|aioredis)\.(from_url|Redis|Redis\.from_url|create_redis_pool)$/, "pool"),
  collected(/^(requests|cloudscraper)\.(Session|session)$/, "session"),
  collected(/^httpx\.Client$/, "session"),
  collected(/^(open|io\.open|codecs\.open|gzip\.open)$/, "file"),
  collected(/^sqlite3\.connect$/, "file"),
  collected(/^concurrent\.futures\.(thread\.|process\.)?(Thread|Process)PoolExecutor$/, "executor"),
  call(/^subprocess\.Popen$/, "process"),
];

/** Calls that start an asyncio task and give back its handle. */
export const TASK_CALLS = /^(asyncio\.(create_task|ensure_future)|asyncio\.(get_event_loop|get_running_loop|new_event_loop)\(\)\.create_task|(asyncio|uvloop)\.(Abstract)?(Event)?Loop\(\)\.create_task)$/;

/** Owners that keep the handles of what they start and wait for it at their exit. */
export const TASK_GROUPS = /(TaskGroup|Nursery|open_nursery)\b/;

/** How what a library call hands out is closed, `{}` being the resource; the first that fits. Told in remedies. */
export const CLOSING_CALLS: readonly (readonly [by: RegExp, close: string])[] = [
  [/^(httpx\.AsyncClient|(redis\.asyncio|aioredis)\.)/, "await {}.aclose()"],
  [/^binance(\.\w+)*\.AsyncClient/, "await {}.close_connection()"],
  [/^(requests|cloudscraper|sqlite3|io|codecs|gzip|websocket|websockets\.sync|socket)\.|^open$|^httpx\.Client$/, "{}.close()"],
  [/^concurrent\./, "{}.shutdown()"],
  [/^subprocess\./, "{}.terminate()"],
  [/^aiomysql\.create_pool/, "{}.close(); await {}.wait_closed()"],
  [/^asyncio\.open_/, "writer.close(); await writer.wait_closed()"],
  [/./, "await {}.close()"],
];

/** Methods by which a resource is given back. */
export const RELEASING_METHODS: ReadonlySet<string> = new Set([
  "cancel", "close", "aclose", "shutdown", "stop", "terminate", "kill", "disconnect", "wait_closed", "join", "close_connection", "exit", "logout",
  "__aexit__", "__exit__", "cleanup", "dispose", "detach", "abort", "communicate", "close_all", "cancel_all", "result",
]);

/** Calls that wait for the tasks that they are given, or that promise to close what they are given. */
export const WAITING_CALLS: ReadonlySet<string> = new Set(["gather", "wait", "wait_for", "as_completed", "shield", "run_until_complete", "wait_all"]);
export const MANAGING_CALLS: ReadonlySet<string> = new Set(["enter_context", "enter_async_context", "closing", "aclosing", "push_async_exit", "push", "safe_close", "finalize"]);

/** Operations of a socket which, when they fail, found the connection closed already. */
export const SOCKET_OPERATIONS: ReadonlySet<string> = new Set([
  "recv", "send", "ping", "pong", "receive", "receive_json", "receive_str", "send_str", "send_json", "send_bytes", "close", "wait_closed", "run_forever", "drain",
]);

/** Names of functions that end the life of an object. */
export const STOPPING_NAME = /^_*(a?close|stop|shut_?down|disconnect|clean_?up|tear_?down|dispose|graceful|terminate|finali[sz]e|exit|cancel)(_|$)|^__a?exit__$/;
