/**
 * The audit of an account against a backtest of the same bars: every part by hand, and sums that are exact.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { xorshift32 } from "../../bench/synthetic_bars.ts";
import { COMMANDS } from "../../src/cli/command_table.ts";
import { dispatch } from "../../src/cli/dispatch.ts";
import { amountText, decimal } from "../../src/session/exact_decimal.ts";
import { MemoryTerminal } from "../cli/memory_terminal.ts";
import { enginesUnderTest } from "../engines.ts";
import { Busy, played, settledAt, TERMS } from "./paper_play.ts";

const MINUTE = 60_000, START = Date.parse("2024-01-01T00:00:00Z");
const OPENS = [100, 101, 102, 103, 104, 105, 106, 107];

/** Minutes whose opens are known; the last close is 108. */
function minutes(): ct.Bars {
  return ct.bars({
    time: OPENS.map((_, at) => new Date(START + at * MINUTE)),
    ...{ open: OPENS, high: OPENS.map((open) => open + 1), low: OPENS.map((open) => open - 1) },
    close: OPENS.map((open) => open + 1),
  }, { name: "A/USD", timeframe: "1m", stamp: "open", timeZone: "UTC" });
}

/** Buys 2 at the open of the second bar, at 101, and sells them at the open of the fifth, at 104. */
class Trade extends ct.Strategy.with({}) {
  override next(): void {
    if (this.data.length === 1) this.buy({ size: 2 });
    if (this.data.length === 4) this.close();
  }
}

/** A trade as ccxt gives it, some seconds behind the begin of a bar. */
function trade(id: string, bar: number, seconds: number, side: string, price: number, size: number, cost = 0): object {
  const timestamp = START + bar * MINUTE + seconds * 1000;
  return { id, timestamp, symbol: "A/USD", side, price, amount: size, order: id, fee: { cost, currency: "USD" } };
}

function auditOf(trades: readonly object[], options: ct.AuditLiveOptions = {}): ct.LiveAudit {
  const audits = enginesUnderTest().map((engineBackend) => {
    const result = ct.backtest(Trade, minutes(), { commission: { perUnit: 0.1 }, engineBackend });
    return ct.auditLive(result, ct.liveFills(JSON.stringify(trades)), options);
  });
  for (const audit of audits) assertEquals(audit.toJSON(), audits[0]!.toJSON());
  return audits[0]!;
}

const BOTH = [trade("1", 1, 1, "buy", 101, 2, 0.2), trade("2", 4, 1, "sell", 104, 2, 0.2)];

const CASES: readonly { name: string; trades: readonly object[]; sums: Partial<ct.AuditParts> }[] = [
  { name: "the same fills", trades: BOTH, sums: {} },
  {
    name: "worse prices",
    trades: [trade("1", 1, 1, "buy", 101.25, 2, 0.2), trade("2", 4, 1, "sell", 103.9, 2, 0.2)],
    sums: { price: "-0.7" },
  },
  {
    name: "higher fees, and a rebate",
    trades: [trade("1", 1, 1, "buy", 101, 2, 0.3), trade("2", 4, 1, "sell", 104, 2, -0.05)],
    sums: { fees: "0.15" },
  },
  { name: "an exit that never came", trades: [BOTH[0]!], sums: { missed: "8.2" } },
  { name: "nothing at all", trades: [], sums: { missed: "-5.6" } },
  {
    name: "fills of somebody else",
    trades: [...BOTH, trade("3", 6, 5, "buy", 106.5, 1, 0.1)],
    sums: { extra: "1.4" },
  },
  {
    // Two bars late: the market had moved from 101 to 103 until then, and the rest of the price is another 0.5.
    name: "an entry two bars late",
    trades: [trade("1", 3, 30, "buy", 103.5, 2, 0.2), BOTH[1]!],
    sums: { late: "-4", price: "-1" },
  },
  {
    name: "half the size in two parts",
    trades: [
      trade("1", 1, 1, "buy", 101, 0.25, 0.1),
      trade("1b", 1, 2, "buy", 101, 0.75, 0.1),
      trade("2", 4, 1, "sell", 104, 1, 0.2),
    ],
    // Half of both: 1 x (108 - 101) less, and 1 x (108 - 104) more.
    sums: { sizing: "-3" },
  },
];

for (const { name, trades, sums } of CASES) {
  Deno.test(`${name}: the parts are those by hand`, () => {
    const audit = auditOf(trades), none = { price: "0", fees: "0", missed: "0", extra: "0", late: "0", sizing: "0" };
    const { difference, ...parts } = audit.sums;
    assertEquals(parts, { ...none, ...sums });
    assertEquals(audit.backtest, "5.6");
    assertEquals(Number(audit.live) - 5.6 - Number(difference) < 1e-9, true);
  });
}

