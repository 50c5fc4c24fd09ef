/**
 * Logs of a run: told as they happen, the same on every engine, and without a word in what comes out.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { risingBars } from "./daily_bars.ts";
import { onEveryEngine, outcomeOf } from "./every_engine.ts";
import { scripted } from "./scripted.ts";

const strategy = scripted({
  1: (s) => void s.buy({ size: 10, stopLoss: 90 }),
  3: (s) => void s.buy({ size: 1_000_000 }),
  5: (s) => void s.close(),
});

/** Logs a run as JSON Lines. */
function linesOf(filter: ct.LogFilter = {}): string[] {
  return onEveryEngine((conduct) => {
    const lines: string[] = [], logger = ct.jsonLinesLogger((line) => lines.push(line), filter);
    ct.backtest(strategy, risingBars(8), { commission: 0.001, logger, ...conduct });
    return lines;
  });
}

Deno.test("a run tells its logger everything that its result lists, in display units", () => {
  const entries = linesOf().map((line) => JSON.parse(line) as ct.LogEntry);
  const result = onEveryEngine((conduct) =>
    outcomeOf(ct.backtest(strategy, risingBars(8), { commission: 0.001, ...conduct }))
  );
  const fills = entries.filter((entry) => entry.category === "execution"), endsUs = risingBars(8).columns.timeUs;
  assertEquals(
    fills.map((
      { timeUs, fields },
    ) => [timeUs, fields["orderId"], fields["price"], fields["size"], fields["commission"]]),
    // An entry has the time at which the execution is known, which is the end of its bar.
    result.fills.map(({ bar, orderId, price, size, commission }) => [endsUs[bar], orderId, price, size, commission]),
  );
  const notices = entries.filter(({ sequence }) => sequence > 0);
  assertEquals(notices.map(({ sequence }) => sequence), notices.map((_entry, at) => at + 1));
  // The core says nothing of an order that it takes, so the entry is the edge's own.
  const accepted = entries.filter(({ sequence }) => sequence === 0);
  assertEquals(accepted.map(({ fields }) => fields["orderId"]), result.orders.map(({ id }) => id));
  assertEquals(accepted[0]!.message, "Order 1 to buy 10 of AAA (market) is accepted");
  const [first, stop] = accepted, at = (entry: ct.LogEntry): number => entries.indexOf(entry);
  assert(at(first!) < at(stop!) && at(stop!) < at(fills[0]!));
  const refusals = entries.filter(({ fields }) => fields["needed"] !== undefined);
  assertEquals(refusals.map(({ level, fields }) => [level, fields["reason"]]), [["WARNING", "insufficientCash"]]);
});

Deno.test("a logger changes nothing", () => {
  const silent = { debug: (): void => {}, info: (): void => {}, warning: (): void => {}, error: (): void => {} };
  for (const logger of [silent, ct.jsonLinesLogger(() => {}, { minimumLevel: "ERROR" })]) {
    assertEquals(
      onEveryEngine((conduct) => outcomeOf(ct.backtest(strategy, risingBars(8), { logger, ...conduct }))),
      onEveryEngine((conduct) => outcomeOf(ct.backtest(strategy, risingBars(8), conduct))),
    );
  }
});

Deno.test("a logger gets what it wants and nothing else", () => {
  const risk = linesOf({ categories: ["risk"] }).map((line) => JSON.parse(line) as ct.LogEntry);
  assert(risk.length > 0 && risk.every(({ category }) => category === "risk"));
});

Deno.test("a logger without all methods is refused before the run begins", () => {
  const logger = console as unknown as ct.Logger;
  assertThrows(() => ct.backtest(strategy, risingBars(1), { logger }), TypeError, "this one lacks warning");
});
