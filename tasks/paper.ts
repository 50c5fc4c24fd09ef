/**
 * `deno task paper`: a strategy on paper over a fake venue on this machine, sixty times as fast and more, with a fault on
 * the way, held against the backtest of its recorded bars and against its own log on every engine.
 *
 * @module
 */

import { parseArgs } from "node:util";
import * as ct from "../mod.ts";
import { ccxt } from "../src/ccxt/mod.ts";
import { loadCcxt } from "../src/ccxt/library.ts";
import { enginesHere } from "../src/engine/backends.ts";
import { fakeVenue } from "../src/fake_venue/mod.ts";
import { replay } from "../src/replay/replay.ts";
import { SmaCross } from "./demo/sma_cross.ts";

const HELP =
  `Runs a strategy on paper over a fake venue on this machine, and compares the run with both laws of sessions.

Usage: deno task paper [--minutes N] [--speed N] [--seed N] [--ccxt]

--minutes N  Minutes of the venue; 60 by default.
--speed N    Seconds of the venue in a second; 240 by default.
--seed N     Seed of the prices; 1 by default.
--ccxt       Reach the venue through ccxt, where that is there, in the place of the adapter of the fake venue.

Exit code: 0 if the run is the backtest of its recorded bars and its log replays, 1 if not, 2 for wrong arguments.`;

const TERMS = { cash: 50_000, commission: 0.001 }, PARAMS = { fast: 3, slow: 8 };

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  let minutes: number, speed: number, seed: number, usesCcxt: boolean;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        minutes: { type: "string", default: "60" },
        speed: { type: "string", default: "240" },
        seed: { type: "string", default: "1" },
        ccxt: { type: "boolean", default: false },
      },
    });
    [minutes, speed, seed] = [values.minutes, values.speed, values.seed].map(Number) as [number, number, number];
    usesCcxt = values.ccxt;
    if (![minutes, speed, seed].every((value) => Number.isInteger(value) && value > 0)) {
      throw new RangeError("Cannot use the numbers: they are whole and above 0");
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
    return await play(journal, { minutes, speed, seed, usesCcxt });
  } finally {
    await Deno.remove(journal, { recursive: true });
  }
}

interface Options {
  readonly minutes: number;
  readonly speed: number;
  readonly seed: number;
  readonly usesCcxt: boolean;
}

async function play(journal: string, { minutes, speed, seed, usesCcxt }: Options): Promise<number> {
  // The connection ends once, so that the run shows how it goes on.
  await using venue = fakeVenue({ seed, speed, faults: [{ fault: "close", frame: 60 }] });
  const address = await venue.start(), factory = usesCcxt ? ccxt("binance", { address }) : venue.factory;
  await using session = ct.exchange(factory, { clock: venue.clock });
  // The time between two bars is a fraction of a second here, so the venue's grace is that of a slow network.
  const feed = session.feed({ symbol: "BTC/USDT", timeframe: "1m", warmUp: 60, graceMs: 20_000 });
  const run = await session.run(SmaCross, feed, { broker: session.broker(TERMS), journal, params: PARAMS });
  console.log(`Paper over ${session.name} at ${address}, ${minutes} minutes, ${speed} times as fast`);
  let isOver = false;
  run.finished.catch(() => {}).finally(() => isOver = true);
  while (!isOver && run.status.turns - 1 < minutes) await new Promise((resolve) => setTimeout(resolve, 20));
  const { status } = run,
    result = await run.stop("flatten"),
    [{ byRequest, revised, missing }] = status.feeds as [ct.FeedStatus];
  console.log(result.summary());
  console.log(
    `${status.turns - 1} live bars, ${byRequest} of them by request, ${revised} revised, ${missing} missing; ` +
      `${status.connections} connections`,
  );
  const { feeds, from, instruments } = ct.recordingOfJournal(journal);
  let isSame = true;
  console.log(`\nchain of the run                     ${result.chain}`);
  for (const engineBackend of enginesHere()) {
    const again = ct.backtest(SmaCross, feeds, {
      ...{ ...TERMS, from, instruments, closeAtEnd: true, engineBackend, params: PARAMS },
    });
    const replayed = replay(`${journal}/run.log`, { engineBackend });
    isSame &&= again.chain === result.chain && replayed.equal && replayed.chain === result.chain;
    console.log(`backtest of its bars, ${engineBackend.padEnd(10)}     ${again.chain}`);
    console.log(
      `its log replayed, ${engineBackend.padEnd(10)}         ${replayed.equal ? replayed.chain : "DIFFERENT"}`,
    );
  }
  console.log(isSame ? "\nThe same everywhere" : "\nDIFFERENT");
  return isSame ? 0 : 1;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
