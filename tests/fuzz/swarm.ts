/**
 * The kinds of actions that a case leaves out. If every case had all kinds, many effects would never occur; an effect
 * that one kind always hides shows if that kind is off (swarm testing, Groce et al. 2012).
 *
 * @module
 */

import type { Random } from "../../src/laws/random.ts";

/** A kind that a case can leave out. */
export type SwarmKind = typeof KINDS[number];

const KINDS = [
  "cancels",
  "replacements",
  "risk flags",
  "groups",
  "protection",
  "sizes by amount",
  "no sizes",
  "targets",
  "validities",
  "reducing orders",
  "market orders",
  "limits",
  "stops",
  "stop-limits",
  "closes",
  "halts",
  "cash",
  "baskets",
  "recorded events",
  "gaps",
  "repeats",
  "wrong reports",
] as const;

/** The kinds that are off in one case; a third of the cases leave no kind out. */
export class Swarm {
  readonly #off: ReadonlySet<SwarmKind>;

  constructor(random: Random) {
    const percent = random.pick([0, 20, 40]);
    this.#off = new Set(KINDS.filter(() => random.chance(percent)));
  }

  /** Returns the weight, or zero for a kind that is off. */
  weight(kind: SwarmKind, weight: number): number {
    return this.#off.has(kind) ? 0 : weight;
  }
}
