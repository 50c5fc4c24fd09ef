/**
 * The command `paper`: runs a strategy on paper over the bars of an exchange as they come.
 *
 * @module
 */

import { fakeVenue } from "../fake_venue/fake_venue.ts";
import { recordingOfJournal } from "../journal/recording_of_journal.ts";
import { SessionError } from "../journal/session_error.ts";
import { consoleLogger } from "../logs/console_logger.ts";
import { jsonText } from "../records/json_line.ts";
import type { Result } from "../results/result.ts";
import { backtest } from "../run/backtest.ts";
import type { AlertOptions } from "../session/alerts.ts";
import { exchange } from "../session/exchange.ts";
import type { PageOption } from "../session/page/page_options.ts";
import type { RiskLimits } from "../session/risk_limits.ts";
import type { HowToStop, LiveRun } from "../session/session_parts.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import { StrategyError } from "../strategy/strategy_error.ts";
import type { VenueFactory } from "../venue/venue.ts";
import type { VenueClock } from "../venue/venue_clock.ts";
import type { Command } from "./command.ts";
import { type CommandLine, numberOf } from "./flags.ts";
import { loadLimit, loadStrategy } from "./load_strategy.ts";
import { StrategyFailure } from "./strategy_failure.ts";
import { readParams } from "./strategy_params.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";

/** Looks at the run, in milliseconds. */
const LOOK_MS = 50;

/** Flags of limits: name in the library, value and summary. */
const LIMITS: Readonly<Record<string, readonly [keyof RiskLimits, string, string]>> = {
  "max-daily-loss": ["maxDailyLoss", "AMOUNT", "Loss of a day behind which entries stop; twice as much kills."],
  "max-drawdown": ["maxDrawdown", "FRACTION", "Loss from the highest value, as maxDailyLoss."],
  "max-gross-notional": ["maxGrossNotional", "AMOUNT", "Notional of all positions together."],
  "max-stale-bars": ["maxStaleBars", "N", "Timeframes without a bar behind which entries stop."],
  "max-order-size": ["maxOrderSize", "UNITS", "Units of an order."],
  "max-order-notional": ["maxOrderNotional", "AMOUNT", "Notional of an order."],
  "max-position-notional": ["maxPositionNotional", "AMOUNT", "Notional of a position, with all orders that work."],
  "max-open-orders": ["maxOpenOrders", "N", "Orders that work at once."],
  "max-orders-per-minute": ["maxOrdersPerMinute", "N", "Orders within a minute."],
  "max-price-distance": ["maxPriceDistance", "FRACTION", "Distance of a price from the last close."],
};

