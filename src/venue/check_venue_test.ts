import { assertEquals } from "@std/assert";
import { fakeVenue } from "../fake_venue/fake_venue.ts";
import { checkVenue } from "./check_venue.ts";
import type { Venue, VenueFactory } from "./venue.ts";

const ASKED = { symbol: "BTC/USDT", timeframe: "1m", withinMs: 2000 };

/** A factory whose venues have some members changed. */
function changed(factory: VenueFactory, change: (venue: Venue) => Partial<Venue>): VenueFactory {
  return {
    name: factory.name,
    create: (context) => {
      const venue = factory.create(context), changes = change(venue);
      return new Proxy(venue, {
        get(target, name): unknown {
          const value = Object.hasOwn(changes, name) ? Reflect.get(changes, name) : Reflect.get(target, name, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    },
  };
}

async function failed(factory: VenueFactory): Promise<string[]> {
  const checks = await checkVenue(factory, { ...ASKED, withinMs: 300 });
  return checks.filter(({ outcome }) => outcome === "failed").map(({ promise }) => promise);
}

Deno.test("the fake venue keeps every promise, over the network and directly", async () => {
  for (const way of ["factory", "direct"] as const) {
    await using venue = fakeVenue({ speed: 600 });
    const checks = await checkVenue(venue[way], ASKED);
    assertEquals(checks.filter(({ outcome }) => outcome !== "held"), []);
    assertEquals(checks.length, 16);
  }
});

Deno.test("each broken promise is found by its own check", async () => {
  await using venue = fakeVenue({ speed: 600 });
  const { direct } = venue;
  const bar = { beginUs: 60_000_000, open: "1", high: "1", low: "1", close: "1", volume: "1" };
  const cases: readonly [(venue: Venue) => Partial<Venue>, string][] = [
    [() => ({ time: () => Promise.resolve(Date.now()) }), "its time is whole microseconds and does not go back"],
    [
      (venue) => ({ balances: () => venue.close().then(() => ({})) }),
      "balances is refused as NOT_SUPPORTED where orders are",
    ],
    [() => ({ watch: async function* () {} }), "the stream connects and tells of the bar in progress"],
    [
      () => ({
        watch: async function* () {
          yield { kind: "bar" as const, symbol: "BTC/USDT", timeframe: "1m", bar };
        },
      }),
      "the stream connects and tells of the bar in progress",
    ],
    [
      () => ({
        history: async function* (_symbol, _timeframe, fromUs) {
          yield { ...bar, beginUs: fromUs, high: "0.5" };
        },
      }),
      "history has the bars of its range, ascending, as decimal text",
    ],
    [
      (venue) => ({ history: (symbol, timeframe, fromUs) => venue.history(symbol, timeframe, fromUs, fromUs + 6e7) }),
      "history of an empty range is empty",
    ],
  ];
  for (const [change, promise] of cases) {
    assertEquals((await failed(changed(direct, change))).includes(promise), true, promise);
  }
});
