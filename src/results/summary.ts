/**
 * The summary of a run: its statistics as text for people, aligned for a terminal of 80 columns.
 *
 * @module
 */

import type { AccountStats } from "../analyzers/account_stats.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { CODE_NAMES } from "../records/code_names.ts";
import { formatMoment } from "../records/moment_text.ts";
import { formatAmount, formatFixed, formatPercent } from "../records/number_format.ts";
import type { FigureUnit } from "../analyzers/figure.ts";
import type { OrderCounts, RefusalCount } from "../analyzers/order_counts.ts";
import type { Stats } from "../analyzers/stats.ts";
import type { BacktraderTerms } from "../broker/backtrader_terms.ts";
import type { FillOptions } from "../broker/fill_terms.ts";
import type { Commission, CommissionSchedule } from "../broker/commission_terms.ts";
import type { Margin } from "../broker/margin_terms.ts";

/** Parts of the summary beside the statistics. */
export interface SummaryContext {
  /** Name of the strategy. */
  readonly strategy: string;
  /** Names of the feeds. */
  readonly feeds: readonly string[];
  /** Engine of the run, and the reason for the choice. */
  readonly engine: { readonly backend: string; readonly reason: string };
  /** Decisions that the package made by itself, in sentences: an adjusted close not used, a timeframe inferred. */
  readonly notes: readonly string[];
  /** Bars that the lines of the strategy need before their first value. */
  readonly barsNeeded: number;
  /** Bars of the data. */
  readonly barsGiven: number;
  /** Steps of the whole run, measured or not. */
  readonly steps: number;
  /** Text of each parameter of the strategy, by its name. */
  readonly params: Readonly<Record<string, string>>;
  /** Grids and costs of each feed. */
  readonly instruments: readonly SummaryTerms[];
  /** True if prices, sizes and money are doubles, which no grid rounds, as under the queue model. */
  readonly doubles?: boolean;
  /** True if the strategy has a member in which it could place an order. */
  readonly canDecide: boolean;
  /** Figures of the user. */
  readonly ownFigures?: readonly OwnFigure[];
}

/** A figure of the user. */
export interface OwnFigure {
  /** Name of the figure. */
  readonly name: string;
  /** Its unit. */
  readonly unit: FigureUnit;
  /** Its value; null if it is not defined. */
  readonly value: number | null;
  /** The reason of a value that is null. */
  readonly reason: string | null;
}

/** The grids of a feed, as fractions, and its costs. */
export interface SummaryTerms {
  /** Name of the feed. */
  readonly name: string;
  /** Unit of prices. */
  readonly resolution: string;
  /** Grid of order prices; null if none is declared. */
  readonly tick: string | null;
  /** Step of sizes. */
  readonly lot: string;
  /** Lowest price that is counted; absent where prices are above zero. */
  readonly pricesFrom?: string;
  /** Commission; 0 for none. */
  readonly commission: Commission;
  /** Slippage as a fraction of the price. */
  readonly slippage: number;
  /** Further terms of fills; absent without any. */
  readonly fills?: FillOptions;
  /** Margin; absent without one. */
  readonly margin?: Margin;
  /** How a position is paid; absent if it is paid in full. */
  readonly settlement?: "futures";
  /** Terms of backtrader; absent without any. */
  readonly backtrader?: BacktraderTerms;
}

const WIDTH = 80;
/** The summary marks a yearly growth rate over fewer days than this as extrapolated. */
const EXTRAPOLATED_DAYS = 180;
const LABEL_WIDTH = 28;
const VALUE_WIDTH = 20;
const INDENT = "  ";

/**
 * Writes the summary of a run.
 *
 * @param stats Statistics of the run.
 * @param context Other parts of the summary.
 * @returns Lines of at most 80 columns (a longer single word is not broken), without a line break at the end.
 */
export function renderSummary(stats: Stats, context: SummaryContext): string {
  const title = `${context.strategy} on ${context.feeds.join(", ")}`;
  const blocks = [
    wrap(title, "", ""),
    runBlock(stats),
    termsBlock(context),
    returnBlock(stats),
    tradeBlock(stats),
    orderBlock(stats),
    ...ownBlocks(context.ownFigures ?? []),
    remarkBlock(stats, context),
  ];
  return blocks.map((lines) => lines.join("\n")).join("\n\n");
}

