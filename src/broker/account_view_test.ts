import { changedBars } from "../feeds/bars.ts";
import { assertEquals } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { Clock } from "../lines/clock.ts";
import { AccountView } from "./account_view.ts";
import { encodeConfiguration, PLAIN_CONDUCT, resolveRules } from "../run/configuration.ts";
import { InstrumentSpec } from "./instrument_spec.ts";
import { ExecutionFacts } from "../records/execution_facts.ts";
import { packBars } from "./pack.ts";
import { powerOfTenth } from "./rational.ts";

const closes = [10, 11, 9.5];

/** An account of 1,000 over two feeds that stand on the first of three bars, at 10.00, 11.00 and 9.50. */
function openAccount(): { account: AccountView; clocks: readonly Clock[] } {
  const time = ["2024-01-01", "2024-01-02", "2024-01-03"];
  const feed = bars({ time, open: closes, high: closes, low: closes, close: closes }, { decimals: 2 });
  const feeds = ["aapl", "msft"].map((name) => changedBars(feed, { name }));
  const specs = feeds.map((feed) => new InstrumentSpec(feed, { resolution: 0.01, lot: 0.5 }, 1000, powerOfTenth(6)));
  const clocks = feeds.map(({ name }) => new Clock(name, 3));
  for (const clock of clocks) clock.index = 0;
  const config = encodeConfiguration(resolveRules("exact", {}), 1e9, specs, PLAIN_CONDUCT);
  return {
    account: new AccountView({
      config,
      cashInitial: 1e9,
      moneyUnits: 1e6,
      packed: packBars(feeds, specs),
      specs,
      clocks,
    }),
    clocks,
  };
}

/** An execution: feed, lots with a sign, those of them that close, price in steps, position, its cost, cash. */
function fill(
  id: number,
  lots: number,
  closed: number,
  price: number,
  size: number,
  cost: number,
  cash: number,
): ExecutionFacts {
  const facts = new ExecutionFacts();
  facts.instrument = id;
  facts.quantity = lots;
  facts.closed = closed;
  facts.price = price;
  facts.positionSize = size;
  facts.positionBasis = cost;
  facts.cash = cash;
  return facts;
}

Deno.test("without a position everything is cash", () => {
  const { account } = openAccount();
  assertEquals([account.cash, account.value, account.freeCash, account.inMarket], [1000, 1000, 1000, false]);
  const [position] = account.positions;
  assertEquals([position!.size, position!.averagePrice, position!.value, position!.openProfit], [0, null, 0, 0]);
});

Deno.test("positions are valued at the bar on which their feed stands", () => {
  const { account, clocks } = openAccount();
  // 20 lots of a half at 10.00 cost 100.
  account.execute(fill(1, 20, 0, 1000, 20, 100e6, 900e6));
  const position = account.positions[1]!, seen: number[][] = [];
  for (let bar = 0; bar < 3; bar++) {
    clocks[1]!.index = bar;
    seen.push([account.cash, account.value, position.value, position.openProfit]);
  }
  assertEquals(seen, [[900, 1000, 100, 0], [900, 1010, 110, 10], [900, 995, 95, -5]]);
  assertEquals([position.size, position.averagePrice, account.positions[0]!.size, account.inMarket], [10, 10, 0, true]);
});

Deno.test("a short position counts against the value, and twice its cost against the free cash", () => {
  const { account, clocks } = openAccount();
  account.execute(fill(0, -20, 0, 1000, -20, -100e6, 1100e6));
  clocks[0]!.index = 1;
  const position = account.positions[0]!;
  assertEquals([account.cash, account.value, account.freeCash], [1100, 990, 900]);
  assertEquals([position.size, position.value, position.openProfit], [-10, -110, -10]);
});

Deno.test("the average price is that of the entries, and of the new position after a flip", () => {
  const { account } = openAccount(), position = account.positions[0]!;
  account.execute(fill(0, 10, 0, 1000, 10, 50e6, 950e6));
  account.execute(fill(0, 10, 0, 1200, 20, 110e6, 890e6));
  assertEquals([position.size, position.averagePrice], [10, 11]);
  account.execute(fill(0, -15, -15, 1300, 5, 27.5e6, 987.5e6));
  assertEquals([position.size, position.averagePrice], [2.5, 11]);
  account.execute(fill(0, -5, -5, 1300, 0, 0, 1020e6));
  assertEquals(position.averagePrice, null);
  account.execute(fill(0, -2, 0, 1300, -2, -13e6, 1033e6));
  assertEquals([position.size, position.averagePrice], [-1, 13]);
});
