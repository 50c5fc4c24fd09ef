/**
 * The part of the reference page that shows the rules by example.
 *
 * @module
 */

import { GRID_EXAMPLES, GRID_RULES } from "../../src/contract/examples/grids.ts";
import type { Act, ActOptions, ExampleFeed, RuleExample, RuleTopic } from "../../src/contract/examples/rule_example.ts";
import { RULE_TOPICS } from "../../src/contract/examples/rule_examples.ts";

/** Returns the lines of the section. */
export function ruleSection(): string[] {
  return [
    `## Rules by example`,
    ``,
    `The exact model under simulated execution, complete enough to write another one from it. tests/rule_examples_test.ts runs`,
    `every example on every engine and compares every number. An example reads: on the bar of its line the strategy acts, and`,
    `what stands under *fills* fills on that bar: signed size, price, order, rule. Orders are numbered by the calls; a stop-loss`,
    `and a take-profit take the numbers behind their entry's, and \`order2\` is the order of that number.`,
    ``,
    `The cash is 10,000 unless options say more, prices have two decimals, and every order that is not named under *ends* has`,
    `filled. A refusal or a diagnostic that is not named is not there.`,
    ``,
    ...RULE_TOPICS.flatMap((topic, index) => topicLines(topic, index + 1)),
    `### ${RULE_TOPICS.length + 1}. Grids that are not declared`,
    ``,
    ...GRID_RULES.map((rule) => `- ${rule}`),
    ``,
    `| prices | options | resolution | tick | lot | money unit | because |`,
    `|---|---|---|---|---|---|---|`,
    ...GRID_EXAMPLES.map(({ why, prices, options, resolution, tick, lot, moneyUnit }) =>
      `| ${prices.join(", ")} | ${optionCell(options)} | ${resolution} | ${
        tick ?? "none"
      } | ${lot} | ${moneyUnit} | ${why} |`
    ),
    ``,
  ];
}

function topicLines({ name, says, examples }: RuleTopic, topic: number): string[] {
  return [
    `### ${topic}. ${name}`,
    ``,
    ...says.map((rule) => `- ${rule}`),
    ``,
    ...examples.flatMap((example, index) => exampleLines(example, `${topic}.${index + 1}`)),
  ];
}

function exampleLines(example: RuleExample, number: string): string[] {
  const { rule, options, acts, fills } = example, rows = rowsOf(example), several = !Array.isArray(example.bars);
  const lines = rows.map(({ step, feed, bar, last }) => {
    const done = last ? (acts[step] ?? []).map((act) => code(actText(act))).join("<br>") : "";
    const filled = last ? fills.filter(([, at]) => at === step).map(fillText).join("<br>") : "";
    return `| ${step} | ${several ? `${feed} | ` : ""}${bar.map(String).join(" | ")} | ${filled} | ${done} |`;
  });
  const volume = rows[0]!.bar.length === 5 ? ["volume"] : [];
  const head = [
    "bar",
    ...(several ? ["feed"] : []),
    "open",
    "high",
    "low",
    "close",
    ...volume,
    "fills",
    "the strategy",
  ];
  return [
    `**${number}** ${rule}${options === undefined ? "" : ` With ${code(literal(options))}.`}`,
    ``,
    `| ${head.join(" | ")} |`,
    `|${head.map(() => "---|").join("")}`,
    ...lines,
    ``,
    ...outcomeLines(example),
  ];
}

/** A bar of an example with its step; the last one of a step shows what happens on it. */
interface Row {
  readonly step: number;
  readonly feed: string;
  readonly bar: readonly number[];
  readonly last: boolean;
}

/** Returns the bars of all feeds by their times. */
function rowsOf({ bars }: RuleExample): Row[] {
  if (Array.isArray(bars)) return bars.map((bar, at) => ({ step: at + 1, feed: "", bar, last: true }));
  const feeds = Object.entries(bars as Readonly<Record<string, ExampleFeed>>);
  const dated = feeds.flatMap(([feed, { times, bars }]) =>
    // A date ends after every time within it.
    bars.map((bar, at) => ({
      feed,
      bar,
      time: `${times?.[at] ?? `2024-01-0${at + 1}`} ~`.replace(/(\d:\d+) ~$/, "$1"),
    }))
  );
  const steps = [...new Set(dated.map(({ time }) => time))].toSorted();
  return steps.flatMap((time, at) => {
    const shown = dated.filter((each) => each.time === time);
    return shown.map(({ feed, bar }, index) => ({ step: at + 1, feed, bar, last: index === shown.length - 1 }));
  });
}

/** Returns what comes of an example besides its fills, in one line. */
function outcomeLines(example: RuleExample): string[] {
  const { ends = [], refusals = [], diagnostics = [], commissions, cash, equity, trades } = example;
  const parts = [
    ...list(
      "Ends",
      ends.filter((end) => !end.endsWith(" filled filled")).map((end) =>
        end.replace(/^(\d+) (\w+) (\w+)$/, "order$1 $2, $3")
      ),
    ),
    ...list(
      "Refusals",
      refusals.map(({ order, reason, needed, available, price, size }) =>
        [
          `order${order} ${reason}`,
          ...(needed === undefined ? [] : [`needs ${needed}, has ${available!}`]),
          ...(price === undefined ? [] : [`price ${price}`]),
          ...(size === undefined ? [] : [`size ${size}`]),
        ].join(", ")
      ),
    ),
    ...list(
      "Diagnostics",
      diagnostics.map(([reason, order, bar]) => `${reason}${order === 0 ? "" : ` of order${order}`} at bar ${bar}`),
    ),
    ...list("Commissions", commissions?.map(String) ?? []),
    ...list("Equity", equity?.map(String) ?? []),
    ...list("Cash", cash === undefined ? [] : [String(cash)]),
    ...list(
      "Trades",
      trades?.map(([state, profit, mark]) =>
        [state, ...(profit === null ? [] : [`profit ${profit}`]), ...(mark === undefined ? [] : [mark])].join(", ")
      ) ?? [],
    ),
  ];
  return parts.length === 0 ? [] : [parts.join(" "), ``];
}

function list(name: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${name}: ${items.join("; ")}.`];
}

function fillText([order, , rule, size, price, mark]: RuleExample["fills"][number]): string {
  const by = order === 0 ? "" : `order${order}, `;
  return `${size > 0 ? "+" : ""}${size} at ${price}, ${by}${rule}${mark === undefined ? "" : `, ${mark}`}`;
}

/** Returns an act as the call that a strategy makes. */
function actText(act: Act): string {
  if (act[0] === "cancel") return `cancel(order${act[1]})`;
  if (act[0] === "replace") return `replace(order${act[1]}, ${literal(act[2])})`;
  return `${act[0]}(${Object.keys(act[1]).length === 0 ? "" : literal(act[1])})`;
}

/** Returns options as TypeScript. */
function literal(options: ActOptions | Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(options).map(([name, value]) => {
    if (name === "oco") return `oco: order${value}`;
    if (name === "valid" && value !== "day") return `valid: new Date("${value}")`;
    if (typeof value === "object") return `${name}: ${literal(value as Readonly<Record<string, unknown>>)}`;
    return `${name}: ${JSON.stringify(value)}`;
  });
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function optionCell(options: Readonly<Record<string, unknown>> | undefined): string {
  return options === undefined ? "" : code(literal(options));
}

function code(text: string): string {
  return `\`${text}\``;
}
