/**
 * A venue whose bars are pushed, one event at a time, so that a turn of a session can be measured without a network.
 *
 * @module
 */

import {
  ordersNotSupported,
  type Venue,
  type VenueBar,
  type VenueClock,
  type VenueEvent,
  type VenueFactory,
} from "../src/venue/mod.ts";

/** Length of a bar in microseconds. */
const MINUTE_US = 60_000_000;

/** A venue of bars of one minute, with its clock. */
export class TurnVenue {
  /** Time of the venue. Nothing waits for it: bars are told when they have ended. */
  readonly clock: VenueClock;
  #nowUs: number;
  readonly #symbols: readonly string[];
  readonly #closes: number[];
  readonly #waiting: VenueEvent[] = [{ kind: "connected" }];
  #wake: () => void = () => {};
  #state = 12_345;

  /** Makes a venue at a time. */
  constructor(symbols: readonly string[], startUs: number) {
    this.#symbols = symbols;
    this.#closes = symbols.map(() => 10_000);
    this.#nowUs = startUs;
    this.clock = {
      nowUs: () => this.#nowUs,
      waitUntil: (timeUs, signal) =>
        new Promise((resolve) => {
          if (timeUs <= this.#nowUs || signal?.aborted === true) resolve();
          signal?.addEventListener("abort", () => resolve(), { once: true });
        }),
    };
  }

  /** Goes on by a minute, and tells so many updates of each bar before its end. */
  minute(updates: number): void {
    const beginUs = this.#nowUs;
    this.#nowUs += MINUTE_US;
    for (let update = 0; update <= updates; update++) {
      for (const [id, symbol] of this.#symbols.entries()) {
        const open = this.#closes[id]!;
        this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
        const close = Math.max(5000, Math.min(20_000, open + (this.#state >>> 16) % 21 - 10)),
          isLast = update === updates;
        if (isLast) this.#closes[id] = close;
        const bar: VenueBar = {
          ...{ beginUs, open: text(open), high: text(Math.max(open, close)), low: text(Math.min(open, close)) },
          ...{ close: text(close), volume: "5", closed: isLast },
        };
        this.#waiting.push({ kind: "bar", symbol, timeframe: "1m", bar });
      }
    }
    this.#wake();
  }

  /** The adapter of the venue. */
  get factory(): VenueFactory {
    return { name: "turns", create: () => this.#adapter() };
  }

  #adapter(): Venue {
    return {
      ...ordersNotSupported("turns"),
      capabilities: {
        ...{ history: false, barStream: true, time: true, timeframes: ["1m"] },
        ...{ orders: false, findByClientId: false, fillCursor: false },
      },
      open: () => Promise.resolve(),
      terms: (symbols) =>
        Promise.resolve(symbols.map((symbol) => {
          return { symbol, base: symbol, quote: "USD", tick: "0.01", sizeStep: "0.001", status: "trading" as const };
        })),
      time: () => Promise.resolve(this.#nowUs),
      history: async function* () {},
      watch: (_request, signal) => this.#events(signal),
      close: () => Promise.resolve(),
    };
  }

  async *#events(signal: AbortSignal): AsyncGenerator<VenueEvent> {
    signal.addEventListener("abort", () => this.#wake(), { once: true });
    while (!signal.aborted) {
      while (this.#waiting.length > 0) yield this.#waiting.shift()!;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }
}

function text(cents: number): string {
  return (cents / 100).toFixed(2);
}
