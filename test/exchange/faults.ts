/** A request to the REST side, before it is answered. */
export interface VenueRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Misbehaviour =
  /** The connection is cut, nothing was done. */
  | { readonly how: "cut-before" }
  /** Done, and the connection is cut before the answer: the bot cannot know. */
  | { readonly how: "cut-after" }
  /** Done, and everything that follows from it comes late. */
  | { readonly how: "late"; readonly ms: number }
  /** Answered only when this many of its kind wait, or after a while. */
  | { readonly how: "together"; readonly count: number; readonly ms: number }
  | { readonly how: "answer"; readonly status: number; readonly body: unknown }
  /** The order trades at this price. */
  | { readonly how: "price"; readonly at: number };

interface Planned {
  readonly path: string;
  readonly when: (request: VenueRequest) => boolean;
  readonly what: Misbehaviour;
  left: number;
}

/** What the script wants to go wrong with the next requests; each thing happens as often as it was planned. */
export class Faults {
  private planned: Planned[] = [];

  plan(path: string, what: Misbehaviour, { times = 1, when = () => true }: { times?: number; when?: (request: VenueRequest) => boolean } = {}): void {
    this.planned.push({ path, what, when, left: times });
  }

  take(request: VenueRequest): readonly Misbehaviour[] {
    const hits = this.planned.filter((one) => one.path === request.path && one.left > 0 && one.when(request));
    for (const one of hits) one.left -= 1;
    this.planned = this.planned.filter((one) => one.left > 0);
    return hits.map((one) => one.what);
  }

  /** What did not happen is not carried into the next scene. */
  clear(): void {
    this.planned = [];
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
