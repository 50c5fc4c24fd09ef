/**
 * The page of options: each option of the package with its type, meaning and default, from the documentation of the
 * types themselves as `deno doc` reads it.
 *
 * @module
 */

import { type DocSymbol, documentedSymbols, propertiesOf, type PropertyNode, typeText } from "./documentation.ts";

/** The types of options in the order of the page, each with the call that takes it. */
const TYPES: Readonly<Record<string, string>> = {
  BacktestOptions: "`ct.backtest(strategy, feeds, options)`; the terms of an instrument, next, belong to them too",
  InstrumentOptions: "terms of trade: among the options of `ct.backtest`, or by feed in its `instruments`",
  CheckpointOptions: "`checkpoint` of `ct.backtest`",
  RunOptions:
    "`ct.run(strategy, feeds, options)`, beside those of `ct.backtest`; [flows](flows.md) says which it lacks",
  OrderOptions: "`this.buy(options)` and `this.sell(options)`",
  CloseOptions: "`this.close(options)`",
  TargetOptions: "`this.target(options)`",
  ReplaceOptions: "`this.replace(order, options)`",
  TimerOptions: "`this.timer(options, call)`",
  FeedOptions: "`ct.bars(columns, options)`; `ct.csv` takes them too",
  SessionOptions: "`session` of the options of a feed",
  WeeklyOptions: "`ct.calendars.weekly(options)`",
  SessionsOptions: "`ct.calendars.sessions(rows, options)`",
  CsvOptions: "`ct.csv(path, options)` and `ct.parseCsv(bytes, name, options)`, beside the options of a feed",
  ExchangeOptions: "`ct.exchange(venue, options)` and `ct.Store(venue, options)`",
  HistoryRequest: "`session.history(request)`",
  FeedRequest: "`session.feed(request)` and `ct.Feed(request)`",
  BrokerOptions: "`session.broker(options)` and `ct.Broker(options)`",
  RiskLimits: "`risk` of the options of a broker",
  SessionRunOptions: "`session.run(strategy, feeds, options)`, beside those of `ct.run`",
  AuditLiveOptions: "`ct.auditLive(result, fills, options)`",
  AlertOptions: "`alerts` of the options of a run in a session",
  OptimizeOptions:
    "`ct.optimize(strategy, feeds, options)`, beside those of `ct.backtest` but `params`, `checkpoint`, `resume`, " +
    "`replayLog`, `logger`, `stepByStep` and `chain`",
  SearchOptions: "`ct.optimize(strategy, feeds, options)` and `ct.walkForward(strategy, feeds, options)`",
  WalkForwardOptions:
    "`ct.walkForward(strategy, feeds, options)`, beside those of `ct.optimize` but `resume`, `from`, `to`, `closeAtEnd` and " +
    "`measureFrom`",
  EvidenceOptions: "`ct.evidence(found, options)`",
  ProveOptions:
    "`ct.prove(strategy, feeds, options)`, beside those of `ct.backtest` but `checkpoint`, `resume` and `replayLog`. The " +
    "finer bars of `fillOn` are cut, overwritten, moved and scaled with the bars of their feed. A part of a law that an " +
    "option rules out is left out with the reason, as law 11 leaves out blocks with `from` and `fillOn`",
};

/** An option as the page shows it. */
export interface OptionRow {
  /** Name of the option. */
  readonly name: string;
  /** Its type as code. */
  readonly type: string;
  /** Its meaning, with the unit. */
  readonly meaning: string;
  /** Its default; null if the option has to be given. */
  readonly fallback: string | null;
}

/** Returns the options of each type, from the documentation of the main module. */
export async function optionsByType(): Promise<ReadonlyMap<string, readonly OptionRow[]>> {
  const symbols = await documentedSymbols();
  return new Map(Object.keys(TYPES).map((name) => [name, rowsOf(name, symbols)]));
}

/** Returns the page. */
export async function optionsPage(): Promise<string> {
  const parts = [
    "# Options",
    "Every option with its type, its meaning and its default. The page is generated from the types by `deno task " +
    "generate`. Prices are in the units of the feed's prices, sizes in units of the instrument, money in the account's " +
    "currency, rates as fractions: 0.001 is 0.1 %. An option that is misspelt is an error that lists the options.",
    "The same terms on the command line have flags in the same words, such as `--bar-without-volume`: " +
    "see [the command line](command-line.md).",
  ];
  for (const [name, rows] of await optionsByType()) {
    const lines = rows.map(({ name, type, meaning, fallback }) =>
      `| \`${name}\` | ${cell(type, true)} | ${cell(meaning)} | ${
        fallback === null ? "has to be given" : cell(fallback)
      } |`
    );
    parts.push(
      `## ${name}`,
      `For ${TYPES[name]}.`,
      ["| option | type | meaning | default |", "| --- | --- | --- | --- |", ...lines].join("\n"),
    );
  }
  return `${parts.join("\n\n")}\n`;
}

function cell(text: string, isCode: boolean = false): string {
  const escaped = text.replaceAll("|", "\\|").replaceAll("\n", " ");
  return isCode ? `\`${escaped}\`` : escaped;
}

function rowsOf(type: string, symbols: ReadonlyMap<string, DocSymbol>): readonly OptionRow[] {
  const symbol = symbols.get(type);
  if (symbol === undefined) throw new Error(`Cannot find the type ${type} in the documentation of mod.ts`);
  const { properties, tsType } = symbol.declarations[0]!.def;
  const rows = (properties ?? propertiesOf(tsType!, symbols)).map((property) => rowOf(type, property));
  return rows.filter(({ name }, at) => rows.findIndex((row) => row.name === name) === at).map((row) => {
    const forms = rows.filter(({ name }) => name === row.name);
    return {
      ...row,
      type: forms.map((form) => form.type).join(" | "),
      meaning: forms.map((form) => form.meaning).join(" "),
    };
  });
}

function rowOf(type: string, { name, optional, jsDoc, tsType }: PropertyNode): OptionRow {
  const doc = (jsDoc?.doc ?? "").replace(/\{@linkcode\s+(\w+)\}/g, "`$1`").replace(/\s+/g, " ").trim();
  const parts = /^(.*?)(?: Default: (.*)\.)?$/.exec(doc)!, meaning = parts[1]!, fallback = parts[2];
  if (meaning === "" || (optional === true) !== (fallback !== undefined)) {
    throw new Error(
      `Cannot use the documentation of ${type}.${name}: say its meaning, and "Default: ...", if it has one`,
    );
  }
  return { name, type: typeText(tsType), meaning, fallback: fallback ?? null };
}
