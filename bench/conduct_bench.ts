/**
 * The cost of conduct: the moving-average run with each check, hash and log on, beside the same run with it off. None of
 * them changes the decisions of a run, which is checked first.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { MemorySink, RunLog } from "../src/replay/mod.ts";
import { outcomeText } from "./conduct.ts";
import { checkEqual, enginesHere } from "./engines.ts";
import { droppingLogger } from "./logging.ts";
import { SmaUnit } from "./strategies.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const account = { cash: 1_000_000, commission: 0.001 };
const engines = enginesHere(), feed = syntheticBars(100_000);

/** Ways to conduct a run, beside a plain one without chain: each with what is measured against which. */
const CONDUCTS: readonly (readonly [name: string, off: ct.BacktestOptions, on: () => ct.BacktestOptions])[] = [
  ["state chain", { chain: false }, () => ({})],
  ["state chain, step by step", { chain: false, stepByStep: true }, () => ({ stepByStep: true })],
  ["invariant checks", {}, () => ({ checks: true })],
  ["log that drops everything", {}, () => ({ logger: droppingLogger() })],
  ["checkpoints in memory, every 10,000 steps", {}, () => ({ checkpoint: { every: 10_000, save: () => {} } })],
  ["replay log in memory, with input hash, marks and commits", { stepByStep: true }, () => ({
    replayLog: new RunLog(new MemorySink()),
  })],
];

checkEqual("sma 100000, however it is conducted", engines, (engineBackend) => {
  const plain = ct.backtest(SmaUnit, feed, { ...account, engineBackend });
  for (const [name, off, on] of CONDUCTS) {
    for (const options of [off, on()]) {
      const result = ct.backtest(SmaUnit, feed, { ...account, engineBackend, ...options });
      if (outcomeText(result) !== outcomeText(plain)) {
        throw new Error(`With "${name}" on or off the run decides otherwise`);
      }
    }
  }
  return plain.chain;
});

for (const engineBackend of engines) {
  for (const [name, off, on] of CONDUCTS) {
    const group = `${name}, ${engineBackend}`;
    Deno.bench(`${engineBackend}, without ${name}`, { group, baseline: true }, () => {
      ct.backtest(SmaUnit, feed, { ...account, engineBackend, ...off });
    });
    Deno.bench(`${engineBackend}, with ${name}`, { group }, () => {
      ct.backtest(SmaUnit, feed, { ...account, engineBackend, ...on() });
    });
  }
}
