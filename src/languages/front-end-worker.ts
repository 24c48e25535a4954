/** Entry of a worker of the pool (pool.ts). Compiled code is kept beside the bundle: a fifth of a short run is compiling. */
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

if (import.meta.url.endsWith(".mjs")) enableCompileCache(fileURLToPath(new URL("./compile-cache", import.meta.url)));
await import("./serve-jobs.ts");
