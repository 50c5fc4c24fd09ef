/**
 * Profile (e): the trades of profile (a) by a strategy that sleeps between its signals, and by signals that are handed over
 * at once, beside the bare loop. The lines are averages on the grid of their prices; the exact ones are read on each bar.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { bareLoop } from "./bare_loop.ts";
import { checkEqual, enginesHere } from "./engines.ts";
import { smaSignals, smaSignalsOfExactLines, SmaSleeper, SmaUnit } from "./strategies.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const account = { cash: 1_000_000, commission: 0.001 };
const engines = enginesHere();

for (const count of [100_000, 1_000_000]) {
  const feed = syntheticBars(count), group = `signals ${count}`;
  const columns = columnsOf(feed);
  const profiles: Readonly<Record<string, (options: ct.SignalsOptions) => ct.Result>> = {
    "wake": (options) => ct.backtest(SmaSleeper, feed, options) as ct.Result,
    "signals of exact lines": (options) => ct.fromSignals(feed, smaSignalsOfExactLines, options),
    "signals of lines": (options) => ct.fromSignals(feed, smaSignals, options),
    "signals as columns": (options) => ct.fromSignals(feed, columns, options),
  };
  checkEqual(group, engines, (engineBackend) => {
    const options = { ...account, engineBackend }, { chain } = ct.backtest(SmaUnit, feed, options);
    for (const [name, run] of Object.entries(profiles)) {
      const found = run(options);
      if (found.engine.backend !== engineBackend) {
        throw new Error(`${engineBackend} is not what ran: ${found.engine.reason}`);
      }
      if (found.chain !== chain) throw new Error(`"${name}" ends in ${found.chain}, and the callback in ${chain}`);
    }
    return chain;
  });
  Deno.bench(`bare loop, ${count} bars`, { group, baseline: true }, () => {
    bareLoop(feed, 10, 30, account.cash, account.commission);
  });
  for (const engineBackend of engines) {
    for (const [name, run] of Object.entries(profiles)) {
      Deno.bench(`${engineBackend}, ${name}, ${count} bars`, { group }, () => {
        run({ ...account, engineBackend });
      });
    }
  }
}

/** The signals of the strategy as columns. */
function columnsOf(feed: ct.Bars): ct.Signals {
  const entries = new Uint8Array(feed.length), exits = new Uint8Array(feed.length);
  class Notes extends SmaSleeper {
    override next(): void {
      const bar = this.data.length - 1;
      if (this.cross.now > 0) entries[bar] = 1;
      else if (this.cross.now < 0) exits[bar] = 1;
    }
  }
  ct.backtest(Notes, feed);
  return { entries, exits, size: 1 };
}
