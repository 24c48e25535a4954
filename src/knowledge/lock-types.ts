/** What excludes what, by library type. */

/** Paths of values that only one task or thread holds at a time. */
export const LOCK_PATH = /^(asyncio|threading|multiprocessing|anyio|trio|aiorwlock|_thread)(\.\w+)*\.(Lock|RLock|Condition|allocate_lock)\(\)$/;

/** Lock types whose holder blocks the whole thread: the event loop stands still while one waits for it. */
export const THREAD_LOCK_PATH = /^(threading|multiprocessing|_thread)(\.\w+)*\.(Lock|RLock|Condition|Semaphore|BoundedSemaphore|allocate_lock)\(\)$/;

/** Excludes only when its count is 1. */
export const SEMAPHORE_PATH = /^(asyncio|threading|multiprocessing|anyio|trio)(\.\w+)*\.(Semaphore|BoundedSemaphore|CapacityLimiter)\(\)$/;

/** Names of locks whose value is not known: the last word of the name. */
export const LOCK_NAME = /(^|_)(r?w?lock|mutex)s?$/i;

/** Methods of a lock that take it and give it back. */
export const ACQUIRE = new Set(["acquire", "acquire_lock"]);
export const RELEASE = new Set(["release", "release_lock"]);
