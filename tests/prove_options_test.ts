/**
 * `prove` on honest strategies under every option of a run and every kind of request: no law may fail, and one that does
 * not apply says why. A strategy that looks ahead is found out with finer fills too.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../mod.ts";
import { formatProof, type LawReport, type ProofReport, prove } from "../src/laws/mod.ts";
import { openLibrary } from "../src/engine/native/library.ts";
import { ROOT } from "./boundary/installed_library.ts";
import { enginesUnderTest } from "./engines.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const engineBackend = enginesUnderTest().at(-1)!;
const daily = (await ct.csv(new URL("fixtures/prices/aapl.csv", ROOT))).slice({ bars: 90 });
const five = (await ct.csv(new URL("fixtures/prices/2006-min-005.csv", ROOT), { stamp: "close", name: "d" })).slice({
  bars: 600,
});
const half = five.resample("30m");

/** Enters at each rise above an average where nothing is held, and leaves below it. */
abstract class Cross extends ct.Strategy.with({ period: 5 }) {
  average: ct.Line = ct.sma(this.data.close, this.params.period);
  abstract enter(close: number): void;
  override next(): void {
    const close = this.data.close.now;
    if (this.position.size === 0 && close > this.average.now) this.enter(close);
    else if (this.position.size !== 0 && close < this.average.now) this.close();
  }
}

/** A strategy of one way to enter. */
function entering(enter: (s: ct.Strategy, close: number) => void): ct.StrategyClass<{ period: number }> {
  return class Enters extends Cross {
    enter(close: number): void {
      enter(this, close);
    }
  };
}

const PLAIN = entering((s) => void s.buy({ size: 5 }));

/** Demands that no law failed, and that those that left nothing tried say why; returns the proof. */
function assertHonest(proof: ProofReport, what: string): ProofReport {
  for (const law of proof.laws) {
    const text = `${what}, law ${law.law}: ${JSON.stringify(law).slice(0, 1200)}`;
    assert(law.verdict !== "failed", text);
    if (law.verdict === "not applicable") assert((law.reason ?? "").length > 10, text);
    else assert(law.cases > 0, text);
  }
  assertEquals(proof.verdict, "held", what);
  assert(proof.run.fills > 4, `${what}: ${proof.run.fills} fills`);
  return proof;
}

function lawOf(proof: ProofReport, number: number): LawReport {
  return proof.laws.find(({ law }) => law === number)!;
}

