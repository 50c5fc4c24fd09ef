/**
 * `fakeVenue`: a venue on this machine, to try strategies and adapters against.
 *
 * @module
 */

import { takenOptions } from "../options.ts";
import { inspected } from "../host.ts";
import { runningClock, type VenueClock } from "../venue/venue_clock.ts";
import type { VenueFactory } from "../venue/venue.ts";
import { FakeAdapter } from "./fake_adapter.ts";
import type { FakeInstrument } from "./fake_instrument.ts";
import { FakeMarket } from "./fake_market.ts";
import type { Fault } from "./faults.ts";
import { directTransport, networkTransport } from "./transport.ts";

/** Options of {@linkcode fakeVenue}. */
export interface FakeVenueOptions {
  /** Instruments of the venue. Default: `BTC/USDT`, on a walk from 50000. */
  readonly instruments?: readonly FakeInstrument[];
  /** Seed of walks and of faults with a chance. Default: 1. */
  readonly seed?: number;
  /** Time at the start, as a date or a text of one. Default: `"2024-01-01T00:00:00Z"`. */
  readonly start?: Date | string;
  /** Seconds of the venue's clock in a second. Default: 1. */
  readonly speed?: number;
  /** Clock of the venue, in the place of `start` and `speed`. Default: one that runs. */
  readonly clock?: VenueClock;
  /** Faults and their triggers; see {@linkcode Fault}. Default: none. */
  readonly faults?: readonly Fault[];
  /** True if the stream tells that a bar has ended, which libraries leave out. Default: true. */
  readonly tellsClosed?: boolean;
  /** Port of the server on 127.0.0.1. Default: one that is free. */
  readonly port?: number;
  /** Time after which a request is given up, in milliseconds. Default: 2000. */
  readonly timeoutMs?: number;
}

const OPTIONS = ["instruments", "seed", "start", "speed", "clock", "faults", "tellsClosed", "port", "timeoutMs"];

/** A venue on this machine. */
export interface FakeVenue extends AsyncDisposable {
  /** Adapter that asks over the network of this machine; it starts the server when it opens. */
  readonly factory: VenueFactory;
  /** Adapter without a network: it asks the market itself, in the time of the venue's clock. */
  readonly direct: VenueFactory;
  /** Clock of the venue; a session takes it by its option `clock`. */
  readonly clock: VenueClock;
  /** Paths of all requests so far, with their queries. */
  readonly requests: readonly string[];
  /** Number of times that each kind of fault acted. */
  readonly acted: ReadonlyMap<Fault["fault"], number>;
  /** Starts the server, unless it runs, and returns its address, such as `"127.0.0.1:41234"`. */
  start(): Promise<string>;
  /** Ends all connections, as a restart of a venue does. */
  disconnect(): void;
}

/**
 * Makes a venue on this machine: REST and streams in the shape of Binance's spot market (exchangeInfo, time, klines,
 * trades; kline and trade frames), on candles that are given or on a walk from a seed, with a clock that may run fast, and
 * with faults that come when they are asked for. It does nothing before it is started.
 *
 * @param options Instruments, seed, clock and faults.
 * @throws {TypeError} If an option is unknown.
 * @throws {RangeError} If an option cannot be used.
 *
 * @example A bar of the past, a minute in a second
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fakeVenue } from "@cracktrader/cracktrader/fake-venue";
 *
 * await using venue = fakeVenue({ seed: 7, speed: 60 });
 * const address = await venue.start();
 * const answer = await fetch(`http://${address}/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=2`);
 * assertEquals((await answer.json()).length, 2);
 * ```
 */
export function fakeVenue(options: FakeVenueOptions = {}): FakeVenue {
  const taken = takenOptions(options, OPTIONS, {
    noObject: (shown) => `Cannot make a fake venue with ${shown}: pass an object, such as { seed: 1 }`,
    unknown: (name) => `Cannot use option ${inspected(name)} of a fake venue: there are ${OPTIONS.join(", ")}`,
  });
  const { instruments = [{ symbol: "BTC/USDT" }], seed = 1, faults = [], tellsClosed = true, port = 0 } = taken;
  const { start = "2024-01-01T00:00:00Z", speed = 1, timeoutMs = 2000 } = taken;
  const startUs = new Date(start).getTime() * 1000;
  if (!Number.isSafeInteger(startUs)) {
    throw new RangeError(`Cannot start at ${inspected(start, 0)}: pass a date, such as "2024-01-01T00:00:00Z"`);
  }
  const clock = taken.clock ?? runningClock(startUs, speed), market = new FakeMarket(instruments, clock, seed, faults);
  let server: Deno.HttpServer<Deno.NetAddr> | undefined, address = "";
  const begin = (): Promise<string> => {
    if (server === undefined) {
      server = Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {} }, (request) => respond(market, request));
      address = `127.0.0.1:${server.addr.port}`;
    }
    return Promise.resolve(address);
  };
  const factory = (name: string, isDirect: boolean): VenueFactory => ({
    name,
    create: () =>
      new FakeAdapter({
        ...{ name, clock, tellsClosed },
        transport: isDirect ? directTransport(market) : networkTransport(() => address, timeoutMs),
        begin: async () => {
          if (!isDirect) await begin();
        },
      }),
  });
  return {
    factory: factory("fake", false),
    direct: factory("fake", true),
    clock,
    requests: market.requests,
    acted: market.faults.acted,
    start: begin,
    disconnect: () => market.disconnect(),
    async [Symbol.asyncDispose](): Promise<void> {
      market.disconnect();
      await server?.shutdown();
    },
  };
}

/**
 * Returns the adapter of a fake venue that runs in another process.
 *
 * @param address Its address, as `start` of the venue returned it.
 * @param clock Clock of the session that uses it.
 * @param timeoutMs Time after which a request is given up. Default: 2000.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fakeVenue, fakeVenueAt } from "@cracktrader/cracktrader/fake-venue";
 *
 * await using there = fakeVenue();
 * const factory = fakeVenueAt(await there.start(), there.clock);
 * const venue = factory.create({ mode: "paper", instrumentType: "spot" });
 * assertEquals((await venue.terms(["BTC/USDT"]))[0]?.quote, "USDT");
 * await venue.close();
 * ```
 */
export function fakeVenueAt(address: string, clock: VenueClock, timeoutMs: number = 2000): VenueFactory {
  return {
    name: "fake",
    create: () =>
      new FakeAdapter({
        ...{ name: "fake", clock, tellsClosed: true },
        transport: networkTransport(() => address, timeoutMs),
        begin: () => Promise.resolve(),
      }),
  };
}

/** Answers a request, or takes a connection. */
async function respond(market: FakeMarket, request: Request): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() === "websocket") {
    const { socket, response } = Deno.upgradeWebSocket(request);
    const link = market.connect({
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => socket.close(),
    });
    socket.onmessage = ({ data }) => link.receive(String(data));
    socket.onclose = () => link.end();
    socket.onerror = (event) => {
      if (event instanceof Event) event.preventDefault();
    };
    return response;
  }
  const answer = market.answer(new URL(request.url));
  if (answer !== undefined) return answer;
  // A lost answer: the other side gives up first.
  await new Promise<void>((resolve) => request.signal.addEventListener("abort", () => resolve(), { once: true }));
  return new Response(null, { status: 504 });
}
