import { assertEquals, assertThrows } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { backtest } from "../run/backtest.ts";
import { Strategy } from "../strategy/strategy.ts";
import { type CommandLine, readCommandLine } from "./flags.ts";
import { accountOptions, type CommandLineOptions, numbersOf, RUN_FLAGS } from "./run_options.ts";
import { UsageError } from "./usage_error.ts";

function lineOf(...args: string[]): CommandLine {
  return readCommandLine(args, RUN_FLAGS, { usage: "", least: 0, most: 0 });
}

function refusal(...args: string[]): string {
  return assertThrows(() => accountOptions(lineOf(...args)), UsageError).message;
}

Deno.test("flags that are given become options, and nothing else does", () => {
  assertEquals(accountOptions(lineOf("--cash", "5000", "--slippage", "0", "--close-at-end")), {
    ...{ cash: 5000, slippage: 0, closeAtEnd: true },
  });
  assertEquals(accountOptions(lineOf()), {});
});

Deno.test("every option of the account and of the instruments has its flag", () => {
  const options = accountOptions(lineOf(
    ...[
      "--cash",
      "1e4",
      "--start",
      "any",
      "--on-ruin",
      "stop",
      "--limit-fill",
      "through",
      "--path",
      "adverse",
      "--money-unit",
      "0.01",
    ],
    ...["--periods-per-year", "250", "--commission", "perUnit:0.005:1", "--slippage", "0.001", "--tick", "1/32"],
    ...["--tick-rounding", "reject", "--lot", "0.1", "--multiplier", "50", "--resolution", "0.01"],
    ...["--flat-at", "close", "--bar-without-volume", "fill", "--risk-free", "0.03", "--measure-from", "2020-01-01"],
  ));
  assertEquals(
    options,
    {
      ...{
        cash: 10_000,
        start: "any",
        onRuin: "stop",
        limitFill: "through",
        path: "adverse",
        moneyUnit: "0.01",
        periodsPerYear: 250,
      },
      ...{ commission: { perUnit: 0.005, minimum: 1 }, slippage: 0.001, tick: "1/32", tickRounding: "reject" },
      ...{ lot: "0.1", multiplier: "50", resolution: "0.01", barWithoutVolume: "fill", flatAt: "close" },
      ...{ riskFree: 0.03, measureFrom: "2020-01-01" },
    } satisfies CommandLineOptions,
  );
});

Deno.test("the measured part begins at the start, with the first warm bar, or at a date", () => {
  assertEquals(accountOptions(lineOf("--measure-from", "warm")), { measureFrom: "warm" });
  for (const text of ["Warm", "20200101", "2020-13-01"]) {
    assertEquals(
      refusal("--measure-from", text),
      `Cannot use ${JSON.stringify(text)} as --measure-from: write start, warm, or a date such as 2020-01-01`,
    );
  }
});

Deno.test("a term is for all feeds or for the one that is named", () => {
  const options = accountOptions(lineOf(
    ...[
      "--tick",
      "0.01",
      "--tick",
      "ä=none",
      "--lot",
      "es=1",
      "--multiplier",
      "es=50",
      "--commission",
      "es=perOrder:2",
    ],
    ...["--commission", "__proto__=0.5"],
  ));
  assertEquals(options.tick, "0.01");
  const terms = new Map(Object.entries(options.instruments!));
  assertEquals(terms.size, 3);
  assertEquals([terms.get("ä"), terms.get("__proto__")], [{ tick: null }, { commission: 0.5 }]);
  assertEquals(terms.get("es"), { commission: { perOrder: 2 }, lot: "1", multiplier: "50" });
  assertEquals(({} as Record<string, unknown>)["commission"], undefined);
});

