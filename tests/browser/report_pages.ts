/**
 * Reports in a browser: what they show, and what they do when a reader clicks, points, types and prints.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as ct from "../../mod.ts";
import { syntheticBars } from "../../bench/synthetic_bars.ts";
import { formatAmount, formatFixed, formatPercent } from "../../src/records/number_format.ts";
import { fillSentence } from "../../src/report/fill_sentence.ts";
import type { Page } from "../../tasks/browser.ts";
import { breakoutRun, crossRun, HOSTILE, hostileRun, idleRun, longRun, ruinedRun, threeFeedsRun } from "./demo_runs.ts";
import { barsOf, seriousFindings, textsOf, withPage } from "./opened_page.ts";

/** Compares every figure that a page shows with the statistics. */
async function assertFigures(page: Page, { stats, figures }: ct.Result): Promise<void> {
  const shown = await page.locator("#figures dd").evaluateAll((cells) =>
    (cells as unknown as readonly { readonly dataset: { readonly figure: string; readonly value: string } }[])
      .map(({ dataset }) => [dataset.figure, dataset.value] as const)
  );
  assert(shown.length > 30, `${shown.length} figures`);
  for (const [key, text] of shown) {
    const told = key.split(".").reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], stats);
    const value = told === undefined ? figures[key] : told;
    assert(value !== undefined, `${key} is no figure of the statistics`);
    assertEquals(text, value === null ? "" : String(value), key);
  }
  const told = async (key: string): Promise<string> => await page.locator(`[data-figure="${key}"]`).innerText();
  assertEquals(await told("finalEquity"), formatAmount(stats.finalEquity));
  assertEquals(await told("returnFraction"), formatPercent(stats.returnFraction!));
  assertEquals(await told("trades.closed"), formatFixed(stats.trades.closed, 0));
}

/** Returns whether the page is wider than the window. */
async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth") as boolean;
}

for (const [name, run] of [["SmaCross", crossRun], ["Breakout", breakoutRun]] as const) {
  Deno.test(`the report of ${name} shows the numbers of its statistics, and its notes and terms`, async () => {
    const result = await run();
    await withPage(await result.html(), async (page) => {
      await assertFigures(page, result);
      assertEquals(await textsOf(page, "#rows-tab-trades .count"), [formatFixed(result.trades.length, 0)]);
      assertStringIncludes((await textsOf(page, "#terms")).join(), result.chain);
      const notes = await textsOf(page, ".notes li");
      assertEquals(notes, [...result.notes]);
      const months = await textsOf(page, ".heat td.year");
      const product = months.reduce((growth, text) => growth * (1 + Number(text) / 100), 1);
      // Years are shown with one decimal of a per cent.
      assert(Math.abs(product - 1 - result.stats.returnFraction!) < 0.01, `${product}`);
    });
  });
}

Deno.test("axe-core finds nothing serious, in light and in dark colours and at the width of a phone", async () => {
  const html = await (await breakoutRun()).html();
  for (const options of [{ colorScheme: "dark" }, { width: 360 }] as const) {
    await withPage(html, async (page) => assertEquals(await seriousFindings(page), []), options);
  }
});

Deno.test("a click on a trade shows it on the chart, and the chart of the account follows", async () => {
  const result = await crossRun(), row = 7, trade = result.trades[row]!;
  await withPage(await result.html(), async (page) => {
    assertEquals(await barsOf(page, "#c-price-0"), { from: 0, to: 1259 });
    await page.locator(`#rows-trades tr[data-row="${row}"] button`).click();
    const shown = await barsOf(page, "#c-price-0");
    assert(
      shown.from < trade.openedBar && shown.to > trade.closedBar! && shown.to - shown.from < 300,
      JSON.stringify(shown),
    );
    assertEquals(await barsOf(page, "#c-account"), shown);
    assertEquals(await page.locator("tr.marked").getAttribute("data-row"), `${row}`);
    // A fill at the open is at the midnight before its day, and has the date of its bar all the same.
    const dates = [trade.openedBar, trade.closedBar!].map((bar) =>
      new Date(result.timeUs[bar]! / 1000).toISOString().slice(0, 10)
    );
    assertEquals((await textsOf(page, "tr.marked td")).slice(2, 4), dates);
  });
});

