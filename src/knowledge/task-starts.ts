/** Library calls that start something which runs beside its starter, by the path's end. */

export type StartKind = "task" | "thread" | "process" | "callback" | "main";

export interface TaskStart {
  readonly path: RegExp;
  readonly kind: StartKind;
  /** Which argument runs: a position or a keyword. */
  readonly runs: number | string;
}

export const TASK_STARTS: readonly TaskStart[] = [
  { path: /(^|\.)(create_task|ensure_future|run_coroutine_threadsafe|start_soon|create_background_task)$/, kind: "task", runs: 0 },
  { path: /^asyncio\.(gather|wait|as_completed)$/, kind: "task", runs: -1 },
  { path: /(^|\.)run_in_executor$/, kind: "thread", runs: 1 },
  { path: /^asyncio\.to_thread$/, kind: "thread", runs: 0 },
  { path: /(ThreadPoolExecutor|ProcessPoolExecutor)\(\)\.(submit|map)$/, kind: "thread", runs: 0 },
  { path: /(^|\.)(threading\.)?Thread$/, kind: "thread", runs: "target" },
  { path: /(^|\.)(threading\.)?Timer$/, kind: "thread", runs: 1 },
  { path: /(^|\.)(multiprocessing\.)?Process$/, kind: "process", runs: "target" },
  { path: /^asyncio\.run$|(^|\.)run_until_complete$|^(anyio|trio|uvloop)\.run$/, kind: "main", runs: 0 },
  { path: /(^|\.)call_(later|at)$/, kind: "callback", runs: 1 },
  { path: /(^|\.)call_soon(_threadsafe)?$/, kind: "callback", runs: 0 },
];

/** Decorators and registrations whose functions the library may run many at a time: web routes. */
export const CONCURRENT_REGISTRATION = /(^|\.)(get|post|put|delete|patch|route|websocket|api_route|add_api_route|add_route|add_get|add_post|message_handler|callback_query_handler)$/;

/** Decorators of chat and event clients (telethon, aiogram, discord.py, socketio): each event is a task of its own. */
export const CONCURRENT_DECORATION = /\.(on|event|command|message|callback_query|on_message)$/;

/** Registrations whose functions are called later, from somebody else's loop; others (sort keys, wrappers) run at once. */
export const CALLED_LATER = /(add_job|schedule|every|on_|_on|\.on$|handler|subscribe|register|callback|listener|call_later|call_soon|call_at|Timer|signal\.signal|add_signal|WebSocketApp|websocket|stream|watch|notify|event|route|add_done)/i;

/** Registrations of python-telegram-bot: its application handles one update after another, unless it is told to run them beside each other. */
export const ONE_AFTER_ANOTHER = /^telegram\.ext\.\w*Handler$/;
export const BESIDE_EACH_OTHER: ReadonlySet<string> = new Set(["concurrent_updates", "block", "run_async"]);

/** Frameworks that run the whole page for each visitor. */
export const SESSION_SERVERS = /^(streamlit|gradio|nicegui|chainlit|panel|solara)(\.|$)/;