Deno.test("fills that come later than allowed are missed and extra, and a fee in another currency needs its rate", () => {
  const late = [trade("1", 3, 30, "buy", 103.5, 2, 0.2), BOTH[1]!];
  const { sums, rows } = auditOf(late, { lateBars: 1 });
  assertEquals([sums.late, sums.missed, sums.extra], ["0", "-13.8", "8.8"]);
  assertEquals(rows.map(({ trade, filled, expected }) => [trade, filled, expected]), [[1, "2", "4"], [null, "2", "0"]]);
  const other = { ...trade("1", 1, 1, "buy", 101, 2), fee: { cost: 0.001, currency: "BNB" } };
  assertThrows(() => auditOf([other, BOTH[1]!]), RangeError, "rates: { BNB: PRICE }");
  assertEquals(auditOf([other, BOTH[1]!], { rates: { BNB: 300 } }).sums.fees, "-0.1");
  const inKind = { ...trade("1", 1, 1, "buy", 101, 2), fee: { cost: 0.002, currency: "A" } };
  assertEquals(auditOf([inKind, BOTH[1]!]).sums.fees, "-0.002");
  assertThrows(() => auditOf([{ ...BOTH[0]!, symbol: "B/USD" }]), RangeError, "B/USD");
  assertThrows(() => auditOf([trade("1", -5, 0, "buy", 1, 1)]), RangeError, "before the bars");
  assertThrows(() => auditOf(BOTH, { lateBars: -1 }), RangeError, "lateBars -1");
});

Deno.test("the sums of random fills are the difference, without any rounding", () => {
  const random = xorshift32(7);
  for (let round = 0; round < 60; round++) {
    const trades = Array.from({ length: random() % 9 }, (_, at) => {
      const price = (9000 + random() % 3000) / 97, size = (1 + random() % 400) / 1000;
      const fee = (random() % 1000) / 7000 - 0.02;
      const shown = (value: number): number => Number(value.toFixed(9));
      return trade(
        String(at),
        random() % 8,
        random() % 60,
        random() % 2 ? "buy" : "sell",
        shown(price),
        size,
        shown(fee),
      );
    });
    const { sums, rows, live, backtest } = auditOf(trades, { lateBars: random() % 4 });
    const count = (text: string): bigint => {
      const [whole, part = ""] = text.split(".") as [string, string?];
      return BigInt(whole + part.padEnd(36, "0"));
    };
    const names = ["price", "fees", "missed", "extra", "late", "sizing"] as const;
    const total = names.reduce((sum, name) => sum + count(sums[name]), 0n);
    assertEquals([count(sums.difference), count(live) - count(backtest)], [total, total]);
    for (const name of [...names, "difference"] as const) {
      assertEquals(rows.reduce((sum, row) => sum + count(row[name]), 0n), count(sums[name]), name);
    }
  }
  assertEquals(amountText(decimal("-0.5", "x") * decimal("0.003", "y")), "-0.0015");
  assertThrows(() => decimal("0.1234567890123456789", "a price"), RangeError, "18 places");
});

Deno.test("fills are read from ccxt's JSON, from lines of it and from CSV alike, and each once", () => {
  const json = ct.liveFills(JSON.stringify([BOTH[1], BOTH[0], BOTH[0]]));
  assertEquals(json.map(({ id }) => id), ["1", "2"]);
  assertEquals(ct.liveFills(BOTH.map((each) => JSON.stringify(each)).join("\n")), json);
  assertEquals(ct.liveFills(JSON.stringify({ trades: BOTH })), json);
  const csv = "Trade ID;Date(UTC);Pair;Side;Price;Executed;Amount;Fee;Fee Coin;Order ID\n" +
    "1;2024-01-01 00:01:01;A/USD;BUY;101;x;2;0.2;USD;1\n2;1704067441000;A/USD;sell;104;x;2;0.2;USD;2\n";
  assertEquals(ct.liveFills(csv), json);
  const wrong: readonly [string, string][] = [
    ["nothing", "no column time"],
    ["[1]", "pass a list of trades"],
    ["{", "they are no JSON"],
    [JSON.stringify([{ ...BOTH[0], side: "long" }]), 'the side "long" of fill 1'],
    [JSON.stringify([{ ...BOTH[0], price: 0 }]), "the price 0 of fill 1"],
    [JSON.stringify([{ ...BOTH[0], amount: null }]), "the amount of fill 1"],
    [JSON.stringify([{ ...BOTH[0], timestamp: 1_704_067_441 }]), "the time 1704067441"],
    [JSON.stringify([BOTH[0], { ...BOTH[0], price: 5 }]), "another one has the id 1"],
    [JSON.stringify([{ ...BOTH[0], fee: "much" }]), 'Cannot use "much" as the fee of fill 1'],
    [JSON.stringify([{ ...BOTH[0], fees: [null] }]), "Cannot use null as the fee of fill 1"],
    [JSON.stringify([{ ...BOTH[0], fees: 0.5 }]), "the fees 0.5 of fill 1"],
    ["time,symbol,side,price,size\n2024-02-30T10:00:00Z,A/USD,buy,1,1", 'the time "2024-02-30T10:00:00Z" of fill 1'],
    ["time,symbol,side,price,size\n2024-02-30,A/USD,buy,1,1", 'the time "2024-02-30" of fill 1'],
    ["time,symbol,side,price,size\nJan 3 2024,A/USD,buy,1,1", 'the time "Jan 3 2024" of fill 1'],
  ];
  for (const [text, said] of wrong) assertThrows(() => ct.liveFills(text), RangeError, said);
});