function runBlock(stats: Stats): string[] {
  const zone = `(${stats.timeZone})`;
  return [
    ...row("Start", stats.start ?? "n/a", zone),
    ...row("End", stats.end ?? "n/a", zone),
    ...row("Duration", days(stats.durationDays)),
    ...row("Bars", formatFixed(stats.bars, 0)),
    ...row("Warm-up bars", formatFixed(stats.warmUpBars, 0)),
  ];
}

/** Writes the parameters, and the terms of the feeds; feeds with the same terms share a line. */
function termsBlock({ params, instruments, doubles = false }: SummaryContext): string[] {
  const terms = new Map<string, string[]>();
  for (const { name, resolution, tick, lot, pricesFrom, ...costs } of instruments) {
    const grids = doubles
      ? "prices and sizes as they are"
      : `resolution ${decimalText(resolution)}, lot ${decimalText(lot)}, tick ${
        tick === null ? "none" : decimalText(tick)
      }${pricesFrom === undefined ? "" : `, prices from ${decimalText(pricesFrom)}`}`;
    const text = [grids, ...costTexts(costs)].join(", ");
    terms.set(text, [...terms.get(text) ?? [], name]);
  }
  const entries = Object.entries(params).map(([name, value]) => `${name} ${value}`);
  return [
    ...wrap(`Parameters: ${entries.length === 0 ? "none" : entries.join(", ")}`, "", INDENT),
    ...[...terms].flatMap(([text, names]) => wrap(`${names.join(", ")}: ${text}`, "", INDENT)),
  ];
}

function scheduleText(schedule: CommissionSchedule): string {
  const { taker, maker = taker, perUnit = 0, perOrder = 0, minimum = 0, maximum, tiers = [] } = schedule;
  const more = [
    ...(perUnit > 0 ? [`${perUnit} per unit`] : []),
    ...(perOrder > 0 ? [`${perOrder} per order`] : []),
    ...(minimum > 0 ? [`at least ${minimum}`] : []),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...tiers.map((tier) => `from ${tier.from} traded taker ${tier.taker} and maker ${tier.maker ?? tier.taker}`),
  ];
  return [`commission taker ${taker} and maker ${maker} of the notional`, ...more].join(", ");
}

function marginText(margin: Margin): string {
  if ("initial" in margin) return `margin ${margin.initial} of the notional, maintenance ${margin.maintenance}`;
  return `margin ${margin.initialPerUnit} per unit, maintenance ${margin.maintenancePerUnit}`;
}

/** Returns a term of backtrader as its value, or as its options with their values. */
function wordsOfTerm(value: unknown): string {
  if (typeof value !== "object" || value === null) return `${value}`;
  return Object.entries(value).map(([name, each]) => `${name} ${each}`).join(" ");
}

/** Returns margin and the costs that are not zero, in the words of the options. */
function costTexts(
  { commission, slippage, fills = {}, margin, settlement, backtrader }: Omit<
    SummaryTerms,
    "name" | "resolution" | "tick" | "lot"
  >,
): string[] {
  const texts: string[] = [];
  for (const [name, value] of Object.entries(backtrader ?? {})) texts.push(`${name} ${wordsOfTerm(value)}`);
  if (margin !== undefined) texts.push(`${settlement === "futures" ? "futures, " : ""}${marginText(margin)}`);
  if (typeof commission === "number") {
    if (commission > 0) texts.push(`commission ${commission} of the notional`);
  } else if ("taker" in commission) {
    texts.push(scheduleText(commission));
  } else if ("perOrder" in commission) {
    if (commission.perOrder > 0) texts.push(`commission ${commission.perOrder} per order`);
  } else {
    const { perUnit, minimum = 0 } = commission, least = minimum > 0 ? `, at least ${minimum} per order` : "";
    if (perUnit > 0 || minimum > 0) texts.push(`commission ${perUnit} per unit${least}`);
  }
  if (slippage > 0) texts.push(`slippage ${slippage} of the price`);
  return [...texts, ...Object.entries(fills).map(([name, value]) => `${name} ${value}`)];
}

