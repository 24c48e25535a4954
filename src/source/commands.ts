/** A command line -> the programs of the bot that it starts. Knows Python, its servers and Node; refuses shell logic. */

export type Started = { readonly file: string } | { readonly module: string; readonly fn?: string | undefined };

const PYTHON = /^(?:.*[\\/])?(?:python|python[23](?:\.\d+)?|pypy3?|py)(?:\.exe)?$/;
const NODE = /^(?:.*\/)?(?:node|nodejs|ts-node|ts-node-dev|tsx|nodemon|bun|deno)$/;
const SERVER = /^(?:.*\/)?(?:uvicorn|gunicorn|hypercorn|daphne)$/;
const CODE_FILE = /\.(?:pyw?|[mc]?[jt]sx?)$/;
/** Flags whose value is the next word. */
const WITH_VALUE = /^(?:-[XWrc]|--require|--loader|--import|--project)$/;
const MOST_WORDS = 400;

/** What comes first in a command that only handles the files that it names: it copies, tests, shows or stores them. */
const HANDLES_FILES =
  /^(?:(?:if|elif|while|until|then|do|else|!|@|sudo|time|\w+=\S*|(?:ssh|(?:docker(?:[ -]compose)?|podman|kubectl)\s+(?:exec|run))\s+(?:-\S+\s+)*[\w.@${}%-]+)\s+["']?)*(?:(?:docker(?:[ -]compose)?|podman|kubectl|gcloud(?: compute)?|aws s3|gsutil|oc)\s+)?(?:scp|cp|rsync|mv|copy|xcopy|move|rm|del|chmod|chown|chgrp|touch|cat|type|head|tail|less|more|nano|vim?|ls|dir|wc|stat|diff|cmp|sed|grep|awk|find|tar|zip|unzip|install|ln|git|curl|wget|md5sum|sha256sum|dos2unix|put|get|test|\[\[?|for)\s/;

export function startedBy(line: string): Started[] {
  return line.slice(0, 4000).split(/&&|\|\||[;|&\n]/).flatMap((command) => (HANDLES_FILES.test(command.replace(/^[\s"'`(]+/, "")) ? [] : inCommand(command)));
}

function inCommand(command: string): Started[] {
  const words = command.split(/[\s"',()[\]]+/, MOST_WORDS).filter((word) => word !== "");
  const started: Started[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const rest = words.slice(i + 1);
    const found = PYTHON.test(word) ? afterPython(rest) : NODE.test(word) ? afterNode(rest) : SERVER.test(word) ? afterServer(rest) : after(word, rest);
    if (found) started.push(found);
  }
  return started;
}

function afterPython(words: readonly string[]): Started | null {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "-m") return ofModule(words[i + 1], words.slice(i + 2));
    if (word === "-c") return null;
    if (WITH_VALUE.test(word)) i++;
    else if (!word.startsWith("-")) return /\.pyw?$/.test(word) ? { file: clean(word) } : null;
  }
  return null;
}

/** Modules that run others: what they start stands behind them. */
function ofModule(module: string | undefined, rest: readonly string[]): Started | null {
  if (module === undefined || !/^[A-Za-z_][\w.]*$/.test(module)) return null;
  if (SERVER.test(module)) return afterServer(rest);
  if (/^(pip|pytest|unittest|venv|virtualenv|black|ruff|mypy|isort|flake8|coverage|build|json\.tool|http\.server|compileall|py_compile|ensurepip|alembic|pylint|cProfile|timeit|site|pre_commit|streamlit)$/.test(module)) {
    return module === "cProfile" ? afterPython(rest) : module === "streamlit" ? after("streamlit", rest) : null;
  }
  return { module };
}

function afterNode(words: readonly string[]): Started | null {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "-e" || word === "--eval") return null;
    if (WITH_VALUE.test(word)) i++;
    else if (!word.startsWith("-") && word !== "run" && word !== "watch") return CODE_FILE.test(word) ? { file: clean(word) } : null;
  }
  return null;
}

function afterServer(words: readonly string[]): Started | null {
  for (const word of words) {
    const module = /^([A-Za-z_][\w.]*):[A-Za-z_][\w.]*$/.exec(word)?.[1];
    if (module) return { module };
  }
  return null;
}

function after(word: string, rest: readonly string[]): Started | null {
  if (word === "streamlit" && rest[0] === "run") return fileAmong(rest.slice(1));
  if (/^(?:.*\/)?pm2(?:-runtime)?$/.test(word)) return fileAmong(rest.slice(rest[0] === "start" ? 1 : 0));
  if (word === "uv" && rest[0] === "run") return fileAmong(rest.slice(1, 2));
  if (word === "celery") return afterFlag(rest, /^(?:-A|--app)$/);
  // A script that is started by its own path: `./bot.py`, `/app/main.py`.
  return /^(?:\.|~|\$\{?\w+\}?)?\/[\w./-]+\.py$/.test(word) ? { file: clean(word) } : null;
}

const fileAmong = (words: readonly string[]): Started | null => {
  const word = words.find((candidate) => CODE_FILE.test(candidate));
  return word === undefined ? null : { file: clean(word) };
};

function afterFlag(words: readonly string[], flag: RegExp): Started | null {
  const at = words.findIndex((word) => flag.test(word));
  const module = at < 0 ? undefined : /^[A-Za-z_][\w.]*/.exec(words[at + 1] ?? "")?.[0];
  return module ? { module } : null;
}

/** `$DIR/x.py`, `./x.py`, `..\x.py` -> `x.py`. */
const clean = (word: string): string => word.replaceAll("\\", "/").replace(/^(?:(?:\.{1,2}|~|\$\{?\w+\}?|%\w+%)\/)+/, "");