Deno.test("a fee is an object, a number alone or a list of either, and dates are days that there are", () => {
  const feesOf = (fields: object) => ct.liveFills(JSON.stringify([{ ...BOTH[0], ...fields }]))[0]!.fees;
  const half = [{ amount: "0.5", currency: "" }];
  assertEquals([feesOf({ fee: 0.5 }), feesOf({ fee: "0.5" }), feesOf({ fees: [0.5] })], [half, half, half]);
  assertEquals(feesOf({ fees: [{ cost: 1, currency: "BNB" }, 0.5] }), [{ amount: "1", currency: "BNB" }, ...half]);
  assertEquals([feesOf({ fee: {} }), feesOf({ fee: null, fees: null }), feesOf({ fee: { cost: null } })], [[], [], []]);
  const timeOf = (time: string) => ct.liveFills(`time,symbol,side,price,size\n${time},A/USD,buy,1,1`)[0]!.timeUs;
  const day = Date.UTC(2024, 1, 29) * 1000;
  assertEquals(["2024-02-29", "2024-02-29 00:00", "2024-02-29T02:00:00+02:00"].map(timeOf), [day, day, day]);
});

Deno.test("a rate is a price, and a fill lies within lateBars of the bars", () => {
  const inCoins = [{ ...BOTH[0]!, fee: { cost: 1, currency: "BNB" } }, BOTH[1]!];
  for (const rate of [NaN, -1, 0, Infinity]) {
    assertThrows(() => auditOf(inCoins, { rates: { BNB: rate } }), RangeError, `Cannot use rate ${rate} of BNB`);
  }
  const inNothing = [{ ...BOTH[0]!, fee: { cost: 1, currency: "constructor" } }];
  assertThrows(() => auditOf(inNothing), RangeError, "pass rates: { constructor: PRICE }");
  const end = OPENS.length, sums = auditOf([...BOTH, trade("3", end + 3, 0, "buy", 108.5, 1)]).sums;
  assertEquals(sums.extra, "-0.5");
  assertThrows(() => auditOf([trade("3", end + 3, 1, "buy", 108.5, 1)]), RangeError, "behind the bars of the backtest");
  assertThrows(
    () => auditOf([trade("3", end, 1, "buy", 108.5, 1)], { lateBars: 0 }),
    RangeError,
    "by more than lateBars",
  );
});

Deno.test("fills of a symbol with two feeds are those of the feed that trades, each once", () => {
  class OnOne extends ct.Strategy.with({ both: false }, ["fast", "slow"]) {
    override next(): void {
      if (this.feeds.fast.length === 4) this.buy({ size: 2, feed: "fast" });
      if (this.feeds.fast.length === 6) this.close({ feed: "fast" });
      if (this.params.both && this.feeds.slow.isNew && this.feeds.slow.length === 1) {
        this.buy({ size: 1, feed: "slow" });
      }
    }
  }
  const slow = ct.bars({
    ...{ time: [0, 4].map((at) => new Date(START + at * MINUTE)), open: [100, 104], high: [104, 108], low: [99, 103] },
    close: [104, 108],
  }, { name: "slow", timeframe: "4m", stamp: "open", timeZone: "UTC" });
  const symbols = { fast: "A/USD", slow: "A/USD" }, commission = { perUnit: 0.1 };
  const audited = (both: boolean, trades: readonly object[]): ct.LiveAudit => {
    const result = ct.backtest(OnOne, { fast: minutes(), slow }, { commission, params: { both } });
    return ct.auditLive(result, ct.liveFills(JSON.stringify(trades)), { symbols });
  };
  const own = [trade("1", 4, 1, "buy", 104, 2, 0.2), trade("2", 6, 1, "sell", 106, 2, 0.2)];
  const { sums, live, rows } = audited(false, own);
  assertEquals([new Set(Object.values(sums)), live], [new Set(["0"]), "3.6"]);
  assertEquals(rows.map(({ feed, filled }) => [feed, filled]), [["fast", "4"]]);
  assertThrows(() => audited(true, own), RangeError, "trades it on the feeds fast and slow");
  assertEquals(audited(true, []).live, "0");
});

