/**
 * `deno task bench:sessions`: the time from a bar to its decision in a run on paper, the processor time of many
 * instruments, and the memory by the number of events.
 *
 * @module
 */

import process from "node:process";
import { parseArgs } from "node:util";
import * as ct from "../mod.ts";
import { TurnVenue } from "./turn_venue.ts";

const HELP = `Pushes bars of one minute into runs on paper, and measures their turns.

Usage: deno task bench:sessions [--turns N] [--instruments N] [--events N] [--engine rust|wasm|typescript] [--help]

--turns N        Turns whose time is measured, without a journal and with one; 2,000 by default.
--instruments N  Instruments of the run with many; 100 by default. Each tells its bar every two seconds.
--events N       Events of the stream for the memory; a million by default.
--engine E       The engine; "auto" by default.`;

const START = new Date("2024-01-01T00:00:00Z"), MIB = 2 ** 20;
/** A bar that is told every two seconds. */
const UPDATES = 29;

/** Two averages with market orders, which says when it has decided. */
class Cross extends ct.Strategy.with({}) {
  static decidedMs = 0;
  cross = ct.crossover(ct.sma(this.data.close, 3), ct.sma(this.data.close, 8));

  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) this.buy({ size: 1 });
    else if (this.cross.now < 0) this.close();
    Cross.decidedMs = performance.now();
  }
}

/** A run on paper over bars that are pushed. */
interface Turning {
  /** Tells a minute of bars, waits for its turn, and returns the time up to the decision. */
  minute(updates: number): Promise<number>;
  /** Ends the run, and compares it with the backtest of its bars where it has a journal. */
  end(): Promise<ct.Result>;
}

const { values } = parseArgs({
  options: {
    turns: { type: "string", default: "2000" },
    instruments: { type: "string", default: "100" },
    events: { type: "string", default: "1000000" },
    engine: { type: "string", default: "auto" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  Deno.exit(0);
}
const engineBackend = values.engine as "auto", account = { cash: 1_000_000, commission: 0.001 };

async function turning(instruments: number, journal?: string): Promise<Turning> {
  const symbols = Array.from({ length: instruments }, (_, id) => `C${id}/USD`);
  const venue = new TurnVenue(symbols, START.getTime() * 1000),
    session = ct.exchange(venue.factory, { clock: venue.clock });
  const feeds = session.feeds(symbols.map((symbol, id) => ({ symbol, timeframe: "1m", warmUp: 0, name: `c${id}` })));
  const run = await session.run(Cross, Object.fromEntries(feeds.map((feed, id) => [`c${id}`, feed])), {
    ...{ broker: session.broker(account), engineBackend },
    ...(journal === undefined ? {} : { journal }),
  });
  let turns = run.status.turns;
  return {
    async minute(updates) {
      const beginMs = performance.now();
      venue.minute(updates);
      turns++;
      while (run.status.turns < turns) {
        if (run.status.phase === "failed") await run.finished;
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      return Cross.decidedMs - beginMs;
    },
    async end() {
      const result = await run.stop();
      await session.close();
      if (journal !== undefined) {
        const { feeds, from, instruments } = ct.recordingOfJournal(journal);
        const again = ct.backtest(Cross, feeds, { ...account, from, instruments });
        if (again.chain !== result.chain) throw new Error("The run is not the backtest of its bars");
      }
      return result;
    },
  };
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function rssMib(): number {
  return Math.round(Deno.memoryUsage().rss / MIB);
}

for (const withJournal of [false, true]) {
  const folder = withJournal ? Deno.makeTempDirSync() : undefined,
    play = await turning(1, folder),
    times: number[] = [];
  // The first turns warm the code up.
  for (let turn = 0; turn < 200; turn++) await play.minute(0);
  for (let turn = 0; turn < Number(values.turns); turn++) times.push(await play.minute(0));
  const { fills, engine } = await play.end(), sorted = times.sort((a, b) => a - b);
  const [median, late] = [0.5, 0.99].map((part) => sorted[Math.floor(part * (sorted.length - 1))]!.toFixed(3));
  console.log(
    `From a bar to its decision, ${
      withJournal ? "with" : "without"
    } a journal, on ${engine.backend}: median ${median} ms, ` +
      `99 of 100 within ${late} ms (${fills.length} fills)`,
  );
  if (folder !== undefined) Deno.removeSync(folder, { recursive: true });
}

const many = Number(values.instruments), folder = Deno.makeTempDirSync(), minutes = 60;
const crowd = await turning(many, folder);
for (let minute = 0; minute < 20; minute++) await crowd.minute(UPDATES);
const beganMs = processorMs();
for (let minute = 0; minute < minutes; minute++) await crowd.minute(UPDATES);
const usedMs = (processorMs() - beganMs) / minutes;
await crowd.end();
Deno.removeSync(folder, { recursive: true });
console.log(
  `${many} instruments, their bars told every two seconds, with a journal: ${
    usedMs.toFixed(1)
  } ms of processor time a ` +
    `minute, ${(usedMs / 600).toFixed(3)} % of a core`,
);

const long = await turning(1), wanted = Number(values.events);
let events = 0;
const looks = [0.1, 0.25, 0.5, 0.75, 1].map((part) => part * wanted), told: string[] = [];
while (events < wanted) {
  await long.minute(UPDATES);
  events += UPDATES + 1;
  if (events >= looks[0]!) told.push(`${events} events ${rssMib()} MiB`), looks.shift();
}
await long.end();
console.log(`Memory of one instrument: ${told.join(", ")}`);