Deno.test("the head of a column sorts by it in both directions, with rows without a value at the end", async () => {
  const result = await crossRun();
  await withPage(await result.html(), async (page) => {
    const profits = result.trades.flatMap(({ pnl }) => pnl ?? []).toSorted((a, b) => a - b);
    assert(profits.length < result.trades.length, "a trade is open");
    const head = page.locator("#rows-trades th", { hasText: "Profit" }), column = "#rows-trades tbody td:nth-child(9)";
    await head.locator("button").click();
    assertEquals(await head.getAttribute("aria-sort"), "ascending");
    assertEquals(await textsOf(page, column), profits.slice(0, 25).map(formatAmount));
    await head.locator("button").click();
    assertEquals(await head.getAttribute("aria-sort"), "descending");
    assertEquals((await textsOf(page, column))[0], formatAmount(profits.at(-1)!));
    await page.locator("#rows-trades .pager button", { hasText: "Next" }).click();
    assertEquals(await textsOf(page, column), [...profits.slice(0, 1).map(formatAmount), ""]);
  });
});

Deno.test("a fill tells the reason of its price, to the pointer and to the keys", async () => {
  const result = await breakoutRun(),
    fill = result.fills[0]!,
    order = result.orders.find(({ id }) => id === fill.orderId)!;
  const { open, high, low, close } = (await ct.csv("fixtures/prices/2006-min-005.csv", { stamp: "close" })).columns;
  const bar = { open: open[fill.bar]!, high: high[fill.bar]!, low: low[fill.bar]!, close: close[fill.bar]! };
  const sentence = fillSentence({ ...fill, decimals: 2, limit: order.limit, stop: order.stop }, bar);
  await withPage(await result.html(), async (page) => {
    const chart = page.locator("#c-price-0"), tip = chart.locator(".tip");
    await chart.focus();
    await page.keyboard.press("]");
    assertStringIncludes(await tip.innerText(), sentence);
    assertStringIncludes((await textsOf(page, "#live-price-0")).join(), sentence);
    await page.keyboard.press("0");
    await page.keyboard.press("]");
    await page.waitForTimeout(100);
    // The keys put the fill into the middle, where the pointer finds it, too.
    const box = (await chart.boundingBox())!, { from, to } = await barsOf(page, "#c-price-0");
    const plot = await chart.locator("canvas").first().evaluate((canvas) =>
      (canvas as unknown as { clientWidth: number }).clientWidth
    );
    const x = box.x + plot * (fill.bar - from + 0.5) / (to - from + 1);
    await page.mouse.move(box.x + 5, box.y + 200);
    await page.mouse.move(x, box.y + 200);
    await page.waitForTimeout(100);
    assertStringIncludes(await tip.innerText(), sentence);
    await page.mouse.move(box.x - 20, box.y - 20);
    assert(await tip.isHidden());
  });
});

Deno.test("keys move and zoom a chart, and the wheel with Ctrl does", async () => {
  await withPage(await (await crossRun()).html(), async (page) => {
    const chart = page.locator("#c-price-0"), bars = async () => await barsOf(page, "#c-price-0");
    await chart.focus();
    await page.keyboard.press("+");
    const zoomed = await bars();
    assert(zoomed.to - zoomed.from < 800, JSON.stringify(zoomed));
    await page.keyboard.press("ArrowLeft");
    assert((await bars()).from < zoomed.from);
    await page.keyboard.press("End");
    assertEquals((await bars()).to, 1259);
    await page.keyboard.press("Home");
    assertEquals((await bars()).from, 0);
    await page.keyboard.press("0");
    assertEquals(await bars(), { from: 0, to: 1259 });
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + 400, box.y + 200);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -400);
    await page.keyboard.up("Control");
    const wheeled = await bars();
    assert(wheeled.to - wheeled.from < 700, JSON.stringify(wheeled));
    // A drag moves the chart, and both charts show the same span.
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 200, { steps: 8 });
    await page.mouse.up();
    const dragged = await bars();
    assert(dragged.from > wheeled.from, JSON.stringify(dragged));
    await page.locator("#price .tools button", { hasText: "All" }).click();
    assertEquals(await bars(), { from: 0, to: 1259 });
  });
});