/** Every way to say prices, sizes and lifetimes of orders. */
const REQUESTS: Readonly<Record<string, (s: ct.Strategy, close: number) => void>> = {
  "stop at a percent": (s) => void s.buy({ size: 5, stopLoss: { percent: 3 } }),
  "stop at an amount": (s) => void s.buy({ size: 5, stopLoss: { amount: 2 } }),
  "trailing stop of a percent": (s) => void s.buy({ size: 5, stopLoss: { trail: { percent: 3 } } }),
  "trailing stop of an amount": (s) => void s.buy({ size: 5, stopLoss: { trail: { amount: 2 } } }),
  "target at a percent": (s) => void s.buy({ size: 5, takeProfit: { percent: 2 } }),
  "target at an amount": (s) => void s.buy({ size: 5, takeProfit: { amount: 2 } }),
  "targets by share": (s, close) =>
    void s.buy({
      size: 6,
      stopLoss: { percent: 5 },
      takeProfit: [{ fraction: 0.5, percent: 1 }, { fraction: 0.25, amount: 2 }, { price: close * 1.05 }],
    }),
  "fraction with a percent": (s) => void s.buy({ fraction: 0.9, stopLoss: { percent: 3 } }),
  "cash": (s) => void s.buy({ cash: 1000, stopLoss: { percent: 3 } }),
  "trailing entry": (s) => void s.buy({ size: 5, trail: { percent: 1 }, valid: { days: 3 } }),
  "trailing entry of an amount with a limit": (s) =>
    void s.buy({ size: 5, trail: { amount: 1 }, limitOffset: 0.5, valid: { days: 3 } }),
  "touch": (s, close) => void s.buy({ size: 5, touch: close * 0.999, valid: "day" }),
  "limit, of good for the day": (s, close) => void s.buy({ size: 5, limit: close, valid: "day" }),
  "post-only": (s, close) => void s.buy({ size: 5, limit: close * 0.999, postOnly: true, valid: { days: 2 } }),
  "valid to a date": (s, close) =>
    void s.buy({ size: 5, limit: close, valid: new Date(s.data.endsAt.getTime() + 2 * 86_400_000) }),
  "fill or kill": (s) => void s.buy({ size: 5, valid: "fok" }),
  "on open, tagged": (s) => void s.buy({ size: 5, onOpen: true, tag: "open" }),
  "on close": (s) => void s.buy({ size: 5, onClose: true }),
  "group": (s, close) => {
    s.oco([{ side: "buy", size: 5, limit: close * 0.99, stopLoss: { percent: 4 } }, {
      side: "buy",
      size: 5,
      stop: close * 1.01,
      takeProfit: { amount: 3 },
    }]);
  },
  "a second order that cancels the first": (s, close) => {
    const first = s.buy({ size: 5, limit: close * 0.99, valid: "day" });
    s.buy({ size: 5, stop: close * 1.01, oco: [first], valid: "day" });
  },
  "sell short": (s) => void s.sell({ size: 5, stopLoss: { percent: 3 } }),
  "target of a fraction": (s) => void s.target({ fraction: 0.5 }),
  "target of a value": (s) => void s.target({ value: 2000 }),
  "targetWeights": (s) => void s.targetWeights({ [s.data.name]: 0.4 }, { others: "close" }),
  "a sizer": (s) => void s.buy({ size: ct.sizers.percent(20), stopLoss: { percent: 2 } }),
  "deposit and withdraw": (s) => {
    s.deposit(500);
    s.buy({ size: 5 });
    s.withdraw(100);
  },
};

for (const [name, enter] of Object.entries(REQUESTS)) {
  Deno.test(`an honest strategy is proved that asks for: ${name}`, async () => {
    const proof = assertHonest(await prove(entering(enter), daily, { engineBackend, cuts: 3 }), name);
    const { leftOut } = lawOf(proof, 7);
    // Prices of its own are absolute; all others scale.
    const own = leftOut.filter((each) => each.startsWith("scaled by"));
    assert(own.every((each) => each.includes("the strategy decides by absolute prices or amounts")), own.join("; "));
  });
}

Deno.test("an honest strategy is proved that replaces its trail and its stop", async () => {
  class Moves extends Cross {
    entry: ct.OrderView | undefined;
    enter(): void {
      this.entry = this.buy({ size: 5, stopLoss: { trail: { percent: 6 } } });
    }
    override next(): void {
      super.next();
      const stop = this.entry?.stopLoss;
      if (stop?.alive && this.position.size > 0 && this.data.length % 3 === 0) {
        this.replace(stop, { trail: { percent: 5 } });
      }
    }
  }
  assertHonest(await prove(Moves, daily, { engineBackend, cuts: 3 }), "replace");
});

const SILENT: ct.Logger = { debug: () => {}, info: () => {}, warning: () => {}, error: () => {} };

