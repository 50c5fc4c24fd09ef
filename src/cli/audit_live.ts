/**
 * The command `audit-live`: what a backtest of the same bars would have done, beside the fills of an account.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import { type Recording, recordingOfJournal } from "../journal/recording_of_journal.ts";
import type { JsonValue } from "../records/json.ts";
import { jsonText } from "../records/json_line.ts";
import type { Result } from "../results/result.ts";
import { backtest } from "../run/backtest.ts";
import { auditLive, type LiveAudit } from "../session/live_audit.ts";
import { type LiveFill, liveFills } from "../session/live_fills.ts";
import { StrategyError } from "../strategy/strategy_error.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { Command } from "./command.ts";
import type { CommandLine } from "./flags.ts";
import { LOAD_SECONDS, loadLimit, loadStrategy } from "./load_strategy.ts";
import { splitNamed } from "./named_value.ts";
import { Progress } from "./progress.ts";
import { FEED_FLAGS, FEED_PERMISSION, readFeeds } from "./read_feeds.ts";
import { accountOptions, RUN_FLAGS } from "./run_options.ts";
import { StrategyFailure } from "./strategy_failure.ts";
import { readParams } from "./strategy_params.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";

/** The command `audit-live`. */
export const command: Command = {
  description:
    "Runs a backtest over the bars of a journal, or of files, and compares its fills with those of an account. The " +
    "difference of the profits is split for each trade into price, fees, missed fills, extra fills, late fills and sizes, " +
    "whose sums are exact. Fills are the trades of ccxt as JSON, or CSV with the columns time, symbol, side, price, size, " +
    "fee and, where they are known, id, order and fee currency.",
  operands: { usage: "STRATEGY.ts", least: 1, most: 1 },
  flags: [
    { name: "fills", value: "FILE", summary: "Fills of the account, as JSON or CSV." },
    { name: "journal", value: "FOLDER", summary: "Journal of a session whose bars are run, in the place of --data." },
    {
      name: "fills-symbol",
      value: "FEED=SYMBOL",
      multiple: true,
      summary: "Symbol of a feed in the fills, if not its name.",
    },
    { name: "late-bars", value: "N", summary: "Bars in which a fill that came late is looked for; 3 by default." },
    { name: "rate", value: "CURRENCY=PRICE", multiple: true, summary: "Price of a currency that fees were paid in." },
    ...FEED_FLAGS,
    ...RUN_FLAGS,
    {
      name: "load-timeout",
      value: "SECONDS",
      summary: `Give up a module that has not loaded by then; ${LOAD_SECONDS} by default.`,
    },
  ],
  permissions: [
    { flag: "--allow-read=.", purpose: "the strategy's modules, the fills, and the journal or the prices" },
    FEED_PERMISSION,
    { flag: "--allow-read, --allow-ffi", purpose: "of the folder of the Rust library, for the Rust engine" },
  ],
  exitCodes: {
    0: "the difference was split",
    1: "the strategy threw an error",
    2: "the command line, the strategy's module, the fills or the bars cannot be used",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const fills = readFills(line), journal = line.value("journal");
  if (journal !== undefined && line.values("data").length > 0) {
    throw new UsageError("Cannot use --journal and --data together: the bars come from one of them");
  }
  using progress = new Progress(terminal);
  const strategy = await loadStrategy(line.operands[0]!, line.value("export"), loadLimit(line));
  const recorded = journal === undefined ? undefined : readJournal(journal);
  const feeds = recorded?.feeds ?? await readFeeds(line, progress);
  const { instruments, ...terms } = accountOptions(line), params = readParams(line.values("params"), strategy.defaults);
  const result = ran(strategy, feeds, {
    ...{ params, ...terms },
    ...(recorded === undefined ? {} : { from: recorded.from }),
    ...(recorded === undefined && instruments === undefined
      ? {}
      : { instruments: { ...recorded?.instruments, ...instruments } }),
  });
  // A promise of the strategy that was rejected in a run is told in the next turn, and then there is no result.
  await new Promise((resolve) => setTimeout(resolve));
  const lateBars = line.number("late-bars");
  const audit = audited(result, fills, {
    symbols: { ...recorded?.symbols, ...named(line, "fills-symbol") },
    rates: ratesOf(line),
    ...(lateBars === undefined ? {} : { lateBars }),
  });
  progress[Symbol.dispose]();
  terminal.out(line.has("json") ? jsonText(audit.toJSON() as unknown as Record<string, JsonValue>) : audit.text());
  return 0;
}

function readFills(line: CommandLine): LiveFill[] {
  const path = line.value("fills");
  if (path === undefined) throw new UsageError("Cannot go on without --fills: name the file with the account's fills");
  try {
    return liveFills(Deno.readTextFileSync(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot use the fills of ${path}: ${reason}`, { cause: error });
  }
}

function readJournal(folder: string): Recording {
  try {
    return recordingOfJournal(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot use the journal ${folder}: ${reason}`, { cause: error });
  }
}

function named(line: CommandLine, flag: string): Record<string, string> {
  return Object.fromEntries(
    line.values(flag).map(splitNamed).map(({ name, text }) => {
      if (name === undefined) throw new UsageError(`Cannot use --${flag} ${text}: write a name, = and a value`);
      return [name, text];
    }),
  );
}

function ratesOf(line: CommandLine): Record<string, number> {
  return Object.fromEntries(
    Object.entries(named(line, "rate")).map(([currency, text]) => {
      const rate = Number(text);
      if (Number.isFinite(rate) && rate > 0) return [currency, rate];
      throw new UsageError(`Cannot use --rate ${currency}=${text}: write a price above 0, such as ${currency}=310`);
    }),
  );
}

function ran(strategy: StrategyClass<Params>, feeds: Readonly<Record<string, Bars>>, options: object): Result {
  try {
    return backtest(strategy, feeds, options);
  } catch (error) {
    throw error instanceof StrategyError ? new StrategyFailure(error) : error;
  }
}

function audited(result: Result, fills: readonly LiveFill[], options: Parameters<typeof auditLive>[2]): LiveAudit {
  try {
    return auditLive(result, fills, options);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) {
      throw new UsageError(error.message, { cause: error });
    }
    throw error;
  }
}
