/**
 * The files of a new project: a strategy, prices, a test, and the configuration that runs them.
 *
 * @module
 */

import { PACKAGE_VERSION } from "../package_version.ts";
import { SAMPLE_LICENCE, SAMPLE_NAME, SAMPLE_PRICES } from "../feeds/samples/aapl.gen.ts";

const PACKAGE = "@cracktrader/cracktrader";
const DATA = `data/${SAMPLE_NAME}.csv`;
// The files are formatted as `deno fmt` does it by default, in 80 columns.

/** Deno itself. Its path cannot be written down, as another Deno than the one on the PATH may run. */
const DENO = "$(deno eval --no-config 'console.log(Deno.execPath())')";

/** Returns a line that imports something. It is put together, so that nobody takes it for an import of this file. */
function importing(names: string, module: string): string {
  return ["import", names, "from", `${JSON.stringify(module)};`].join(" ");
}

const STRATEGY = `${importing("* as ct", PACKAGE)}

/** Buys when a fast average crosses above a slow one, and closes when it crosses below. */
export class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  cross: ct.Line = ct.crossover(
    ct.sma(this.data.close, this.params.fast),
    ct.sma(this.data.close, this.params.slow),
  );

  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) {
      this.buy({ stopLoss: this.data.close.now * 0.95 });
    } else if (this.cross.now < 0) this.close();
  }
}
`;

const TEST = `${importing("{ notEqual, strictEqual }", "node:assert/strict")}
${importing("* as ct", PACKAGE)}
${importing("{ SmaCross }", "./strategy.ts")}

Deno.test("the strategy trades, and the same run twice is the same run", async () => {
  const feed = await ct.csv("${DATA}", { timeZone: "America/New_York" });
  const options = { cash: 10_000, commission: 0.001 };
  const run = (): ct.Result => ct.backtest(SmaCross, feed, options);
  notEqual(run().trades.length, 0);
  strictEqual(run().chain, run().chain);
});
`;

/** Returns the files of a project by their paths in its folder. */
export function projectFiles(name: string): ReadonlyMap<string, string> {
  const cli = `${PACKAGE}/cli`;
  // What is proved is the run that is started.
  const flags = `strategy.ts --data ${DATA} --time-zone America/New_York --cash 10000 --commission 0.001`;
  const configuration = {
    tasks: {
      start: `deno run --allow-read=. ${cli} run ${flags}`,
      test: "deno test --allow-read=.",
      prove: `deno run --allow-read=. "--allow-run=${DENO}" ${cli} prove ${flags}`,
    },
    imports: { [PACKAGE]: `jsr:${PACKAGE}@${PACKAGE_VERSION}` },
  };
  const page = `# ${name}

A trading strategy for [Cracktrader](https://jsr.io/${PACKAGE}).

- \`deno task start\` runs [strategy.ts](strategy.ts) over the prices.
- \`deno task test\` runs [strategy_test.ts](strategy_test.ts).
- \`deno task prove\` tries whether the strategy looks ahead or does not repeat.
- \`deno run ${cli} run --help\` tells its options.

The prices in [data](data) are of Apple Inc., with their licence beside them.
`;
  return new Map([
    ["deno.json", `${JSON.stringify(configuration, null, 2)}\n`],
    ["strategy.ts", STRATEGY],
    ["strategy_test.ts", TEST],
    [DATA, SAMPLE_PRICES],
    [`data/LICENSE-${SAMPLE_NAME}.txt`, SAMPLE_LICENCE],
    ["README.md", page],
  ]);
}