/** Options of a run over days of one feed. */
const OPTIONS: Readonly<Record<string, ct.BacktestOptions>> = {
  "cash, checks, step by step, closeAtEnd": { cash: 25_000.5, checks: true, stepByStep: true, closeAtEnd: true },
  "start, onRuin, limitFill, rules": {
    ...{ start: "any", onRuin: "stop" },
    rules: { LIMIT_FILL: "THROUGH" },
  },
  "figures, their terms, a logger": {
    ...{ periodsPerYear: 252, riskFree: daily, benchmark: "equal-weight", measureFrom: "warm", logger: SILENT },
    figures: { half: ct.analyzer({ unit: "ratio", formula: "1 / 2", compute: () => 0.5 }) },
  },
  "cash flows by date, moment and Date": {
    cashFlows: [
      { time: isoDate(20), amount: 500 },
      { time: `${isoDate(40)}T12:00Z`, amount: 250.25 },
      { time: new Date(`${isoDate(60)}T00:00Z`), amount: -100 },
    ],
  },
  "interest": { interest: { cash: 0.03, debt: 0.06 } },
  "borrow": { borrow: 0.02 },
  "dividends": { dividends: [{ date: isoDate(12), amount: 0.57 }, { date: isoDate(70), amount: 0.63 }] },
  "splits": { splits: [{ date: isoDate(50), ratio: 2 }, { date: isoDate(75), ratio: "3/2" }] },
  "funding with leverage": {
    leverage: 5,
    settlement: "futures",
    funding: [{ time: `${isoDate(12)}T16:00Z`, rate: 0.001 }, { time: isoDate(70), rate: -0.001 }],
  },
  "margin per unit": { margin: { initialPerUnit: 40, maintenancePerUnit: 20 }, settlement: "futures", multiplier: 2 },
  "from a date": { from: isoDate(12) },
  "from a moment": { from: new Date(`${isoDate(12)}T00:00Z`) },
  "from a time of day": { from: `${isoDate(12)}T10:00` },
  "from and to": { from: isoDate(12), to: isoDate(80) },
  "measureFrom": { measureFrom: isoDate(12) as ct.MeasureFrom },
  "commission per unit": { commission: { perUnit: 0.005, minimum: 1 } },
  "commission per order": { commission: { perOrder: 2 } },
  "commission by schedule": {
    commission: { taker: 0.0005, maker: 0.0002, minimum: 0.5, tiers: [{ from: 20_000, taker: 0.0003 }] },
  },
  "slippage of an amount": { slippageAmount: 0.02 },
  "slippage by ticks": { tick: 0.01, slippageTicks: 2 },
  "slippage beyond the bar": { slippage: 0.002, slippageBeyondBar: "allow", slippageOfLimits: true },
  "slippage by volume": { slippageImpact: 0.1, volumeLimit: 0.1 },
  "latency": { latencyBars: 1 },
  "grids": { resolution: 0.001, tick: 0.01, lot: 0.5, moneyUnit: 0.0001, tickRounding: "snap" },
  "fill at the close": { fill: "close" },
  "path": { path: "nearest-first" },
  "onFeedEnd": { onFeedEnd: "close" },
  "a sizer": { sizer: ct.sizers.percent(10) },
  "instruments": { instruments: { aapl: { commission: 0.001, slippageAmount: 0.01 } } },
  "profile backtrader": { profile: "backtrader" },
};

function isoDate(bar: number): string {
  return new Date(daily.columns.timeUs[bar]! / 1000 - 1).toISOString().slice(0, 10);
}

for (const [name, options] of Object.entries(OPTIONS)) {
  Deno.test(`an honest strategy is proved under the option: ${name}`, async () => {
    const strategy = name === "borrow"
      ? entering((s) => void s.sell({ size: 5 }))
      : entering((s) => void s.buy({ size: 5, stopLoss: { percent: 4 }, takeProfit: { percent: 3 } }));
    const own = name === "a sizer" ? entering((s) => void s.buy()) : name.startsWith("profile") ? PLAIN : strategy;
    assertHonest(await prove(own, daily, { engineBackend, cuts: 3, ...options }), name);
  });
}