Deno.test("each of three feeds has a tab, by keys too, with its lines, its moved stops and its rows", async () => {
  const result = await threeFeedsRun();
  await withPage(await result.html(), async (page) => {
    await assertFigures(page, result);
    assertEquals(await textsOf(page, "#price [role=tab]"), ["apple", "half", "double"]);
    assertStringIncludes((await textsOf(page, "#legend-0")).join(), "bands.upper");
    assertStringIncludes((await textsOf(page, "#legend-0")).join(), "strength");
    assertStringIncludes((await textsOf(page, "#legend-0")).join(), "macd.signal");
    await page.locator("#feed-tab-0").focus();
    await page.keyboard.press("ArrowRight");
    assertEquals(await page.locator("#feed-tab-1").getAttribute("aria-selected"), "true");
    assert(await page.locator("#feed-0").isHidden() && await page.locator("#c-price-1 canvas").first().isVisible());
    await page.keyboard.press("End");
    assert(await page.locator("#c-price-2 canvas").first().isVisible());
    const at = result.trades.findIndex(({ feed }) => feed === "half");
    await page.locator(`#rows-trades tr[data-row="${at}"] button`).click();
    assertEquals(await page.locator("#feed-tab-1").getAttribute("aria-selected"), "true");
    assertEquals(await seriousFindings(page), []);
  });
});

Deno.test("a run without a trade, one that is ruined, and one with a negative equity have reports", async () => {
  const runs = [idleRun(), ruinedRun("stop"), ruinedRun("ignore")];
  assertEquals(runs.map(({ trades }) => trades.length), [0, 1, 1]);
  assert(runs[2]!.equity.some((value) => value < 0), "the equity falls below zero");
  for (const result of runs) {
    await withPage(await result.html(), async (page) => {
      await assertFigures(page, result);
      if (result === runs[0]) assertEquals(await seriousFindings(page), []);
      const rows = await textsOf(page, "#rows-trades");
      if (result.trades.length === 0) assertStringIncludes(rows.join(), "There is no row of trades.");
    });
  }
});

Deno.test("the drawdown of a ruined run is filled up to zero, and not above it", async () => {
  await withPage(await ruinedRun("ignore").html(), async (page) => {
    /** The colour that the third row of pixels of each pane has most. */
    const colours = await page.evaluate(`
      [...document.querySelectorAll("#c-account tr")].map((row) => [...row.querySelectorAll("canvas")]
        .sort((one, other) => other.width - one.width)[0]).filter((canvas) => canvas !== undefined).map((canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 3, canvas.width, 1), counts = new Map();
          for (let at = 0; at < data.length; at += 4) {
            const colour = data.slice(at, at + 4).join();
            counts.set(colour, (counts.get(colour) ?? 0) + 1);
          }
          return [...counts].sort(([, one], [, other]) => other - one)[0][0];
        })`) as readonly string[];
    assertEquals(colours[1], colours[0], "the row above zero has the colour of the ground");
  });
});

Deno.test("a million bars open, and a reader who zooms in comes to single ones", async () => {
  const result = longRun(syntheticBars(1_000_000)), html = await result.html();
  await withPage(html, async (page) => {
    await assertFigures(page, result);
    const note = page.locator("#feed-0 .note");
    assertStringIncludes(await note.innerText(), "Each candle shows");
    await page.locator(`#rows-trades tr[data-row="3"] button`).click();
    await page.locator("#c-price-0").focus();
    for (let step = 0; step < 24; step++) await page.keyboard.press("+");
    const { from, to } = await barsOf(page, "#c-price-0");
    assert(to - from < 12, `${from} ${to}`);
    assert(await note.isHidden());
  });
});

Deno.test("a picture has its table, with a row for each bar that is shown", async () => {
  const result = idleRun();
  await withPage(await result.html(), async (page) => {
    for (const name of ["price-0", "account"]) {
      await page.locator(`#t-${name} summary`).click();
      await page.locator(`#t-${name} tbody tr`).first().waitFor();
    }
    const account = await textsOf(page, "#t-account tbody tr"), prices = await textsOf(page, "#t-price-0 tbody tr");
    assertEquals([account.length, prices.length], [10, 10]);
    assertEquals(prices[1], ["2024-01-02", "10.00", "11.00", "10.00", "11.00", ""].join("\t"));
    assertStringIncludes(account[9]!, formatAmount(result.equity[9]!));
  });
});

Deno.test("the formula of a figure is shown when it is pointed at or comes into focus", async () => {
  await withPage(await idleRun().html(), async (page) => {
    const formula = page.locator("#f-sharpe");
    assert(await formula.isHidden());
    await page.locator("[aria-describedby=f-sharpe]").hover();
    assert(await formula.isVisible());
    await page.mouse.move(0, 0);
    assert(await formula.isHidden());
    await page.locator("[aria-describedby=f-sharpe]").focus();
    assertStringIncludes(await formula.innerText(), ct.figures.sharpe.formula);
  });
});

