import type { Module } from "../../../ir/nodes.ts";
import type { FileRole } from "../../../ir/program.ts";
import { SPEAKS_LIKE, VENUE_ENDPOINTS, VENUE_LIBRARIES } from "../../../knowledge/venue-sources.ts";
import type { Venue } from "../../../knowledge/venue-fields.ts";
import type { Index } from "../module-index.ts";
import { venueOfHost } from "./endpoints.ts";

export interface VenueHints {
  /** The one venue that a file names by host, path or library, or else the one of the whole bot; null: none or several. */
  of(module: Module): { readonly venue: Venue | null; readonly own: boolean };
}

export function venueHints(index: Index, roles: ReadonlyMap<string, FileRole>): VenueHints {
  const named = new Map<Module, ReadonlySet<Venue>>();
  const program = new Set<Venue>();
  for (const one of index.modules.values()) {
    const found = new Set<Venue>();
    for (const node of one.byKind.get("string") ?? []) {
      if (node.kind !== "string" || node.value.length > 300 || !/[./]/.test(node.value)) continue;
      const venue = venueOfHost(node.value) ?? VENUE_ENDPOINTS.find((each) => node.value.startsWith("/") && each.path.test(node.value))?.venue;
      if (venue) found.add(venue);
    }
    for (const kind of ["import", "import-from"] as const) {
      for (const node of one.byKind.get(kind) ?? []) {
        if (node.kind !== "import" && node.kind !== "import-from") continue;
        const venue = VENUE_LIBRARIES.find((each) => each.path.test(`${node.module}.`))?.venue;
        if (venue && !(node.kind === "import-from" && node.level > 0)) found.add(venue);
      }
    }
    for (const venue of [...found]) if (SPEAKS_LIKE[venue]) found.delete(SPEAKS_LIKE[venue]!);
    named.set(one.module, found);
    const role = roles.get(one.module.file) ?? "bot";
    if (role === "bot" || role === "config" || role === "script") for (const venue of found) program.add(venue);
  }
  const only = (of: ReadonlySet<Venue>): Venue | null => (of.size === 1 ? [...of][0]! : null);
  return {
    of(module) {
      const own = named.get(module)!;
      return own.size > 0 ? { venue: only(own), own: own.size === 1 } : { venue: only(program), own: false };
    },
  };
}