Deno.test("honest strategies are proved with finer fills, also from a date, with money and with another feed", async () => {
  const fillOn = { d: five };
  const bracket = entering((s) => void s.buy({ size: 1, stopLoss: { amount: 4 }, takeProfit: { percent: 0.1 } }));
  const from = new Date(half.columns.timeUs[20]! / 1000);
  const rows = [{ time: new Date(half.columns.timeUs[30]! / 1000 - 600_000), rate: 0.0001 }];
  const flows = [{ time: new Date(half.columns.timeUs[31]! / 1000 - 600_000), amount: 100 }];
  for (
    const options of [{}, { from }, { to: new Date(half.columns.timeUs[70]! / 1000) }, { closeAtEnd: true }, {
      leverage: 4,
      settlement: "futures" as const,
      funding: rows,
      cashFlows: flows,
    }]
  ) {
    const proof = assertHonest(
      await prove(bracket, half, { engineBackend, cuts: 6, fillOn, ...options }),
      `fillOn with ${Object.keys(options)}`,
    );
    assertEquals([lawOf(proof, 8).verdict, lawOf(proof, 7).verdict], ["held", "held"]);
    // A run over feeds that wait takes no finer bars, which it says.
    assert(JSON.stringify(lawOf(proof, 11)).includes("over feeds that may wait"));
  }
  const other = five.resample("15m");
  class Two extends ct.Strategy.with({}, ["d", "e"]) {
    override next(): void {
      const { d, e } = this.feeds;
      if (d.isNew && d.length % 6 === 1) this.buy({ feed: "d", size: 1, stopLoss: { amount: 3 } });
      if (d.isNew && d.length % 6 === 4) this.close({ feed: "d" });
      if (e.isNew && e.length % 10 === 1) this.buy({ feed: "e", size: 1, takeProfit: { percent: 0.1 } });
      if (e.isNew && e.length % 10 === 8) this.close({ feed: "e" });
    }
  }
  assertHonest(await prove(Two, { d: half, e: other }, { engineBackend, cuts: 6, fillOn }), "two feeds");
});

Deno.test("finer bars go to the processes of a strategy's module, where an honest one is proved and one that peeks is not", async () => {
  const feed = daily.slice({ bars: 40 }), { open, high, low, close } = feed.columns, time: string[] = [];
  const rows: Record<"open" | "high" | "low" | "close", number[]> = { open: [], high: [], low: [], close: [] };
  for (let bar = 0; bar < feed.length; bar++) {
    const date = isoDate(90 - feed.length + bar);
    time.push(`${date} 12:00`, `${date} 16:00`);
    rows.open.push(open[bar]!, low[bar]!);
    rows.high.push(high[bar]!, close[bar]!);
    rows.low.push(low[bar]!, low[bar]!);
    rows.close.push(low[bar]!, close[bar]!);
  }
  const fillOn = { [feed.name]: ct.bars({ time, ...rows }, { stamp: "close", timeframe: "4h" }) };
  const cross = new URL("tasks/demo/sma_cross.ts", ROOT),
    peeks = new URL("wrong_strategies/peeks_ahead.ts", import.meta.url);
  const params = { fast: 2, slow: 4 };
  const proof = await prove({ module: cross }, feed, { cuts: 1, fillOn, params, from: isoDate(60), logger: SILENT });
  for (const law of proof.laws) assert(law.verdict !== "failed", JSON.stringify(law));
  assertEquals([lawOf(proof, 8).verdict, lawOf(proof, 7).verdict, proof.isolated], ["held", "held", true]);
  assert(proof.run.fills > 2, `${proof.run.fills}`);
  assertEquals(lawOf(await prove({ module: peeks }, feed, { cuts: 1, fillOn }), 8).verdict, "failed");
});

Deno.test("a strategy that looks ahead breaks law 8 with finer fills, by the bars of the run or the finer ones", async () => {
  const fillOn = { d: five };
  const { close } = half.columns, fine = five.columns.close, ends = half.columns.timeUs, fineUs = five.columns.timeUs;
  class PeeksBars extends ct.Strategy.with({}) {
    override next(): void {
      const at = this.data.length;
      if (this.position.size === 0 && close[at]! > close[at - 1]!) this.buy({ size: 1 });
      else if (this.position.size > 0) this.close();
    }
  }
  class PeeksFiner extends ct.Strategy.with({}) {
    override next(): void {
      const row = fineUs.findIndex((us) => us > ends[this.data.length - 1]!);
      if (this.position.size === 0 && fine[row]! > fine[row - 1]!) this.buy({ size: 1 });
      else if (this.position.size > 0) this.close();
    }
  }
  for (const peeks of [PeeksBars, PeeksFiner]) {
    const proof = await prove(peeks, half, { engineBackend, cuts: 6, fillOn });
    const { verdict, counterExample } = lawOf(proof, 8);
    assertEquals([verdict, counterExample?.member], ["failed", "next"], formatProof(proof));
  }
});
