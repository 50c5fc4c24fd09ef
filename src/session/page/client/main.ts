/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The script of the page of a run: it reads news of the run and shows them.
 *
 * @module
 */

import { formatAmount, formatFixed, formatPercent } from "../../../records/number_format.ts";
import { element } from "../../../report/client/element.ts";
import { startTheme } from "../../../report/client/theme.ts";
import type { PageBar, PageEnd, PageFill, PageLine, PageMessage, PageNews, PagePoint, PageRun } from "../page_news.ts";
import { actionButtons, startActions } from "./actions.ts";
import { readNews } from "./news_reader.ts";
import { barAt, drawAccount, drawPrices } from "./plots.ts";
import { spanText, timeText } from "./scale.ts";
import { showTables } from "./status_tables.ts";

/** Bars and turns, and fills and entries, that the page keeps. */
const BARS_MOST = 240, ROWS_MOST = 200;

const byId = (id: string): HTMLElement => document.getElementById(id)!;
const setText = (id: string, text: string): void => {
  const found = byId(id);
  // A text that is the same is not written, so that readers of the screen are not told of it.
  if (found.textContent !== text) found.textContent = text;
};

let run: PageRun | undefined, news: PageNews | undefined, isOver = false;
let bars: PageBar[][] = [], points: PagePoint[] = [], fills: PageFill[] = [], messages: PageMessage[] = [];
/** The feed that is shown, and the bar of it that is told; -1 for the last one. */
let shownFeed = 0, told = -1;

function start(): void {
  startTheme();
  // An anchor in the address would take the place of the token.
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const to = byId(link.getAttribute("href")!.slice(1));
      to.setAttribute("tabindex", "-1");
      to.focus({ preventScroll: true });
      to.scrollIntoView();
    });
  }
  addEventListener("hashchange", () => location.reload());
  startChart();
  const token = location.hash.slice(1);
  if (token === "") setState("lost", "This address lacks its token: open the one that the run printed.");
  else {
    startActions(token);
    void readNews(token, { line: take, lost });
  }
  document.documentElement.dataset["ready"] = "";
}

function take(line: PageLine): void {
  if (line.kind === "run") begin(line);
  else if (line.kind === "news") show(line);
  else end(line);
}

function begin(line: PageRun): void {
  run = line;
  [bars, points, fills, messages] = [line.feeds.map(() => []), [], [], []];
  byId("entries").replaceChildren();
  const { strategy, venue, mode, feeds } = line, title = `${strategy} at ${venue}, ${mode}`;
  setText("title", title);
  setText("heading", title);
  document.title = title;
  const buttons = feeds.length < 2 ? [] : feeds.map(({ name }, at) => {
    const button = element("button", { type: "button", class: "button" }, name);
    button.addEventListener("click", () => {
      [shownFeed, told] = [at, -1];
      draw();
    });
    return button;
  });
  byId("feeds").replaceChildren(...buttons);
}

function show(line: PageNews): void {
  news = line;
  for (const bar of line.bars) {
    bars[bar[0]]!.push(bar);
    if (bar[0] === shownFeed && told >= 0 && bars[shownFeed]!.length > BARS_MOST) told--;
  }
  bars = bars.map((each) => each.slice(-BARS_MOST));
  points = [...points, ...line.points].slice(-BARS_MOST);
  fills = [...fills, ...line.fills].slice(-ROWS_MOST);
  messages = [...messages, ...line.messages].slice(-ROWS_MOST);
  showStatus(line);
  showTables(run!.feeds, line, fills);
  showLog(line.messages);
  if (line.bars.length + line.fills.length + line.points.length > 0) draw();
}

/** Entries under which a button makes sense; the others always do. */
const NEEDED: Readonly<Record<string, PageNews["status"]["entries"]>> = {
  "stop-entries": "open",
  "resume-entries": "stopped",
  "clear-kill": "killed",
};

function showStatus({ status, positions }: PageNews): void {
  const { phase, entries, reason, stream, lagUs, value, cash, workingOrders, turns } = status;
  const openProfit = positions.reduce((sum, position) => sum + position.openProfit, 0), { currency } = run!;
  setText("v-value", `${formatAmount(value)} ${currency}`);
  setText("v-cash", formatAmount(cash));
  setText("v-open-profit", formatAmount(openProfit));
  byId("v-open-profit").className = openProfit > 0 ? "up" : openProfit < 0 ? "down" : "";
  setText("v-entries", entries);
  setText("v-stream", stream);
  setText("v-lag", spanText(lagUs));
  setText("v-orders", formatFixed(workingOrders, 0));
  setText("v-turns", formatFixed(turns, 0));
  for (const button of actionButtons()) {
    const needs = NEEDED[button.dataset["path"]!] ?? entries;
    button.disabled = needs !== entries || (phase !== "running" && phase !== "catching-up");
  }
  if (phase === "ended" || phase === "failed") return;
  if (entries !== "open") setState("warn", `Entries are ${entries}: ${reason}`);
  else if (stream === "lost") setState("warn", "The stream of the venue is lost; it is connected again.");
  else setState(phase === "running" ? "good" : "warn", "");
  setText("state", { "catching-up": "Catching up", running: "Running", stopping: "Stopping" }[phase]);
}

