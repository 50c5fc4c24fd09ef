/**
 * Profile: an order on every bar, few and many. The cost of an order must not grow with the orders before it, also once
 * more have ended than an engine keeps.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { checkEqual, enginesHere } from "./engines.ts";
import { TurnsEveryBar } from "./strategies.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const account = { cash: 1_000_000, commission: 0.001 };
const engines = enginesHere();
const few = syntheticBars(20_000), many = syntheticBars(200_000);

checkEqual("an order on every bar", engines, (engineBackend) => {
  const result = ct.backtest(TurnsEveryBar, many, { ...account, engineBackend });
  if (result.orders.length !== many.length) throw new Error(`${result.orders.length} orders are not one a bar`);
  return result.chain;
});
for (const engineBackend of engines) {
  const group = `orders ${engineBackend}`;
  // Ten runs of the few and one of the many place as many orders, so the ratio is that of the costs of an order.
  Deno.bench(`${engineBackend}, 10 x 20,000 orders`, { group, baseline: true }, () => {
    for (let run = 0; run < 10; run++) ct.backtest(TurnsEveryBar, few, { ...account, engineBackend });
  });
  Deno.bench(`${engineBackend}, 200,000 orders`, { group }, () => {
    ct.backtest(TurnsEveryBar, many, { ...account, engineBackend });
  });
}