/** The command `paper`. */
export const command: Command = {
  description:
    "Runs a strategy on paper: over the bars of an exchange as they close, with orders simulated by the same core as in " +
    "a backtest. With a journal the same folder goes on with the run after any end, and the end compares the run with " +
    "the backtest of its recorded bars. The exchange is one of ccxt by its id, or fake: a venue on this machine. Ctrl-C " +
    "and SIGTERM end the run, SIGUSR2 kills it: its orders are cancelled, and none is taken.",
  operands: { usage: "STRATEGY.ts", least: 1, most: 1 },
  flags: [
    { name: "exchange", value: "ID", summary: "Exchange of ccxt, such as binance, or fake." },
    { name: "symbol", value: "SYMBOL", summary: "Instrument; BTC/USDT by default." },
    { name: "timeframe", value: "TIME", summary: "Length of a bar, such as 1m, the default." },
    { name: "warm-up", value: "BARS", summary: "Bars before the first live one; 500 by default." },
    {
      name: "bars",
      value: "N",
      summary: "End after so many live bars; by default the run goes on until it is stopped.",
    },
    { name: "journal", value: "FOLDER", summary: "Folder of the journal; the same one again goes on with its run." },
    {
      name: "rotate-mib",
      value: "MIB",
      summary: "Size at which a file of the journal moves to a compressed segment; 16 by default.",
    },
    { name: "cash", value: "AMOUNT", summary: "Cash at the start; 10000 by default." },
    { name: "commission", value: "RATE", summary: "Commission of each fill, a fraction of its notional." },
    { name: "slippage", value: "RATE", summary: "Slippage of market orders, a fraction of the price." },
    ...Object.entries(LIMITS).map(([flag, [, value, summary]]) => ({ name: flag, value, summary })),
    {
      name: "kill",
      value: "HOW",
      choices: ["halt", "cancel", "flatten"],
      summary: "Kill behind twice a loss; cancel by default.",
    },
    {
      name: "on-stop",
      value: "HOW",
      choices: ["keep", "cancel", "flatten"],
      summary: "End; keep with a journal, else cancel.",
    },
    {
      name: "page",
      value: "PORT",
      isOptional: true,
      summary: "Serve a page of the run on 127.0.0.1, on a free port by default, and print its address.",
    },
    {
      name: "alerts",
      value: "VARIABLE",
      summary: "Variable of the environment with the address of a webhook, which gets errors and warnings.",
    },
    { name: "params", value: "NAME=VALUE", multiple: true, summary: "Parameter of the strategy." },
    { name: "export", value: "NAME", summary: "Export of the module, if it has several strategies." },
    { name: "speed", value: "N", summary: "Seconds of the fake venue in a second; 60 by default." },
    { name: "seed", value: "N", summary: "Seed of the fake venue's prices; 1 by default." },
    { name: "log", summary: "Write the log of the run to standard error." },
    { name: "load-timeout", value: "SECONDS", summary: "Time that the module has to load; 60 by default." },
  ],
  permissions: [
    { flag: "--allow-read", purpose: "of the strategy, and of the journal with --allow-write" },
    { flag: "--allow-net", purpose: "of the hosts of the exchange; of 127.0.0.1 for fake and for --page" },
    { flag: "--allow-env=WS_NO_BUFFER_UTIL", purpose: "which ccxt reads; not for fake" },
    { flag: "--allow-env", purpose: "of the variable of --alerts, with --allow-net of the webhook's host" },
    { flag: "--allow-ffi", purpose: "of the folder of the Rust library, for the Rust engine" },
  ],
  exitCodes: {
    0: "the run ended as it was asked to",
    1: "the run failed, or it is not the backtest of its recorded bars",
    2: "the command line, the strategy or the journal cannot be used",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const strategy = await loadStrategy(line.operands[0]!, line.value("export"), loadLimit(line));
  const params = readParams(line.values("params"), strategy.defaults);
  const id = line.value("exchange");
  if (id === undefined) throw new UsageError("Cannot go on without --exchange: name one of ccxt, or fake");
  const speed = line.number("speed"), seed = line.number("seed");
  if (id !== "fake" && (speed !== undefined || seed !== undefined)) {
    throw new UsageError(`Cannot use --speed and --seed with ${id}: they belong to the exchange fake`);
  }
  await using venue = id === "fake" ? fakeVenue({ speed: speed ?? 60, seed: seed ?? 1 }) : undefined;
  return await runOver(
    { factory: venue?.factory ?? await ccxtFactory(id), clock: venue?.clock, params, strategy },
    line,
    terminal,
  );
}

/** What a run is begun with. */
interface Begun {
  readonly factory: VenueFactory;
  readonly clock: VenueClock | undefined;
  readonly params: Record<string, unknown>;
  readonly strategy: StrategyClass<Params>;
}

async function runOver(
  { factory, clock, params, strategy }: Begun,
  line: CommandLine,
  terminal: Terminal,
): Promise<number> {
  const journal = line.value("journal"),
    symbol = line.value("symbol") ?? "BTC/USDT",
    bars = line.number("bars") ?? Infinity;
  const how = (line.value("on-stop") ?? (journal === undefined ? "cancel" : "keep")) as HowToStop;
  const terms = numbers(line, { cash: "cash", commission: "commission", slippage: "slippage" });
  const kill = line.value("kill") as RiskLimits["kill"], warmUp = line.number("warm-up");
  const flags = Object.fromEntries(Object.entries(LIMITS).map(([flag, [name]]) => [name, flag]));
  const risk: RiskLimits = { ...numbers(line, flags), ...(kill === undefined ? {} : { kill }) };
  await using session = exchange(factory, {
    ...(clock === undefined ? {} : { clock }),
    ...(line.has("log") ? { logger: consoleLogger() } : {}),
  });
  let live: LiveRun;
  try {
    const request = { symbol, timeframe: line.value("timeframe") ?? "1m", ...(warmUp === undefined ? {} : { warmUp }) };
    live = await session.run(strategy, session.feed(request), {
      ...{ params, broker: session.broker({ ...terms, risk }) },
      ...(journal === undefined ? {} : { journal }),
      ...numbers(line, { rotateMiB: "rotate-mib" }),
      ...(line.has("page") ? { page: pageOf(line) } : {}),
      ...webhook(line),
      ...(Deno.build.os === "windows" ? {} : { killOn: ["SIGUSR2"] as const }),
    }) as unknown as LiveRun;
  } catch (error) {
    if (error instanceof StrategyError) throw new StrategyFailure(error);
    if (error instanceof SessionError || error instanceof RangeError || error instanceof TypeError) {
      throw new UsageError(error.message, { cause: error });
    }
    throw error;
  }
  // The address is no part of the answer: it lets whoever has it act on the run.
  if (live.page !== undefined) terminal.error(`The page of the run: ${live.page.url}`);
  let result: Result;
  try {
    result = await ended(live, bars, how);
  } catch (error) {
    throw error instanceof StrategyError ? new StrategyFailure(error) : error;
  }
  const { status } = live, { commands } = status;
  const same = journal === undefined
    ? undefined
    : compared(strategy, journal, { ...terms, params }, result, how, commands > 0);
  if (line.has("json")) {
    const backtest = same === undefined ? {} : { backtest: same };
    terminal.out(jsonText({ status, chain: result.chain, stats: result.stats, ...backtest }));
  } else {
    terminal.out(result.summary());
    terminal.out(`${status.turns - 1} turns, ${status.connections} connections, entries ${status.entries}`);
    if (same !== undefined) terminal.out(same.text);
  }
  if (same?.equal !== false) return 0;
  terminal.error("The run is not the backtest of its recorded bars");
  return 1;
}

/** Returns the page that a command line asks for. */
function pageOf(line: CommandLine): PageOption {
  const port = line.value("page") ?? "";
  return port === "" ? true : { port: numberOf(port, "--page") };
}

/** Waits for the end of a run: for its bars, for a signal, or for its own failure. */
async function ended(live: LiveRun, bars: number, how: HowToStop): Promise<Result> {
  let isAsked = false, isOver = false;
  const stop = (): void => void (isAsked = true);
  const finished = live.finished.finally(() => isOver = true);
  finished.catch(() => {});
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const name of signals) Deno.addSignalListener(name, stop);
  try {
    // The warm-up is a turn of its own.
    while (!isOver && !isAsked && live.status.turns - 1 < bars) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return await live.stop(how);
  } finally {
    for (const name of signals) Deno.removeSignalListener(name, stop);
  }
}

