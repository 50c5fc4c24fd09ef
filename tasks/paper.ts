/**
 * `deno task paper`: a strategy on paper over a recorded hour of a venue, which a fake venue on this machine streams sixty
 * times as fast and more, with a fault on the way, held against the backtest of its recorded bars and against its own log
 * on every engine.
 *
 * @module
 */

import { parseArgs } from "node:util";
import * as ct from "../mod.ts";
import { ccxt } from "../src/ccxt/mod.ts";
import { loadCcxt } from "../src/ccxt/library.ts";
import { enginesHere } from "../src/engine/backends.ts";
import { type FakeCandle, fakeVenue, type FakeVenueOptions, type Fault } from "../src/fake_venue/mod.ts";
import { replay } from "../src/replay/replay.ts";
import { SmaCross } from "./demo/sma_cross.ts";

const HELP =
  `Runs a strategy on paper over a recorded hour, which a fake venue on this machine streams, and compares the run with
both laws of sessions.

Usage: deno task paper [--minutes N] [--speed N] [--seed N] [--ccxt]

--minutes N  Minutes of the venue; 60 by default, which are the most that the recorded prices have.
--speed N    Seconds of the venue in a second; 240 by default, 7200 at most.
--seed N     Seed of a walk of prices in the place of the recorded ones.
--ccxt       Reach the venue through ccxt, where that is there, in the place of the adapter of the fake venue.

Exit code: 0 if the run is the backtest of its recorded bars and its log replays, 1 if not, 2 for wrong arguments.`;

/** Recorded prices: an hour for the warm-up, an hour to stream, and what may come while the run ends. */
const RECORDED = new URL("../fixtures/prices/btcusdt_2025-06-01_1m.csv", import.meta.url);
/** Most seconds of the venue in a second: beyond, its minutes go by while a turn is on. */
const SPEED_MAX = 7200;
/** Bars of the warm-up. */
const WARM_UP = 60;

const TERMS = { cash: 500_000, commission: 0.001 }, PARAMS = { fast: 3, slow: 8 };

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  let minutes: number, speed: number, seed: number | undefined, usesCcxt: boolean;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        minutes: { type: "string", default: "60" },
        speed: { type: "string", default: "240" },
        seed: { type: "string" },
        ccxt: { type: "boolean", default: false },
      },
    });
    minutes = wholeOf("minutes", values.minutes);
    speed = wholeOf("speed", values.speed);
    seed = values.seed === undefined ? undefined : wholeOf("seed", values.seed);
    usesCcxt = values.ccxt;
    if (speed > SPEED_MAX) {
      throw new RangeError(
        `Cannot use --speed ${speed}: a second has to hold what a strategy does, ${SPEED_MAX} at most`,
      );
    }
    if (seed === undefined && minutes > WARM_UP) {
      throw new RangeError(
        `Cannot run ${minutes} minutes: ${WARM_UP} are recorded; pass at most these, or --seed for a walk`,
      );
    }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return 2;
  }
  if (usesCcxt) {
    const problem = await loadCcxt().then(() => undefined, (error: Error) => error.message);
    if (problem !== undefined) {
      console.error(problem);
      return 2;
    }
  }
  const journal = await Deno.makeTempDir({ prefix: "paper_" });
  try {
    return await playPaper(journal, { minutes, speed, seed, usesCcxt }, (line) => console.log(line)) ? 0 : 1;
  } finally {
    await Deno.remove(journal, { recursive: true });
  }
}

interface Options {
  readonly minutes: number;
  readonly speed: number;
  /** Seed of a walk; undefined for the recorded prices. */
  readonly seed: number | undefined;
  readonly usesCcxt: boolean;
}

/** Runs on paper into a journal; returns whether the run came out the same everywhere. */
export async function playPaper(
  journal: string,
  { minutes, speed, seed, usesCcxt }: Options,
  tell: (line: string) => void,
): Promise<boolean> {
  // The connection ends once, so that the run shows how it goes on.
  const faults: Fault[] = [{ fault: "close", frame: 60 }];
  await using venue = fakeVenue(
    seed === undefined ? { ...await recordedHour(), speed, faults } : { seed, speed, faults },
  );
  const address = await venue.start(), factory = usesCcxt ? ccxt("binance", { address }) : venue.factory;
  await using session = ct.exchange(factory, { clock: venue.clock });
  // The time between two bars is a fraction of a second here, so the venue's grace is that of a slow network.
  const feed = session.feed({ symbol: "BTC/USDT", timeframe: "1m", warmUp: WARM_UP, graceMs: 20_000 });
  const run = await session.run(SmaCross, feed, { broker: session.broker(TERMS), journal, params: PARAMS });
  tell(`Paper over ${session.name} at ${address}, ${minutes} minutes, ${speed} times as fast`);
  let isOver = false;
  run.finished.catch(() => {}).finally(() => isOver = true);
  while (!isOver && run.status.turns - 1 < minutes) await new Promise((resolve) => setTimeout(resolve, 20));
  const { status } = run,
    result = await run.stop("flatten"),
    [{ byRequest, revised, missing }] = status.feeds as [ct.FeedStatus];
  tell(result.summary());
  tell(
    `${status.turns - 1} live bars, ${byRequest} of them by request, ${revised} revised, ${missing} missing; ` +
      `${status.connections} connections`,
  );
  const { feeds, from, instruments } = ct.recordingOfJournal(journal);
  let isSame = true;
  tell(`\nchain of the run                     ${result.chain}`);
  for (const engineBackend of enginesHere()) {
    const again = ct.backtest(SmaCross, feeds, {
      ...{ ...TERMS, from, instruments, closeAtEnd: true, engineBackend, params: PARAMS },
    });
    const replayed = replay(`${journal}/run.log`, { engineBackend });
    isSame &&= again.chain === result.chain && replayed.equal && replayed.chain === result.chain;
    tell(`backtest of its bars, ${engineBackend.padEnd(10)}     ${again.chain}`);
    tell(
      `its log replayed, ${engineBackend.padEnd(10)}         ${replayed.equal ? replayed.chain : "DIFFERENT"}`,
    );
  }
  tell(isSame ? "\nThe same everywhere" : "\nDIFFERENT");
  return isSame;
}

function wholeOf(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`Cannot use --${name} ${text}: pass a whole number above 0`);
}

/** Returns the market of the recorded prices, at the begin of the hour that it streams. */
async function recordedHour(): Promise<Pick<FakeVenueOptions, "instruments" | "start">> {
  const [, ...rows] = (await Deno.readTextFile(RECORDED)).trimEnd().split("\n");
  const candles = rows.map((row): FakeCandle => {
    const [time, open, high, low, close, volume] = row.split(",") as [string, string, string, string, string, string];
    return { time: Number(time), open, high, low, close, volume };
  });
  const instrument = { symbol: "BTC/USDT", priceDecimals: 1, sizeDecimals: 3, candles };
  return { instruments: [instrument], start: new Date(candles[WARM_UP]!.time) };
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
