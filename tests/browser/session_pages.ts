/**
 * The page of a running session in a browser: what it shows, what its buttons do, and how it tells a connection that is
 * lost and a run that has ended.
 *
 * @module
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import * as ct from "../../mod.ts";
import { formatAmount, formatFixed, formatPercent } from "../../src/records/number_format.ts";
import type { Page } from "../../tasks/browser.ts";
import { Busy, type Played, played, settledAt, TERMS } from "../session/paper_play.ts";
import { HOSTILE } from "./demo_runs.ts";
import { type OpenOptions, seriousFindings, textsOf, withAddress } from "./opened_page.ts";

/** A page of a run on the engine that needs no library; the engine does not matter for a page. */
const OPTIONS = { page: true, engineBackend: "typescript" } as const;

const RISK: ct.RiskLimits = { maxDailyLoss: 500, maxDrawdown: 0.2 };

/** Holds a position behind a stop, which is an order that works. */
class Holds extends ct.Strategy.with({}) {
  override next(): void {
    if (this.position.size === 0) this.buy({ size: 0.1, stopLoss: this.data.close.now * 0.5, tag: "held" });
  }
}

/** A run with its page, in a time that stands. */
interface Shown {
  readonly play: Played;
  readonly run: ct.LiveRun;
  readonly page: Page;
}

/** Opens the page of a run of so many minutes, and lets a test act on both. All requests are those of its own server. */
async function withRun(
  act: (shown: Shown) => Promise<void>,
  { minutes = 8, strategy = Holds, risk = RISK, ...options }: OpenOptions & {
    readonly minutes?: number;
    readonly risk?: ct.RiskLimits;
    readonly strategy?: ct.StrategyClass<ct.Params>;
  } = {},
): Promise<void> {
  await using play = played({ seed: 4 });
  const { session } = play;
  const run = await session.run(strategy, session.feed({ symbol: "BTC/USDT", warmUp: 10 }), {
    ...{ broker: session.broker({ ...TERMS, risk }), ...OPTIONS },
  }) as unknown as ct.LiveRun;
  await play.minutes(minutes);
  const { origin } = new URL(run.page!.url);
  const { requests } = await withAddress(run.page!.url, async (page) => {
    await page.waitForSelector("html[data-state=good]");
    await act({ play, run, page });
  }, options);
  assert(requests.every((url) => url.startsWith(`${origin}/`)), requests.join());
  if (run.status.phase === "running") await settledAt(play.clock, run.stop());
}

/** Waits until an element has a text. */
async function hasText(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector, { hasText: text }).first().waitFor({ timeout: 10_000 });
}

/** Presses a button of the operator, and the one that it asks with. */
async function press(page: Page, action: string, reason: string): Promise<void> {
  await page.locator(`[data-path="${action}"]`).click();
  await page.locator("#ask-reason").fill(reason);
  await page.locator("#ask-yes").click();
}

Deno.test("the page shows the numbers of the run, its candles and its fills, and goes on with it", async () => {
  await withRun(async ({ play, run, page }) => {
    const shown = async (id: string): Promise<string> => await page.locator(`#v-${id}`).innerText();
    const assertShown = async (): Promise<void> => {
      const { value, cash, turns, workingOrders, feeds } = run.status;
      await hasText(page, "#v-turns", formatFixed(turns, 0));
      assertEquals(await Promise.all(["value", "cash", "orders", "entries", "stream"].map(shown)), [
        ...[`${formatAmount(value)} USDT`, formatAmount(cash), formatFixed(workingOrders, 0), "open", "connected"],
      ]);
      assertEquals(await page.locator("#chart").getAttribute("data-bars"), String(feeds[0]!.bars));
    };
    await assertShown();
    assertEquals(await page.title(), "Holds at fake, paper");
    assertEquals(await textsOf(page, "#state"), ["Running"]);
    assertEquals(await page.locator("#chart path.mark.buy").count(), 1);
    assertEquals((await textsOf(page, "#t-positions tbody tr td")).slice(0, 2), ["BTC/USDT", "0.10000"]);
    assertEquals((await textsOf(page, "#t-working tbody td")).slice(1, 6), [
      "BTC/USDT",
      "sell",
      "stop",
      "0.10000",
      "0.00000",
    ]);
    assertEquals(await page.locator("#t-fills tbody tr").count(), 1);
    assertEquals((await textsOf(page, "#t-limits tbody tr")).map((row) => row.split("\t")[3]), ["within", "within"]);
    assertStringIncludes((await textsOf(page, "#entries li")).join(), "The run goes on live");
    await play.minutes(3);
    await assertShown();
  });
});

Deno.test("the page of a run has no serious finding of axe-core, and is not wider than its window", async () => {
  for (const options of [{}, { colorScheme: "dark" }, { width: 360 }] as const) {
    await withRun(async ({ page }) => {
      assertEquals(await seriousFindings(page), []);
      const wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
      assert(!await page.evaluate(wide), JSON.stringify(options));
      await page.locator('[data-path="kill"]').click();
      assertEquals(await seriousFindings(page), [], "while it asks");
      assert(!await page.evaluate(wide));
    }, options);
  }
});