Deno.test("colours are those of the reader's system, of the switch, or of the option", async () => {
  const paper = (page: Page) => page.evaluate("getComputedStyle(document.body).backgroundColor") as Promise<string>;
  const light = "rgb(246, 247, 249)", dark = "rgb(14, 19, 26)", result = idleRun(), html = await result.html();
  for (const [colorScheme, first, second] of [["light", light, dark], ["dark", dark, light]] as const) {
    await withPage(html, async (page) => {
      assertEquals(await paper(page), first);
      await page.locator("#theme").click();
      assertEquals(await paper(page), second);
    }, { colorScheme });
  }
  await withPage(await result.html({ theme: "dark" }), async (page) => assertEquals(await paper(page), dark));
});

Deno.test("no page is wider than a phone, nor than paper, and a page is printed in light colours with its charts", async () => {
  const runs = [await crossRun(), await threeFeedsRun(), idleRun()];
  for (const result of runs) {
    const html = await result.html();
    await withPage(html, async (page) => assert(!await isTooWide(page)), { width: 360 });
  }
  await withPage(await runs[0]!.html(), async (page) => {
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.setViewportSize({ width: 700, height: 1000 });
    assert(!await isTooWide(page));
    const pdf = await page.pdf({ format: "A4" });
    assertEquals(new TextDecoder().decode(pdf.subarray(0, 5)), "%PDF-");
    const pages = [...new TextDecoder("latin1").decode(pdf).matchAll(/\/Type \/Page\b/g)].length;
    assert(pages >= 3 && pages <= 14 && pdf.length > 40_000, `${pages} pages, ${pdf.length} bytes`);
  }, { colorScheme: "dark" });
});

Deno.test("a comparison shows the figures of its runs side by side, and their equities together", async () => {
  const results = [await crossRun(), await crossRun({ fast: 15 }), await breakoutRun()],
    comparison = ct.compare(results);
  await withPage(await comparison.html(), async (page) => {
    for (const { key, values } of comparison.figures) {
      const shown = await page.locator(`td[data-figure="${key}"]`).evaluateAll((cells) =>
        (cells as unknown as readonly { readonly dataset: { readonly value: string } }[]).map(({ dataset }) =>
          dataset.value
        )
      );
      assertEquals(shown, values.map((value) => value === null ? "" : String(value)), key);
    }
    const legend = await textsOf(page, "#account .legend .key");
    // Two of the runs end before the third, and still have a value while nothing is pointed at.
    assertEquals(
      legend.map((text) => text.replace("\n", " ")),
      results.map(({ equity }, run) => `${comparison.names[run]!} ${formatAmount(equity.at(-1)!)}`),
    );
    assert(await page.locator("#c-account canvas").first().isVisible());
    assertEquals(await seriousFindings(page), []);
  });
  await withPage(await comparison.html(), async (page) => assert(!await isTooWide(page)), { width: 360 });
});

Deno.test("names that would be scripts are text, and the policy of the page refuses a script that is put into it", async () => {
  const result = hostileRun(), html = await result.html({ title: HOSTILE });
  assertEquals(html.split("<script").length, 3, "the data and the script");
  await withPage(html, async (page) => {
    assertEquals(await page.title(), HOSTILE);
    assertEquals(await page.locator("h1").innerText(), HOSTILE);
    assertEquals(await page.locator("img").count(), 0);
    assertStringIncludes((await textsOf(page, "#legend-0")).join(), HOSTILE);
    assertEquals(await textsOf(page, "#rows-trades tbody td:nth-child(2)"), ["long"]);
  });
  await withPage(await ct.compare({ [HOSTILE]: result, other: result }).html(), async (page) => {
    assertEquals(await page.locator("img").count(), 0);
    assertStringIncludes((await textsOf(page, ".legend")).join(), HOSTILE);
  });
  const refused: string[] = [];
  await withPage(html.replace("<main", "<script>document.title='taken'</script><main"), async (page) => {
    refused.push(await page.title());
  }).catch((error: Error) => refused.push(error.message));
  assertEquals(refused[0], HOSTILE);
  assertStringIncludes(refused[1]!, "Content Security Policy");
});
