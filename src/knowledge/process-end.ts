/** How a process is told to end, what tells it, and how it measures its own memory. Library paths end as the inference writes them. */

/** Calls that install a handler of a signal: the signal is the first argument, the handler the second. */
export const SIGNAL_REGISTRATION = /^signal\.signal$|(^|\.)add_signal_handler$/;

/** Servers and clients that install handlers of SIGINT and SIGTERM themselves and run the bot's shutdown hooks. */
export const SIGNAL_HANDLING_RUNNERS: readonly RegExp[] = [
  // https://www.uvicorn.org/server-behavior/#graceful-process-shutdown
  /^uvicorn\.(main\.)?run$/, /^uvicorn\.(server\.)?Server\(\)\.(run|serve)$/,
  // https://docs.aiohttp.org/en/stable/web_reference.html#aiohttp.web.run_app
  /^aiohttp\.web\.run_app$/,
  // https://docs.python-telegram-bot.org: stop_signals of run_polling; idle() of the older Updater
  /^telegram\.ext\..*\.(run_polling|run_webhook|idle)$/, /(^|\.)run_polling$/,
  // https://docs.aiogram.dev: handle_signals of start_polling
  /^aiogram\..*\.(start_polling|run_polling)$/,
  /^aiorun\.run$/, /^hypercorn\..*\.serve$/, /^gunicorn\..*\.run$/,
];

/** The last names of all these calls: a quick look before the paths. */
export const SIGNAL_RELATED: ReadonlySet<string> = new Set([
  "signal", "add_signal_handler", "run", "serve", "run_app", "run_polling", "run_webhook", "idle", "start_polling", "FastAPI", "Starlette", "Quart", "Sanic", "Litestar", "set_page_config", "navigation",
]);

/** Applications that a server runs from outside of the code (`uvicorn app.main:app`, `streamlit run app.py`): the server handles the signals. */
export const SERVED_APPLICATIONS = /^(streamlit\.(set_page_config|navigation)|fastapi\.(applications\.)?FastAPI|starlette\.applications\.Starlette|quart\.Quart|sanic\.Sanic|litestar\.Litestar)$/;

/** Decorators, arguments and attributes by which a framework is told what to run at the end. */
export const STOP_HOOK = /(^|_|\.)(on_)?(shutdown|post_shutdown|post_stop|cleanup|on_stop|teardown|on_exit|before_stop|atexit)(_|$)|^atexit\.register$/;

/** Calls that end the process, or the loop that it lives in. `hard`: without unwinding, so that no `finally` runs. */
export const ENDING_CALLS: readonly { readonly path: RegExp; readonly hard: boolean }[] = [
  { path: /^sys\.exit$|^(builtins\.)?(exit|quit)$/, hard: false },
  { path: /^(os\.kill|signal\.raise_signal|os\.killpg)$/, hard: false },
  { path: /^os\.(_exit|abort|exec[lv]\w*)$/, hard: true },
];

/** Their last names. */
export const ENDING_NAMES = /^(exit|_exit|quit|kill|killpg|raise_signal|abort|default_int_handler)$/;

/** Calls that run what they are handed later, or elsewhere. */
export const SCHEDULING_CALLS = /^(create_task|ensure_future|call_soon|call_soon_threadsafe|run_coroutine_threadsafe|Thread|Timer|submit|run_in_executor|add_callback|partial|run_until_complete)$/;

/** Calls of a handler that only look or talk. */
export const WORDS_ONLY = /^(debug|info|warning|warn|error|exception|critical|success|log|print|secho|echo|Signals|strsignal|format|str|int|repr|len|bool|hasattr|getattr|isinstance|callable|is_set|done|get_running_loop|get_event_loop|new_event_loop|getLogger|getsignal|signal|time|now|utcnow|isoformat|flush|write|getpid)$/;

/** Exceptions that unwind the whole program. */
export const ENDING_EXCEPTIONS = /^(SystemExit|KeyboardInterrupt)$/;

/** Names of flags that keep loops running, and of events that end them. */
export const RUN_FLAG = /(^|_)(running|is_running|run|alive|active|stop|stopped|stopping|should_stop|shutdown|shutting_down|shutdown_requested|exit|exiting|keep_running|terminate|quit|halt|kill)(_|$)/i;

/** Calls that bound how long what they are given may take. */
export const TIME_LIMITS = /^(wait_for|timeout|timeout_at|fail_after|move_on_after|async_timeout)$/;

/** What the process's own memory is read from: library paths. */
export const PROCESS_MEMORY = /^psutil\.Process\(\)\.(memory_info|memory_full_info|memory_info_ex|memory_percent)\b|^resource\.getrusage\b|^tracemalloc\.get_traced_memory\b/;
/** Method names that only a process object has. */
export const PROCESS_MEMORY_METHODS: ReadonlySet<string> = new Set(["memory_info", "memory_full_info", "memory_percent", "getrusage", "get_traced_memory"]);
export const PROCESS_MEMORY_FILES = /^\/proc\/(self|\{?\w*\}?|\d+)\/(statm|status|stat)$|^\/proc\/self\/(statm|status|stat)$|\/(statm)$/;
/** The memory of the machine: another program's appetite moves it, and in a container it is the host's. */
export const SYSTEM_MEMORY_METHODS: ReadonlySet<string> = new Set(["virtual_memory"]);