Deno.test("a button asks first: what is not confirmed is not done, by keys either", async () => {
  await withRun(async ({ play, run, page }) => {
    const dialog = page.locator("#ask");
    for (const [action, name] of [["stop-entries", "Stop entries"], ["flatten", "Flatten"], ["kill", "Kill"]]) {
      await page.locator(`[data-path="${action}"]`).click();
      assertStringIncludes(await dialog.innerText(), `${name}?`);
      assertEquals(await page.evaluate("document.activeElement.id"), "ask-no", "the way back has the focus");
      await page.locator("#ask-no").click();
      assert(await dialog.isHidden());
      // A double click, the key that ends a text, and the one that closes a dialog confirm nothing.
      await page.locator(`[data-path="${action}"]`).focus();
      await page.keyboard.press("Enter");
      await page.locator("#ask-reason").fill("why not");
      await page.keyboard.press("Enter");
      assert(await dialog.isVisible());
      await page.keyboard.press("Escape");
      assert(await dialog.isHidden());
    }
    await play.minutes(1);
    assertEquals([run.status.entries, run.status.commands, run.status.phase], ["open", 0, "running"]);
    assert(await page.locator('[data-path="resume-entries"]').isDisabled());
    assert(await page.locator('[data-path="clear-kill"]').isDisabled());
  });
});

Deno.test("the page tells the limits of orders, the value of the last order and how many each has refused", async () => {
  class Adds extends ct.Strategy.with({}) {
    override next(): void {
      this.buy({ size: 0.01 });
    }
  }
  await withRun(async ({ play, run, page }) => {
    const rows = async (): Promise<string[][]> =>
      (await textsOf(page, "#t-limits tbody tr")).map((row) => row.split("\t"));
    const refused = run.status.limits.map((limit) => limit.refused);
    assert(refused[1]! > 3, String(refused[1]));
    assertEquals(await rows(), [
      ["Drawdown", formatPercent(0), formatPercent(0.2), "within", ""],
      ["Size of an order", "0.01000", "0.00500", "over", String(refused[1])],
      ["Orders in a minute", "1", "5", "within", "0"],
    ]);
    assertStringIncludes((await textsOf(page, "#t-limits")).join(), "that of the last one");
    await play.minutes(1);
    await hasText(page, "#t-limits tbody tr", String(refused[1]! + 1));
    assertEquals(await seriousFindings(page), []);
  }, { strategy: Adds, risk: { maxDrawdown: 0.2, maxOrderSize: 0.005, maxOrdersPerMinute: 5 } });
});

Deno.test("the button flatten closes positions and ends the run, and a kill that leaves it going is cleared", async () => {
  await withRun(async ({ play, run, page }) => {
    await settledAt(play.clock, run.kill("halt", "by a limit"));
    await hasText(page, "#alert", "Entries are killed: by a limit");
    assert(await page.locator('[data-path="resume-entries"]').isDisabled());
    await press(page, "clear-kill", "");
    await hasText(page, "#v-entries", "open");
    assertEquals(run.status.entries, "open");
    await press(page, "flatten", "enough");
    await hasText(page, "#state", "Ended");
    await hasText(page, "#alert", "The run has ended: its positions were closed");
    await hasText(page, "#t-positions", "No position is open.");
    assertEquals([run.status.positions, run.status.entries], [{ "BTC/USDT": 0 }, "killed"]);
    assertEquals(await textsOf(page, "#v-entries"), ["killed"]);
    assertEquals(await page.locator(".act:disabled").count(), 5);
  });
});

Deno.test("the buttons stop entries, resume them and kill, and the page shows the end with its figures", async () => {
  await withRun(async ({ run, page }) => {
    await press(page, "stop-entries", "news come");
    await hasText(page, "#said", "Stop entries: done");
    assertEquals([run.status.entries, run.status.reason], ["stopped", "news come (by the page of the run)"]);
    await hasText(page, "#alert", "Entries are stopped: news come");
    assert(await page.locator('[data-path="stop-entries"]').isDisabled());
    await press(page, "resume-entries", "");
    await hasText(page, "#v-entries", "open");
    assertEquals(run.status.entries, "open");
    await press(page, "kill", "");
    await hasText(page, "#state", "Ended");
    const result = await run.finished;
    await hasText(page, "#alert", "The run has ended: its orders were cancelled");
    assertEquals(await textsOf(page, "#finals dd"), [
      `${formatAmount(result.stats.finalEquity)} USDT`,
      formatPercent(result.stats.returnFraction!),
      formatPercent(result.stats.maxDrawdown!),
      formatAmount(result.stats.commission),
      formatFixed(result.fills.length, 0),
      formatFixed(result.stats.trades.closed, 0),
      result.chain,
    ]);
    assert((await page.locator(".act:disabled").count()) === 5);
    assertEquals(await seriousFindings(page), []);
  });
});

