/**
 * Wrong use, row by row of the table; a public member without a row is a failure too.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { risingBars } from "./daily_bars.ts";
import { type Wrong, WRONG_USES, type WrongUse } from "./wrong_use_table.ts";

/** Members that a strategy overrides or that the run calls: what they may do is what the others may. */
const OVERRIDDEN: ReadonlySet<string> = new Set(
  ["constructor", "start", "prenext", "nextstart", "next", "nextOpen", "stop", "saveState", "loadState"].concat(
    ["notifyOrder", "notifyTrade", "notifyCash", "notifyTimer"],
  ),
);

/** Members of a line that take nothing a caller could get wrong, or that show it. */
const SHOWN: ReadonlySet<string> = new Set(["constructor", "toString", "toJSON"]);

/** What a call of a row came to. */
interface Outcome {
  readonly thrown: unknown;
  readonly value: unknown;
  readonly ends: readonly string[];
  readonly refusals: readonly string[];
}

/** Makes the call of a row at its time, on an engine. */
function outcomeOf({ when, act }: WrongUse, engineBackend: ct.EngineName): Outcome {
  let thrown: unknown, value: unknown, last: ct.Strategy<ct.Params, string> | undefined, own: ct.OrderView | undefined;
  const { foreign, line } = otherRun();
  const call = (s: ct.Strategy<ct.Params, string>): void => {
    const at: Wrong = { s, own: own!, foreign, line };
    try {
      value = act(at);
    } catch (error) {
      thrown = error;
    }
  };
  class Wrongs extends ct.Strategy.with({}, ["one", "two"]) {
    made: unknown = (last = this, when === "field" ? call(this) : undefined);

    override start(): void {
      if (when === "start") call(this);
    }

    override next(): void {
      if (this.data.length === 1) own = this.buy({ size: 1, feed: "two" });
      else if (this.data.length === 3 && when === "next") call(this);
    }

    override stop(): void {
      if (when === "stop") call(this);
    }

    override notifyTimer(): void {}
  }
  const feeds = { one: risingBars(6), two: risingBars(6) };
  const result = ct.backtest(Wrongs, feeds, { engineBackend, cash: 10_000 });
  if (when === "after") call(last!);
  const view = value as ct.OrderView | undefined | null;
  const told = typeof view === "object" && view !== null && "state" in view ? view : own!;
  return {
    thrown,
    value,
    ends: [`${told.state} ${told.reason}`],
    refusals: result.refusals.map(({ reason }) => reason),
  };
}

/** An order and a line of a run that is over. */
function otherRun(): { foreign: ct.OrderView; line: ct.Line } {
  let foreign: ct.OrderView | undefined, line: ct.Line | undefined;
  class Other extends ct.Strategy {
    override next(): void {
      line = this.data.close;
      foreign ??= this.buy({ size: 1 });
    }
  }
  ct.backtest(Other, risingBars(3), { engineBackend: "typescript" });
  return { foreign: foreign!, line: line! };
}

for (const member of new Set(WRONG_USES.map((row) => row.member))) {
  Deno.test(`wrong use of ${member} is answered as the table says`, () => {
    for (const row of WRONG_USES.filter((each) => each.member === member)) {
      const { answer } = row, place = `${member} ${row.call} in ${row.when}`;
      for (const engine of "type" in answer || "gives" in answer ? ["typescript" as const] : enginesUnderTest()) {
        const { thrown, value, ends, refusals } = outcomeOf(row, engine);
        if ("type" in answer) {
          assert(thrown instanceof Error, `${place} throws nothing and gives ${Deno.inspect(value, { depth: 0 })}`);
          assertEquals(thrown.constructor.name, answer.type, `${place}: ${thrown.message}`);
          assert(thrown.message.includes(answer.says), `${place} says "${thrown.message}", not "${answer.says}"`);
          continue;
        }
        assertEquals(thrown, undefined, `${place} throws: ${(thrown as Error)?.message}`);
        if ("gives" in answer) assertEquals(value, answer.gives, place);
        else if ("order" in answer) assertEquals(ends, [answer.order], `${place} on ${engine}`);
        else assertEquals(refusals, [answer.refused], `${place} on ${engine}`);
      }
    }
  });
}

Deno.test("every public member of a strategy and of a line has a row", () => {
  const rows = new Set(WRONG_USES.map(({ member }) => member));
  const missing = ([["Strategy", ct.Strategy, OVERRIDDEN], ["Line", ct.Line, SHOWN]] as const).flatMap(
    ([name, { prototype }, without]) =>
      Object.getOwnPropertyNames(prototype).filter((member) => !without.has(member) && !rows.has(`${name}.${member}`)),
  );
  assertEquals(missing, []);
});

Deno.test("orders, trades, positions and the account are read alone: each member that is written to keeps its value", () => {
  const source = Deno.readTextFileSync(new URL("../../src/strategy/order_view.ts", import.meta.url));
  const membersOf = (name: string): string[] => {
    const body = source.slice(source.indexOf(`export interface ${name} {`)).split("\n}")[0]!;
    return [...body.matchAll(/^ {2}readonly (\w+):/gm)].map((match) => match[1]!);
  };
  const written: string[] = [];
  class Writes extends ct.Strategy.with({}) {
    entry: ct.OrderView | undefined;

    override next(): void {
      this.entry ??= this.buy({ size: 1 });
      if (this.data.length !== 3) return;
      const views = { OrderView: this.entry, PositionView: this.position, BrokerView: this.broker } as const;
      for (const [name, view] of Object.entries(views)) {
        const members = membersOf(name);
        assert(members.length > 2, name);
        for (const member of members) {
          const before: unknown = Reflect.get(view, member);
          const taken = Reflect.set(view, member, "written");
          assert(!taken && Reflect.get(view, member) === before, `${name}.${member} can be written`);
          written.push(member);
        }
      }
    }

    override notifyTrade(trade: ct.TradeView): void {
      for (const member of membersOf("TradeView")) {
        assert(member in trade, `TradeView.${member}`);
        written.push(member);
      }
    }
  }
  ct.backtest(Writes, risingBars(5), { engineBackend: "typescript" });
  assert(written.length > 25, `${written.length} members`);
});