/** Puts new entries in front of the log. */
function showLog(added: readonly PageMessage[]): void {
  const list = byId("entries");
  for (const { timeUs, level, category, text } of added) {
    list.prepend(element(
      "li",
      { class: level.toLowerCase() },
      element("time", {}, timeText(timeUs, true)),
      element("b", {}, `${level} ${category}`),
      element("span", {}, text),
    ));
  }
  while (list.childElementCount > ROWS_MOST) list.lastElementChild!.remove();
}

function draw(): void {
  const feed = run!.feeds[shownFeed]!, shown = bars[shownFeed]!;
  const own = fills.filter((fill) => fill.feed === feed.name), place = byId("chart");
  drawPrices(place, { feed, bars: shown, fills: own, told });
  drawAccount(byId("curve"), points);
  [...byId("feeds").children].forEach((button, at) => button.setAttribute("aria-pressed", String(at === shownFeed)));
  const bar = shown.at(told);
  if (bar === undefined) return;
  const [, timeUs, open, high, low, close, volume] = bar,
    price = (value: number): string => formatFixed(value, feed.priceDecimals);
  const parts = [["O", price(open)], ["H", price(high)], ["L", price(low)], ["C", price(close)], ["V", String(volume)]];
  byId("legend").replaceChildren(
    element("b", {}, `${feed.symbol} ${feed.timeframe}`),
    element("span", {}, timeText(timeUs, true)),
    ...parts.map(([name, value]) => element("span", {}, `${name} `, element("b", {}, value!))),
    element("span", { class: "key k-buy" }, "Buy"),
    element("span", { class: "key k-sell" }, "Sell"),
  );
  place.setAttribute(
    "aria-label",
    `Prices of ${feed.symbol}, ${shown.length} bars, ${own.length} fills; the bar of ${
      timeText(timeUs, true)
    } closed at ` +
      price(close),
  );
  const value = points.at(-1)?.[1];
  if (value === undefined) return;
  byId("curve").setAttribute(
    "aria-label",
    `Value of the account over ${points.length} turns, now ${formatAmount(value)}`,
  );
}

function startChart(): void {
  const place = byId("chart"), count = (): number => bars[shownFeed]?.length ?? 0;
  const tell = (at: number): void => {
    if (at === told || run === undefined) return;
    told = at;
    draw();
  };
  place.addEventListener("pointermove", (event) => {
    tell(barAt(place, event.clientX - place.getBoundingClientRect().left, count()));
  });
  place.addEventListener("pointerleave", () => tell(-1));
  place.addEventListener("keydown", (event) => {
    const last = count() - 1, at = told < 0 ? last : told;
    const next = { ArrowLeft: Math.max(0, at - 1), ArrowRight: Math.min(last, at + 1), Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    tell(next);
  });
  new ResizeObserver(() => {
    if (run !== undefined) draw();
  }).observe(place);
}

function setState(kind: "good" | "warn" | "lost" | "over", text: string): void {
  const alert = byId("alert");
  document.documentElement.dataset["state"] = kind;
  setText("alert", text);
  alert.hidden = text === "";
}

function lost(reason: string): void {
  if (isOver) return;
  for (const button of actionButtons()) button.disabled = true;
  setText("state", "Connection lost");
  const since = news === undefined ? "" : ` Shown is the run as it was at ${timeText(news.nowUs, true)}.`;
  setState("lost", `The connection to the run is lost: ${reason}.${since}`);
}

function end({ how, error, figures }: PageEnd): void {
  isOver = true;
  for (const button of actionButtons()) button.disabled = true;
  setText("state", how === "failed" ? "Failed" : "Ended");
  const did = {
    cancel: "its orders were cancelled, and positions stay marked",
    flatten: "its positions were closed",
    keep: "all is kept, and the same journal goes on with it",
    failed: error,
  }[how];
  setState("over", how === "failed" ? `The run failed: ${did}` : `The run has ended: ${did}.`);
  if (figures === undefined) return;
  const { finalEquity, returnFraction, maxDrawdown, commission, tradesClosed, chain } = figures;
  const part = (value: number | null): string => value === null ? "" : formatPercent(value);
  const rows = [
    ["Final value", `${formatAmount(finalEquity)} ${run!.currency}`],
    ["Return", part(returnFraction)],
    ["Largest drawdown", part(maxDrawdown)],
    ["Commission", formatAmount(commission)],
    ["Fills", formatFixed(figures.fills, 0)],
    ["Closed trades", formatFixed(tradesClosed, 0)],
    ["Chain", chain],
  ];
  byId("finals").replaceChildren(
    ...rows.map(([name, value]) => element("div", {}, element("dt", {}, name!), element("dd", {}, value!))),
  );
  byId("final").hidden = false;
}

start();