Deno.test("a connection that is lost is told with the time of the last news, and the page goes on when it is back", async () => {
  // A process of its own can be held and killed.
  const args = [
    "run",
    "--no-prompt",
    "--allow-read",
    "--allow-net=127.0.0.1",
    "--allow-ffi=./rust/lib",
    "src/cli/mod.ts",
  ];
  await using child = new Deno.Command(Deno.execPath(), {
    args: [...args, "paper", "tasks/demo/sma_cross.ts", "--exchange", "fake", "--page"],
    ...{ stdin: "null", stdout: "null", stderr: "piped" },
  }).spawn();
  let told = "";
  for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream()).values({ preventCancel: true })) {
    if (/#\S+\n/.test(told += chunk)) break;
  }
  await withAddress(/http:\S+/.exec(told)![0], async (page) => {
    await page.waitForSelector("html[data-state=good]");
    child.kill("SIGSTOP");
    await page.waitForSelector("html[data-state=lost]", { timeout: 15_000 });
    assertMatch(
      (await textsOf(page, "#alert"))[0]!,
      /^The connection to the run is lost: nothing came for some seconds\. Shown is the run as it was at 2024-01-01 \d/,
    );
    assertEquals(await textsOf(page, "#state"), ["Connection lost"]);
    assertEquals(await page.locator(".act:disabled").count(), 5);
    child.kill("SIGCONT");
    await page.waitForSelector("html[data-state=good]", { timeout: 15_000 });
    const bars = Number(await page.locator("#chart").getAttribute("data-bars"));
    assert(bars > 200 && await page.locator("#alert").isHidden(), `${bars} bars`);
    child.kill("SIGKILL");
    await hasText(page, "#alert", "the server cannot be reached");
  }, { expects: ["net::ERR"] });
  await child.stderr.cancel();
});

Deno.test("a page without the token or with a wrong one says so, and shows nothing of the run", async () => {
  await using play = played({ seed: 4 });
  const run = await play.session.run(Busy, play.session.feed({ symbol: "BTC/USDT", warmUp: 10 }), OPTIONS);
  const { origin } = new URL(run.page!.url);
  const cases = [["", "This address lacks its token"], ["#wrong", "the token is wrong"]] as const;
  for (const [hash, text] of cases) {
    await withAddress(`${origin}/${hash}`, async (page) => {
      await hasText(page, "#alert", text);
      assertEquals(await page.locator(".act:disabled").count(), 5);
      assert(!(await page.locator("body").innerText()).includes("BTC"));
    }, { expects: ["401"] });
  }
  await settledAt(play.clock, run.stop());
});

Deno.test("keys tell the bars of the chart, links keep the token in the address, and the page is in the other colours by a switch", async () => {
  await withRun(async ({ page }) => {
    const legend = async (): Promise<string> => (await textsOf(page, "#legend")).join();
    await page.locator("#chart").focus();
    await page.keyboard.press("Home");
    const first = await legend();
    await page.keyboard.press("ArrowRight");
    const second = await legend();
    assert(first !== second && first.includes("2023-12-31 23:51"), `${first} ${second}`);
    assertStringIncludes(second, "2023-12-31 23:52");
    assertEquals(await page.locator("#chart path.told").count(), 1);
    const address = page.url();
    await page.locator('a[href="#log"]').click();
    assertEquals([page.url(), await page.evaluate("document.activeElement.id")], [address, "log"]);
    const paper = (): Promise<unknown> => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const before = await paper();
    await page.locator("#theme").click();
    assert(await paper() !== before);
  });
});

Deno.test("each feed of several has its chart, and names that would be scripts are text", async () => {
  await using play = played({
    seed: 6,
    instruments: [{ symbol: "BTC/USDT" }, { symbol: "ETH/USDT", startPrice: 3000 }],
  });
  const { session } = play,
    feeds = session.feeds([
      { symbol: "BTC/USDT", timeframe: "1m", warmUp: 20 },
      { symbol: "ETH/USDT", timeframe: "5m", warmUp: 5 },
    ]);
  class Idle extends ct.Strategy.with({}) {}
  const run = await session.run(Idle, { [HOSTILE]: feeds[0]!, eth: feeds[1]! } as never, OPTIONS);
  await play.minutes(10);
  await settledAt(play.clock, run.stopEntries(HOSTILE));
  await withAddress(run.page!.url, async (page) => {
    await hasText(page, "#alert", "Entries are stopped");
    assertStringIncludes((await textsOf(page, "#alert")).join(), HOSTILE);
    assertEquals(await textsOf(page, "#feeds button"), [HOSTILE, "eth"]);
    assertEquals(await page.locator("#chart").getAttribute("data-bars"), "30");
    await page.locator("#feeds button", { hasText: "eth" }).click();
    assertEquals(await page.locator("#chart").getAttribute("data-bars"), "7");
    assertEquals(await page.locator('#feeds [aria-pressed="true"]').innerText(), "eth");
    assertEquals(await page.locator("img").count(), 0);
    assertEquals(await seriousFindings(page), []);
  });
  await settledAt(play.clock, run.stop());
});