Deno.test("audit-live over the bars of a journal splits the difference of an account, and of the run itself there is none", async () => {
  const journal = Deno.makeTempDirSync(), folder = Deno.makeTempDirSync();
  await using play = played({ seed: 4 });
  const { session, clock } = play, feed = session.feed({ symbol: "BTC/USDT", warmUp: 30, name: "btc" });
  const run = await session.run(Busy, feed, { journal, broker: session.broker(TERMS) });
  await play.minutes(60);
  const { fills } = await settledAt(clock, run.stop());
  assert(fills.length > 5);
  const own = fills.map(({ timeUs, side, price, size, commission, orderId }, at) => ({
    ...{ id: String(at), order: String(orderId), timestamp: timeUs / 1000, symbol: "BTC/USDT", side, price },
    ...{ amount: size, fee: { cost: commission, currency: "USDT" } },
  }));
  const strategy = `${folder}/busy.ts`, address = new URL("./paper_play.ts", import.meta.url).href;
  Deno.writeTextFileSync(strategy, `export { Busy } from "${address}";\n`);
  const audited = async (trades: readonly object[]): Promise<ct.AuditParts> => {
    Deno.writeTextFileSync(`${folder}/fills.json`, JSON.stringify(trades));
    const terminal = new MemoryTerminal();
    const args = ["--fills", `${folder}/fills.json`, "--journal", journal, "--cash", "20000", "--commission", "0.001"];
    const code = await dispatch(["audit-live", strategy, ...args, "--json"], COMMANDS, terminal);
    assertEquals([code, terminal.remarks.join()], [0, ""]);
    return JSON.parse(terminal.answer.join("\n")).sums;
  };
  const same = await audited(own);
  assertEquals(new Set(Object.values(same)), new Set(["0"]));
  const worse = await audited(own.map((each, at) => at === 0 ? { ...each, price: each.price + 1 } : each));
  assertEquals([worse.difference, worse.price], [worse.price, `-${fills[0]!.size}`]);
});

Deno.test("audit-live prints a table over prices from files, and says what cannot be used", async () => {
  const folder = Deno.makeTempDirSync(),
    strategy = `${folder}/trade.ts`,
    mod = new URL("../../mod.ts", import.meta.url).href;
  Deno.writeTextFileSync(
    strategy,
    `import * as ct from "${mod}";\nexport class Once extends ct.Strategy.with({}) {\n` +
      "  override next(): void {\n    if (this.data.length === 1) this.buy({ size: 2 });\n  }\n}\n",
  );
  const rows = OPENS.map((open, at) =>
    `${new Date(START + at * MINUTE).toISOString()},${open},${open + 1},${open - 1},${open + 1}`
  );
  Deno.writeTextFileSync(`${folder}/prices.csv`, ["time,open,high,low,close", ...rows].join("\n"));
  Deno.writeTextFileSync(
    `${folder}/fills.csv`,
    "time,symbol,side,price,size\n2024-01-01T00:01:05Z,A/USD,buy,101.5,2\n",
  );
  const answerTo = async (...args: readonly string[]) => {
    const terminal = new MemoryTerminal(), code = await dispatch(["audit-live", strategy, ...args], COMMANDS, terminal);
    return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
  };
  const files = ["--data", `a=${folder}/prices.csv`, "--fills", `${folder}/fills.csv`];
  const told = await answerTo(...files, "--fills-symbol", "a=A/USD", "--timeframe", "1m", "--stamp", "open");
  assertEquals([told.code, told.remarks], [0, ""]);
  assertStringIncludes(told.answer, "The account made 13.00, the backtest 14.00: -1.00 more");
  const cases: readonly [readonly string[], string][] = [
    [["--data", `a=${folder}/prices.csv`], "Cannot go on without --fills"],
    [[...files, "--journal", folder], "--journal and --data together"],
    [["--fills", `${folder}/fills.csv`, "--journal", "no/such"], "Cannot use the journal no/such"],
    [["--fills", "no/such", "--journal", "x"], "Cannot use the fills of no/such"],
    [files, "Cannot audit a fill of A/USD"],
    [[...files, "--rate", "BNB=abc"], "Cannot use --rate BNB=abc: write a price above 0"],
    [[...files, "--rate", "BNB=-5"], "Cannot use --rate BNB=-5"],
  ];
  for (const [args, text] of cases) {
    const { code, remarks } = await answerTo(...args);
    assertEquals(code, 2, remarks);
    assertStringIncludes(remarks, text);
  }
});