/** Compares a run with the backtest of its recorded bars; undefined where an operator or a limit came between. */
function compared(
  strategy: StrategyClass<Params>,
  journal: string,
  options: object,
  result: Result,
  how: HowToStop,
  commanded: boolean,
): { readonly equal: boolean; readonly text: string } | undefined {
  // A run that is kept has not ended, so its chain is that of a run before its end.
  if (how === "keep") return undefined;
  // What an operator or a limit did in between is no part of the strategy; live = replay holds nevertheless.
  const isLimited = result.refusals.some(({ reason }) => reason.startsWith("risk"));
  if (isLimited || commanded) {
    const text = "No backtest of the recorded bars to compare with: an operator or a limit came between";
    return { equal: true, text };
  }
  const { feeds, from, instruments } = recordingOfJournal(journal);
  const again = backtest(strategy, feeds, { ...options, from, instruments, closeAtEnd: how === "flatten" });
  const equal = again.chain === result.chain, said = equal ? "the same" : `DIFFERENT, ${again.chain}`;
  return { equal, text: `Backtest of the recorded bars: ${said}, chain ${result.chain}` };
}

/** Returns the alerts; their address is in the environment, as other users of a machine see its command lines. */
function webhook(line: CommandLine): { readonly alerts?: AlertOptions } {
  const name = line.value("alerts");
  if (name === undefined) return {};
  const address = Deno.env.get(name);
  if (address === undefined) throw new UsageError(`Cannot find ${name} in the environment: set it to the webhook`);
  return { alerts: { webhook: address } };
}

function numbers<Name extends string>(
  line: CommandLine,
  flags: Readonly<Record<Name, string>>,
): Partial<Record<Name, number>> {
  const given = Object.entries<string>(flags).map(([name, flag]) => [name, line.number(flag)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Partial<Record<Name, number>>;
}

/** Returns the factory of an exchange of ccxt, whose module is loaded by a name that no graph has. */
async function ccxtFactory(id: string): Promise<VenueFactory> {
  const module = new URL(["..", "ccxt", "mod.ts"].join("/"), import.meta.url).href;
  const { ccxt } = await import(module) as { readonly ccxt: (id: string) => VenueFactory };
  return ccxt(id);
}