/** Returns a fraction such as `1/100` as a decimal number where it is one that a double shows. */
function decimalText(fraction: string): string {
  const [numerator, denominator] = fraction.split("/").map(Number) as [number, number | undefined];
  return denominator === undefined || /^10*$/.test(`${denominator}`) ? `${numerator / (denominator ?? 1)}` : fraction;
}

/** Returns whether a yearly growth rate comes from so few days that it says little about a year. */
export function isExtrapolated({ cagr, durationDays }: Pick<Stats, "cagr" | "durationDays">): boolean {
  return cagr !== null && durationDays < EXTRAPOLATED_DAYS;
}

function returnBlock(stats: Stats): string[] {
  const figure = figureRows(stats), perYear = `(${formatPlain(stats.periodsPerYear)} a year)`;
  return [
    ...row("Final equity", formatAmount(stats.finalEquity), `(from ${formatAmount(stats.equityInitial)})`),
    ...figure("Return", "returnFraction", formatPercent),
    ...figure("Buy and hold", "buyAndHold", formatPercent, holdRemark(stats.buyAndHoldFeeds)),
    ...figure("CAGR", "cagr", formatPercent, isExtrapolated(stats) ? "(extrapolated)" : ""),
    ...figure("Volatility (annual)", "volatility", formatPercent),
    ...figure(`Sharpe ${perYear}`, "sharpe", ratio, riskFreeRemark(stats)),
    ...figure(`Sortino ${perYear}`, "sortino", ratio),
    ...figure("Calmar", "calmar", ratio),
    ...figure("Max drawdown", "maxDrawdown", formatPercent),
    ...figure("Longest drawdown", "maxDrawdownDuration", days),
    ...figure("Exposure", "exposure", formatPercent, "(of all bars)"),
    ...figure("Turnover", "turnover", (value) => `${formatFixed(value, 2)} x`, "(mean equity)"),
    ...row("Commission", formatAmount(stats.commission)),
    ...accountRows(stats.account, row),
  ];
}

/** Returns the rows of what was paid without a fill, and of margin; none for what there was nothing of. */
function accountRows(
  account: AccountStats | undefined,
  row: (label: string, value: string, remark?: string) => string[],
): string[] {
  if (account === undefined) return [];
  const { funding, borrow, interest, dividends, liquidations, marginMax, leverageMax } = account;
  const money = (label: string, amount: number | null): string[] =>
    amount === null || amount === 0 ? [] : row(label, formatAmount(amount));
  return [
    ...money("Funding", funding),
    ...money("Borrowing", borrow),
    ...money("Interest", interest),
    ...money("Dividends", dividends),
    ...money("Margin, at most", marginMax),
    ...(leverageMax === null || leverageMax === 0 ? [] : row("Leverage, at most", `${formatFixed(leverageMax, 2)} x`)),
    ...(liquidations === 0 ? [] : row("Liquidations", `${liquidations}`)),
  ];
}

/** Names of the figures that may be null. */
type NullableFigure = {
  [Name in keyof Stats]-?: Stats[Name] extends number | null ? null extends Stats[Name] ? Name : never : never;
}[keyof Stats];

/** Returns a function that writes the row of a figure, or the reason why it is undefined. */
function figureRows(stats: Stats) {
  return (label: string, name: NullableFigure, format: (value: number) => string, remark: string = ""): string[] => {
    const value = stats[name];
    return value === null ? row(label, "n/a", `(${stats.reasons[name]})`) : row(label, format(value), remark);
  };
}

function holdRemark(feeds: readonly string[]): string {
  return feeds.length === 1 ? `(${feeds[0]}, first close to last)` : `(${feeds.length} feeds, equal weights)`;
}

function riskFreeRemark({ riskFree }: Stats): string {
  return riskFree === 0 ? "" : `(risk-free ${formatPercent(riskFree)})`;
}

function tradeBlock(stats: Stats): string[] {
  const { closed, open, ambiguous } = stats.trades, figure = figureRows(stats);
  return [
    ...row("Trades closed", formatFixed(closed, 0)),
    ...row("Trades open", formatFixed(open, 0), open > 0 ? "(marked, not closed)" : ""),
    ...row("Trades ambiguous", formatFixed(ambiguous, 0), ambiguous > 0 ? "(worse outcome taken)" : ""),
    ...figure("Win rate", "winRate", formatPercent),
    ...figure("Average trade", "averageTrade", formatPercent, "(of its entry)"),
    ...figure("Best trade", "bestTrade", formatPercent),
    ...figure("Worst trade", "worstTrade", formatPercent),
    ...figure("Profit factor", "profitFactor", ratio),
    ...figure("Expectancy", "expectancy", formatAmount, "(a trade)"),
  ];
}

