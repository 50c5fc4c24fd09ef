/**
 * Faults of the fake venue: each has a trigger, so that a failing case is one line.
 *
 * @module
 */

import { Random } from "../laws/random.ts";

/** Faults of frames of a stream. */
export type FrameFault = "drop" | "duplicate" | "delay" | "reorder" | "revise" | "silence" | "close";
/** Faults of answers to requests. */
export type RequestFault = "429" | "418" | "500" | "lose-answer" | "bad-json";
/** Faults of the venue, from a minute on. */
export type VenueFault = "hole" | "halt" | "terms" | "skew";

/** A fault and its trigger. Without a trigger it acts at the first chance. */
export interface Fault {
  /** What goes wrong. */
  readonly fault: FrameFault | RequestFault | VenueFault;
  /** Number of the frame of a stream, counted over all of them from 1, from which on it acts. */
  readonly frame?: number;
  /** Number of the request, counted from 1, from which on it acts; counted are those of `path` where that is given. */
  readonly request?: number;
  /** End of the path of requests that it concerns, such as `"klines"`. Default: all. */
  readonly path?: string;
  /** Minute from the start of the venue on, counted from 0: of a hole the minute without frames, else the first. */
  readonly minute?: number;
  /** Chance in percent with which it acts each time, drawn from the seed of the venue. Default: 100. */
  readonly chance?: number;
  /** Times that it acts at most. Default: 1, and without a limit where `chance` is given. */
  readonly times?: number;
  /** Length in microseconds of the venue's clock: of a delay, a silence, a ban, or the skew. Default: 2 s. */
  readonly us?: number;
  /** New tick of prices, of `terms`. */
  readonly tick?: string;
}

const FRAMES: readonly string[] = ["drop", "duplicate", "delay", "reorder", "revise", "silence", "close"];
const REQUESTS: readonly string[] = ["429", "418", "500", "lose-answer", "bad-json"];

/** Default length of a fault in microseconds. */
export const FAULT_US = 2_000_000;

interface Armed {
  readonly fault: Fault;
  readonly random: Random;
  left: number;
  requests: number;
}

/** The faults of a venue as they come. */
export class FaultScript {
  readonly #armed: readonly Armed[];
  #frames = 0;
  /** Number of times that each kind acted. */
  readonly acted: Map<Fault["fault"], number> = new Map();

  /** Arms faults; those with a chance draw from streams of one seed. */
  constructor(faults: readonly Fault[], seed: number) {
    this.#armed = faults.map((fault, at) => ({
      fault,
      random: new Random(seed, 1000 + at),
      left: fault.times ?? (fault.chance === undefined ? 1 : Infinity),
      requests: 0,
    }));
  }

  /** Counts a frame, and returns the fault that it meets. */
  frame(): Fault | undefined {
    this.#frames++;
    return this.#take(FRAMES, ({ fault }) => this.#frames >= (fault.frame ?? 1));
  }

  /** Counts a request, and returns the fault that its answer meets. */
  request(path: string): Fault | undefined {
    for (const armed of this.#armed) if (path.endsWith(armed.fault.path ?? "")) armed.requests++;
    return this.#take(
      REQUESTS,
      ({ fault, requests }) => path.endsWith(fault.path ?? "") && requests >= (fault.request ?? 1),
    );
  }

  /** Returns the fault of the venue that holds in a minute from its start. */
  ofVenue(kind: VenueFault, minute: number): Fault | undefined {
    const found = this.#armed.find(({ fault }) =>
      fault.fault === kind && (kind === "hole" ? minute === fault.minute : minute >= (fault.minute ?? 0))
    );
    if (found !== undefined) this.#count(found.fault);
    return found?.fault;
  }

  #take(kinds: readonly string[], isDue: (armed: Armed) => boolean): Fault | undefined {
    for (const armed of this.#armed) {
      const { fault, random } = armed;
      if (armed.left <= 0 || !kinds.includes(fault.fault) || !isDue(armed)) continue;
      if (fault.chance !== undefined && !random.chance(fault.chance)) continue;
      armed.left--;
      this.#count(fault);
      return fault;
    }
    return undefined;
  }

  #count({ fault }: Fault): void {
    this.acted.set(fault, (this.acted.get(fault) ?? 0) + 1);
  }
}
