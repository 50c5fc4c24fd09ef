/**
 * What the best of sixteen trials may owe to luck.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";
import { Crossing } from "./searching_parameters.ts";

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const params = { fast: ct.range(2, 14, 4), slow: ct.range(20, 80, 20) };
  const found = await ct.optimize(Crossing, feed, { params, commission: 0.001 });
  const evidence = await ct.evidence(found, { runs: 200, startDates: 6, priceChanges: 6 });
  console.log(evidence.text());
  const result = found.result(found.best!);
  console.log(result.summary());
  console.log(`Chain ${evidence.numbers.chain}`);
}
