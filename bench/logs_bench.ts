/**
 * The cost of a log: the moving-average run without a logger, beside the same run with loggers that drop, filter or keep
 * their entries. Without a logger, nothing is rendered and nothing is made.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { checkEqual, enginesHere } from "./engines.ts";
import { droppingLogger } from "./logging.ts";
import { SmaUnit } from "./strategies.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const account = { cash: 1_000_000, commission: 0.001 };
const engines = enginesHere(), feed = syntheticBars(100_000);

checkEqual("sma 100000, logged and not", engines, (engineBackend) => {
  const plain = ct.backtest(SmaUnit, feed, { ...account, engineBackend });
  const logged = ct.backtest(SmaUnit, feed, { ...account, engineBackend, logger: droppingLogger() });
  if (logged.chain !== plain.chain) throw new Error(`A logger changes the chain ${plain.chain} to ${logged.chain}`);
  return plain.chain;
});

for (const engineBackend of engines) {
  const group = `logs, ${engineBackend}`;
  Deno.bench(`${engineBackend}, no logger`, { group, baseline: true }, () => {
    ct.backtest(SmaUnit, feed, { ...account, engineBackend });
  });
  Deno.bench(`${engineBackend}, a logger that drops everything`, { group }, () => {
    ct.backtest(SmaUnit, feed, { ...account, engineBackend, logger: droppingLogger() });
  });
  Deno.bench(`${engineBackend}, JSON Lines of what is at WARNING or above`, { group }, () => {
    const logger = ct.jsonLinesLogger(() => {}, { minimumLevel: "WARNING" });
    ct.backtest(SmaUnit, feed, { ...account, engineBackend, logger });
  });
  Deno.bench(`${engineBackend}, JSON Lines of everything`, { group }, () => {
    const lines: string[] = [];
    ct.backtest(SmaUnit, feed, { ...account, engineBackend, logger: ct.jsonLinesLogger((line) => lines.push(line)) });
  });
}