Deno.test("fills slip, wait and take their share of the volume as the options of the same names say", () => {
  assertEquals(
    accountOptions(lineOf(
      ...["--fill", "close", "--slippage-amount", "es=1/4", "--slippage-ticks", "2", "--slippage-impact", "0.1"],
      ...["--slippage-at-open", "false", "--slippage-of-limits", "true", "--slippage-beyond-bar", "wait"],
      ...["--volume-limit", "0.1", "--volume-limit", "es=0.5", "--latency-bars", "0"],
    )),
    {
      ...{ fill: "close", slippageTicks: 2, slippageImpact: 0.1, slippageAtOpen: false, slippageOfLimits: true },
      ...{ slippageBeyondBar: "wait", volumeLimit: 0.1, latencyBars: 0 },
      instruments: { es: { slippageAmount: "1/4", volumeLimit: 0.5 } },
    } satisfies CommandLineOptions,
  );
  assertEquals(refusal("--slippage-at-open", "no"), 'Cannot use "no" as --slippage-at-open: write true or false');
});

Deno.test("what falls due is a column or a file, and interest is of cash, or of cash and a debt", () => {
  assertEquals(
    accountOptions(lineOf(
      ...["--dividends", "Dividends", "--splits", "es=Stock Splits", "--borrow", "0.03", "--on-feed-end", "close"],
      ...["--interest", "0.02:0.06", "--commission", "taker:0.0005:-0.0001"],
    )),
    {
      ...{ dividends: "Dividends", borrow: 0.03, onFeedEnd: "close", interest: { cash: 0.02, debt: 0.06 } },
      ...{ commission: { taker: 0.0005, maker: -0.0001 }, instruments: { es: { splits: "Stock Splits" } } },
    } satisfies CommandLineOptions,
  );
  assertEquals(accountOptions(lineOf("--interest", "0.02")), { interest: { cash: 0.02 } });
  assertEquals(
    refusal("--interest", "1:2:3"),
    'Cannot use "1:2:3" as --interest: write CASH or CASH:DEBT, such as 0.03:0.06',
  );
});

Deno.test("a run takes the options as they are", () => {
  class Buys extends Strategy {
    override next(): void {
      if (this.data.length === 1) this.buy({ limit: 10.3 });
    }
  }
  const column = [10, 11, 10];
  const feed = bars(
    { time: ["2024-01-02", "2024-01-03", "2024-01-04"], open: column, high: column, low: column, close: column },
    { name: "es", decimals: 2 },
  );
  const line = lineOf(
    ...["--tick", "es=0.25", "--lot", "1", "--multiplier", "es=50", "--commission", "perUnit:2", "--cash", "5000"],
  );
  const { configuration, orders } = backtest(Buys, feed, { ...accountOptions(line), engineBackend: "typescript" });
  const [terms] = configuration.instruments;
  assertEquals([terms!.tick, terms!.lot, terms!.multiplier], ["1/4", "1", "50"]);
  assertEquals(orders[0]!.limit, 10.25);
});

Deno.test("a value that is none of its option is refused with its flag", () => {
  assertThrows(() => numbersOf(lineOf("--cash", "much"), ["cash"]), UsageError, "--cash");
  assertEquals(refusal("--cash", "0x10"), 'Cannot use "0x10" as --cash: write a number, such as 1000, 0.5 or 1e-3');
  assertEquals(refusal("--cash", " 5"), 'Cannot use " 5" as --cash: write a number, such as 1000, 0.5 or 1e-3');
  const forms = "write a fraction, perUnit:AMOUNT, perUnit:AMOUNT:MINIMUM, perOrder:AMOUNT or taker:RATE:MAKER";
  for (const fee of ["perUnit", "perunit:1", "perOrder:1:2", "perUnit:1:2:3"]) {
    const number = fee === "perUnit" ? "write a number, such as 1000, 0.5 or 1e-3" : forms;
    assertEquals(refusal("--commission", fee), `Cannot use "${fee}" as --commission: ${number}`);
  }
  assertEquals(refusal("--lot", "1", "--lot", "2"), "Cannot use --lot twice for all feeds");
  assertEquals(refusal("--lot", "es=1", "--lot", "es=2"), "Cannot use --lot twice for es");
});
