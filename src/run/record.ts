/** One record of a log: a line and what continues it (a traceback, a box), with its prefix understood. */
export interface LogRecord {
  /** As in `LogSource.file`. */
  readonly file: string;
  /** Counts from 1 by `\n`, in the text after decompression. */
  readonly line: number;
  readonly endLine: number;
  /** Milliseconds since 1970 UTC; without a zone the log's clock is taken as UTC. */
  readonly time: number | null;
  /** 10 debug ... 50 critical. */
  readonly level: number | null;
  readonly logger: string | null;
  /** Where the formatter itself says that the line was printed (loguru's `module:function:line`, `%(filename)s:%(lineno)d`). */
  readonly printedAt: { readonly module: string; readonly fn: string | null; readonly line: number | null } | null;
  /** Without the prefix, colours removed; continuation lines joined by \n; cut at 64 KB. */
  readonly message: string;
  /** Of JSON and key=value loggers: values as text. Null for plain text. */
  readonly fields: Readonly<Record<string, string>> | null;
  /** Tells interleaved processes apart: a pid, a container, a thread's name is not one. */
  readonly process: string | null;
}
