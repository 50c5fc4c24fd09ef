/**
 * The page of rules: every row with both behaviours, its default in each profile, and a case that holds it.
 *
 * @module
 */

import { CARRIED_LANES, RULES } from "../../src/contract/rules.ts";
import { MODEL_ROWS } from "../../src/diff/model_rows.ts";
import { HABITS } from "./backtrader_habits.ts";

/** An option of a run that says the choice of a rule; without one, `rules` does. */
const OPTIONS: Readonly<Record<string, (choice: string) => string>> = {
  LIMIT_FILL: (choice) => `limitFill: "${choice.toLowerCase()}"`,
};

function optionOf(rule: string, choice: string): string {
  return OPTIONS[rule]?.(choice) ?? `rules: { ${rule}: "${choice}" }`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function freeSections(): string[] {
  return Object.entries(RULES).filter(([, { kind }]) => kind === "free").flatMap(([name, rule]) => [
    `### ${name}`,
    "",
    `${rule.doc[0]!.toUpperCase()}${rule.doc.slice(1)}.`,
    "",
    "| choice | what it does | default of | example |",
    "| --- | --- | --- | --- |",
    ...rule.choices.map(([choice, doc]) => {
      const of = [rule.exact === choice ? "exact" : "", rule.backtrader === choice ? "backtrader" : ""].filter(Boolean);
      return `| ${choice} | ${cell(doc)} | ${of.join(", ")} | \`{ ${optionOf(name, choice)} }\` |`;
    }),
    "",
  ]);
}

function modelChoices(): string[] {
  return Object.entries(RULES).filter(([name, { kind }]) => kind === "model" && name !== "MATCHING").flatMap((
    [name, rule],
  ) =>
    rule.choices.map(([choice, doc], at) =>
      `| ${at === 0 ? name : ""} | ${choice} | ${cell(doc)} | ${
        [rule.exact === choice ? "exact" : "", rule.backtrader === choice ? "backtrader" : ""].filter(Boolean).join(
          ", ",
        )
      } |`
    )
  );
}

/** Returns the page. */
export function rulesPage(): string {
  const carried = Object.keys(CARRIED_LANES).join(", ");
  return [
    "# Rules",
    "",
    "A rule is a row with choices. A _free_ row switches alone, by an option or by `rules`. The rows of a _model_ come " +
    "together: `profile` chooses the model, `exact` or that of backtrader. This page is generated from " +
    "`src/contract/rules.ts` and the tables beside it by `deno task generate`.",
    "",
    "## Two sets of rules",
    "",
    "`cracktrader diff STRATEGY.ts --data FILE --from SETTINGS --to SETTINGS` runs one strategy under two sets and tells " +
    "which rows make the difference; by default from `profile=exact` to `profile=backtrader`. Free rows are switched one " +
    "by one, each with final equity, number of fills and the first fill that changed. The model comes last. Each fill that " +
    "it changes is put down to the rows that foretell it from the bars, the request and the run, or to an order that " +
    "the strategy placed otherwise because something differed before. What is left is counted: `unexplained: 0` is exit " +
    "code 0. `ct.diff` is the same as a function.",
    "",
    "```ts",
    'import { assertEquals } from "@std/assert";',
    'import * as ct from "@cracktrader/cracktrader";',
    "",
    "class Dip extends ct.Strategy.with({ below: 0.99 }) {",
    "  override next(): void {",
    "    const { close } = this.data;",
    "    if (this.position.size === 0) this.buy({ size: 10, limit: close.now * this.params.below, stopLoss: close.now * 0.97 });",
    "    else this.close();",
    "  }",
    "}",
    "",
    "const terms = { cash: 10_000, commission: 0.001 };",
    'const found = ct.diff(Dip, await ct.sample("aapl"), { from: terms, to: { ...terms, profile: "backtrader" } });',
    "assertEquals(found.steps.map(({ row, from, to }) => [row, from, to]), [",
    '  ["CANCEL", "WORKS", "IGNORED"],',
    '  ["model", "exact", "queue"],',
    "]);",
    "assertEquals(found.unexplained, 0);",
    "console.log(found.model.map(({ rows, fills }) => [rows, fills]));",
    "```",
    "",
    "## Free rows",
    "",
    ...freeSections(),
    "## Rows of the model",
    "",
    `The rule MATCHING chooses the model, and ${carried} follow it. Rows without a name in the configuration follow it too.`,
    "",
    "| row | decision | exact | backtrader |",
    "| --- | --- | --- | --- |",
    ...Object.entries(MODEL_ROWS).map(([name, { doc, exact, backtrader }]) =>
      `| ${name} | ${cell(doc)} | ${cell(exact)} | ${cell(backtrader)} |`
    ),
    "",
    "Some rows of a model have choices of their own, which `rules` takes under that model. With CHEAT_ON_OPEN a strategy",
    "decides in `nextOpen` as in backtrader's `next_open`, whose orders meet the bar that begins.",
    "",
    "| row | choice | what it does | default of |",
    "| --- | --- | --- | --- |",
    ...modelChoices(),
    "",
    "## Habits of backtrader",
    "",
    "What surprises in backtrader's broker, by what decides it: a free row or an option that switches alone, or the model. " +
    "A case of `fixtures/scenarios` holds the exact side and was worked out by hand. A recording of backtrader " +
    "1.9.78.123 holds the other side bit for bit, by its name in `fixtures/backtrader/scenarios.json.gz`.",
    "",
    "| about | exact | backtrader | decided by | held by |",
    "| --- | --- | --- | --- | --- |",
    ...HABITS.map(({ about, exact, backtrader, row, scenarios, recordings }) => {
      const held = [...scenarios.map((name) => `\`${name}\``), ...recordings.map((name) => `_${name}_`)].join(", ");
      return `| ${about} | ${exact} | ${backtrader} | ${row} | ${cell(held)} |`;
    }),
    "",
  ].join("\n");
}
