#!/usr/bin/env node
// Starts golive from dist (as published) or, in a checkout that was not built, from the sources. Must parse on any Node.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";
import v8 from "node:v8";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

function isOld() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major < 22 || (major === 22 && minor < 18);
}

/** A checkout brings a Node of its own as a development dependency, for machines with an old one. */
function startWithOwnNode() {
  const own = here("../node_modules/node/bin/node");
  if (!existsSync(own)) {
    process.stderr.write(`golive: needs Node.js 22.18 or newer, this is ${process.versions.node}. Install a newer one from https://nodejs.org\n`);
    return 2;
  }
  const child = spawn(own, [here("golive.mjs"), ...process.argv.slice(2)], { stdio: "inherit" });
  // What a terminal sends reaches both of them by itself; what is sent to this process is meant for the other.
  for (const signal of ["SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM"]) {
    process.on(signal, () => { if (signal === "SIGTERM" || !process.stdin.isTTY) child.kill(signal); });
  }
  return new Promise((resolve) => child.on("exit", (code, signal) => {
    if (signal) process.removeAllListeners(signal).kill(process.pid, signal);
    resolve(code ?? 3);
  }));
}

async function start() {
  // An audit fills its heap and ends: collecting it on the way costs a tenth of the time and saves no memory (measured). A
  // supervisor lives as long as its bot, beside it, and logs may be of any size: those stay small.
  const isLong = process.argv[2] === "run" || process.argv.some((one) => one.startsWith("--logs"));
  if (!isLong) {
    v8.setFlagsFromString("--initial-heap-size=700");
    // No function of an audit runs long enough to repay the last compiler: without it an audit takes a fifth less CPU time (measured
    // on 100,000 and on 350,000 lines), and a machine of two cores is no slower for it.
    v8.setFlagsFromString("--no-turbofan");
  }
  // The compile cache holds what was compiled when a module was loaded; lazily that is next to nothing (a twentieth of the time).
  v8.setFlagsFromString("--no-lazy");
  module.enableCompileCache?.();
  const built = here("../dist/cli.mjs");
  const fromSource = process.env.GOLIVE_FROM_SOURCE || !existsSync(built);
  const { main, reportBug } = await import(fromSource ? "../src/apps/cli/main.ts" : "../dist/cli.mjs");
  process.on("uncaughtException", (error) => process.exit(reportBug(error)));
  return main(process.argv.slice(2));
}

process.exitCode = await (isOld() ? startWithOwnNode() : start());
