/** What a compose file starts its images with, where it says so: the command of the Dockerfile then starts nothing. */
import { parse } from "yaml";
import { nameOf, parentOf } from "./layout.ts";

/** `command` replaces CMD and leaves ENTRYPOINT; `entrypoint` replaces both. */
export type Replaced = "command" | "entrypoint";

const COMPOSE = /^(docker-)?compose[^/]*\.ya?ml$/;

/**
 * Dockerfile -> what every service that builds it replaces, in all compose files. One service that says nothing runs the image as it is.
 */
export function overriddenImages(launchers: readonly { readonly path: string; readonly text: string }[]): ReadonlyMap<string, Replaced> {
  const found = new Map<string, Replaced | null>();
  for (const { path, text } of launchers) {
    if (!COMPOSE.test(nameOf(path))) continue;
    for (const service of Object.values(record(record(read(text)).services))) {
      const dockerfile = builtFrom(record(service).build, parentOf(path));
      if (dockerfile === null) continue;
      const own = isGiven(record(service).entrypoint) ? "entrypoint" : isGiven(record(service).command) ? "command" : null;
      const known = found.get(dockerfile);
      found.set(dockerfile, known === undefined || known === own ? own : known !== null && own !== null ? "command" : null);
    }
  }
  return new Map([...found].flatMap(([path, replaced]) => (replaced === null ? [] : [[path, replaced] as const])));
}

/** `build: .`, or `build: {context: ., dockerfile: docker/Dockerfile.bot}`. */
function builtFrom(build: unknown, here: string): string | null {
  if (typeof build === "string") return within(here, build, "Dockerfile");
  const { context = ".", dockerfile = "Dockerfile" } = record(build);
  return build !== undefined && typeof context === "string" && typeof dockerfile === "string" ? within(here, context, dockerfile) : null;
}

function within(here: string, ...relative: readonly string[]): string | null {
  const parts = here === "" ? [] : here.split("/");
  for (const part of relative.join("/").split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

const isGiven = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : typeof value === "string" && value.trim() !== "");
const record = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {});

function read(text: string): unknown {
  try {
    return parse(text, { merge: true, uniqueKeys: false, logLevel: "silent", maxAliasCount: 1000 });
  } catch {
    return {};
  }
}