/** Writes the figures of the user as a section of its own; none without any. */
function ownBlocks(figures: readonly OwnFigure[]): string[][] {
  if (figures.length === 0) return [];
  const rows = figures.flatMap(({ name, unit, value, reason }) =>
    value === null ? row(name, "n/a", `(${reason})`) : row(name, UNIT_TEXTS[unit](value))
  );
  return [["Own figures", ...rows]];
}

/** How a figure is written, by its unit. */
const UNIT_TEXTS: Readonly<Record<FigureUnit, (value: number) => string>> = {
  fraction: formatPercent,
  money: formatAmount,
  count: formatPlain,
  days,
  bars: (value) => `${formatPlain(value)} ${value === 1 ? "bar" : "bars"}`,
  ratio: formatAmount,
};

function orderBlock(stats: Stats): string[] {
  const { placed, filled, refused, cancelled, expired, open, refusedByReason, requestsRefusedByReason } = stats.orders;
  const lines = [
    ...row("Orders placed", formatFixed(placed, 0)),
    ...row("Orders filled", formatFixed(filled, 0)),
    ...row("Orders refused", formatFixed(refused, 0)),
    ...refusedByReason.flatMap((refusal) => refusalLines(refusal, stats)),
    ...row("Orders cancelled", formatFixed(cancelled, 0)),
    ...row("Orders expired", formatFixed(expired, 0)),
    ...row("Orders still open", formatFixed(open, 0)),
  ];
  if (requestsRefusedByReason.length > 0) {
    const requests = requestsRefusedByReason.reduce((sum, { count }) => sum + count, 0);
    lines.push(...row("Requests refused", formatFixed(requests, 0)));
    lines.push(...requestsRefusedByReason.flatMap((refusal) => refusalLines(refusal, stats)));
  }
  return lines;
}

/** Writes the count of the refusals for one reason, and the first refusal. */
function refusalLines(refusal: RefusalCount, stats: Stats): string[] {
  const time = formatMoment(refusal.firstTimeUs, new TimeZone(stats.timeZone), stats.sessionDays === stats.bars);
  const text = reasonText(refusal.reason), meaning = text === refusal.reason ? "" : `: ${text}`;
  const { needed, available, price, size } = refusal;
  const amounts = needed !== null && available !== null
    ? `: ${formatAmount(needed)} needed, ${formatAmount(available)} available`
    : price !== null
    ? `: price ${price}`
    : size !== null
    ? `: size ${size}`
    : "";
  return [
    ...wrap(`${formatFixed(refusal.count, 0)} x ${refusal.reason}${meaning}`, INDENT, INDENT + INDENT),
    ...wrap(
      `first: order ${refusal.firstOrderId}, bar ${refusal.firstBar}, ${time}${amounts}`,
      INDENT + INDENT,
      INDENT + INDENT,
    ),
  ];
}

function remarkBlock(stats: Stats, context: SummaryContext): string[] {
  const { backend, reason } = context.engine;
  const remarks = [...runRemarks(stats, context), ...context.notes];
  return [
    ...wrap(`Engine: ${backend} (${reason})`, "", INDENT),
    ...remarks.flatMap((remark) => wrap(`- ${remark}`, "", INDENT)),
  ];
}

