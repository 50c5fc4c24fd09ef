/**
 * Parameters that are found on one year and tested on the quarter behind it, again and again.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";
import { Crossing } from "./searching_parameters.ts";

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const walked = await ct.walkForward(Crossing, feed, {
    params: { fast: ct.range(5, 15, 5), slow: [20, 40] },
    train: "1y",
    test: "3M",
    purge: 5,
    objective: "returnFraction",
    commission: 0.001,
  });
  console.log(walked.text());
  const { result } = walked.windows.findLast(({ result }) => result !== null && result.trades.length > 0)!;
  console.log(result!.summary());
  console.log(`Chain ${result!.chain}`);
}