/** Returns sentences that help to read the figures correctly. */
function runRemarks(stats: Stats, context: SummaryContext): string[] {
  const remarks: string[] = [];
  const { closed, open } = stats.trades;
  if (closed + open === 0) remarks.push(`No trade: ${noTradeReason(stats, context)}`);
  if (open > 0) {
    const trades = open === 1 ? "1 open trade is" : `${formatFixed(open, 0)} open trades are`;
    const remedy = context.doubles === true ? "" : "; closeAtEnd: true closes";
    remarks.push(`${trades} marked at the last price, not closed, and in no figure about trades${remedy}`);
  }
  const { unsizedCloses } = stats.orders;
  if (unsizedCloses > 0) {
    remarks.push(
      `${formatFixed(unsizedCloses, 0)} ${unsizedCloses === 1 ? "order" : "orders"} without a size closed a position ` +
        `and opened none; to flip a position, give a size or use target`,
    );
  }
  const perYear = returnsPerYear(stats);
  if (perYear !== null && perYear < stats.periodsPerYear * 0.75) {
    remarks.push(
      `The data has about ${formatFixed(perYear, 0)} session days a year, but ${
        formatPlain(stats.periodsPerYear)
      } are ` +
        `taken for a year; periodsPerYear sets it`,
    );
  }
  return remarks;
}

/** Returns the number of daily returns in a year of the data; null for data that is too short. */
function returnsPerYear(stats: Stats): number | null {
  const returns = stats.sessionDays - 1;
  return returns < 10 || stats.sharpe === null ? null : returns / stats.durationDays * 365.25;
}

/** Returns the reason why a run has no trade. */
function noTradeReason(stats: Stats, context: SummaryContext): string {
  const { placed, refused, refusedByReason, cancelledWithEntry } = stats.orders;
  if (context.steps === 0) return "there are no bars";
  if (placed === 0 && !context.canDecide) {
    return "the strategy has no method next, nor another one that could place an order; write next() in its class";
  }
  if (placed === 0 && stats.warmUpBars >= context.steps) {
    return `the strategy was never warm: ${formatFixed(context.barsNeeded, 0)} bars needed, ` +
      `${formatFixed(context.barsGiven, 0)} given`;
  }
  if (placed === 0) {
    const calls = context.steps - stats.warmUpBars;
    return `no signal; the strategy was called on ${formatFixed(calls, 0)} warm ${
      calls === 1 ? "bar" : "bars"
    } and placed no order`;
  }
  // Protective orders of a refused entry are not counted as orders of their own here.
  const entries = placed - cancelledWithEntry;
  if (refused === entries) {
    const reasons = refusedByReason.length === 1
      ? reasonText(refusedByReason[0]!.reason)
      : refusedByReason.map(({ reason, count }) => `${formatFixed(count, 0)} x ${reasonText(reason)}`).join(", ");
    return `${entries === 1 ? "the only order was" : `all ${formatFixed(entries, 0)} orders were`} refused: ${reasons}`;
  }
  return `no order filled; ${orderFates(stats.orders)}`;
}

function orderFates(orders: OrderCounts): string {
  const { placed, refused, cancelled, expired, open } = orders;
  const fates = [[refused, "refused"], [cancelled, "cancelled"], [expired, "expired"], [open, "still open"]] as const;
  const told = fates.filter(([count]) => count > 0).map(([count, fate]) => `${formatFixed(count, 0)} ${fate}`);
  return `of ${formatFixed(placed, 0)} placed: ${told.join(", ")}`;
}

/** Returns the meaning of a reason by its shown name; the name itself if the contract does not have it. */
function reasonText(name: string): string {
  const { shown, meanings } = CODE_NAMES.REASON;
  const code = [...shown.keys()].find((code) => shown.get(code) === name);
  return code === undefined ? name : meanings.get(code)!;
}

/** Writes one line: a label, a right-aligned value, and a remark. A remark that does not fit takes lines of its own. */
function row(label: string, value: string, remark: string = ""): string[] {
  const line = label.padEnd(LABEL_WIDTH) + value.padStart(VALUE_WIDTH);
  if (remark === "") return [line];
  const joined = `${line}  ${remark}`;
  return joined.length <= WIDTH ? [joined] : [line, ...wrap(remark, INDENT, INDENT)];
}

/** Breaks a text at its spaces into lines of at most 80 columns. */
function wrap(text: string, indentFirst: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indentFirst, isEmpty = true;
  for (const word of text.split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

function ratio(value: number): string {
  return formatFixed(value, 2);
}

function days(count: number): string {
  const text = formatFixed(count, Number.isInteger(count) ? 0 : 1);
  return `${text} ${text === "1" ? "day" : "days"}`;
}

function formatPlain(value: number): string {
  return formatFixed(value, Number.isInteger(value) ? 0 : 2);
}
