/**
 * Random calls of the public interface: right ones with one or a few wrong parts, so that a call gets deep before it
 * meets one.
 *
 * @module
 */

import { Bars } from "../../mod.ts";
import { Random } from "../../src/laws/random.ts";
import { type Act, call, type Expression, type Fault, type Moment, object, text } from "./expression.ts";
import { NASTY } from "./nasty_values.ts";
import {
  AGO,
  BACKTEST,
  CLOSE,
  CSV,
  FEED,
  FEEDS,
  isRecord,
  LINE,
  LOGGER,
  OPERAND,
  ORDER,
  PERIOD,
  REPLACE,
  REPLAY,
  SESSION_ROWS,
  SESSIONS,
  type Slot,
  type Slots,
  takes,
  TARGET,
  TIMER,
  WEEKLY,
} from "./options.ts";
import { evaluated } from "./program.ts";

/** A call to try. */
export interface Case {
  readonly number: number;
  /** The part of the interface. */
  readonly kind: string;
  readonly call: Expression;
}

/** Names that no option has. */
const UNKNOWN_NAMES = ["csah", "", "__proto__", "constructor", "toString", "Cash", "length", "\u0000", "then", "sl"];

/** Makes one case: first the right call, counting the places where a fault may stand, and then with faults there. */
class Maker {
  readonly random: Random;
  readonly #faults: Random;
  readonly #wrong: ReadonlySet<number>;
  /** Places so far. */
  places = 0;

  constructor(seed: number, number: number, wrong: ReadonlySet<number>) {
    this.random = new Random(seed, 2 * number);
    this.#faults = new Random(seed, 2 * number + 1);
    this.#wrong = wrong;
  }

  /** Returns whether a fault stands at the next place. */
  #isWrong(): boolean {
    return this.#wrong.has(this.places++);
  }

  /** A value of a slot. */
  value(slot: Slot, place: string): Expression {
    const good = this.random.pick(slot.good);
    if (!this.#isWrong()) return text(good);
    const nasty = this.#faults.pick(NASTY);
    // A value that names the engine in its own words is refused or taken by the table alone.
    const refused = !takes(slot, evaluated(nasty));
    return text(nasty, { place, refused });
  }

  /** An argument of any kind, of which nothing is known. */
  loose(good: string, place: string): Expression {
    return this.#isWrong() ? text(this.#faults.pick(NASTY), { place, refused: false }) : text(good);
  }

  /** Some options, or a wrong value in their place. */
  options(
    slots: Slots,
    place: string,
    always: readonly (readonly [string, Expression])[] = [],
    most = 4,
    known: Slots = slots,
  ): Expression {
    const names = Object.keys(slots), chosen = new Set<string>();
    for (let count = this.random.below(most + 1); count > 0; count--) chosen.add(this.random.pick(names));
    const entries = [...chosen].map((name): readonly [string, Expression] => {
      const value = this.value(slots[name]!, name), isGetter = this.random.below(12) === 0;
      return [isGetter ? `get ${name}` : name, value];
    });
    if (this.#isWrong()) {
      const name = this.#faults.pick(UNKNOWN_NAMES);
      entries.push([name, text(this.#faults.pick(NASTY), { place: `${place}: ${name}`, refused: true })]);
    }
    const record: Slot = { good: ["{}"], fits: (value) => isRecord(value, Object.keys(known)) };
    if (!this.#isWrong()) return object([...always, ...entries]);
    const nasty = this.#faults.pick(NASTY);
    return text(nasty, { place, refused: !takes(record, evaluated(nasty)) });
  }
}

const ENGINE = ["engineBackend", text("engine")] as const;

type Make = (maker: Maker) => Expression;

const COLUMN_NAMES = ["time", "open", "high", "low", "close", "volume"];

function columns(maker: Maker): Expression {
  const name = maker.random.pick(COLUMN_NAMES), row = maker.random.below(12);
  const cell: Slot = name === "time"
    ? { good: [`new Date(Date.UTC(2024, 0, ${2 + row}))`], fits: (value) => value instanceof Date, demanded: true }
    : { good: [`columns().${name}[${row}]`], fits: (value) => typeof value === "number", demanded: true };
  const list = call(`columns().${name}.with`, [text(`${row}`), maker.value(cell, `${name}[${row}]`)]);
  const whole: Slot = {
    good: [`columns().${name}`],
    fits: (value) => ArrayBuffer.isView(value) && (value as Float64Array).length === 12,
    demanded: name !== "volume",
  };
  const column = maker.value(whole, name);
  const others = COLUMN_NAMES.filter((other) => other !== name && (other !== "volume" || maker.random.chance(50)))
    .map((other) => [other, text(`columns().${other}`)] as const);
  const isGood = column.kind === "text" && column.fault === undefined;
  return object([...others, [maker.random.chance(10) ? `get ${name}` : name, isGood ? list : column]]);
}

const barsCall: Make = (maker) => {
  const whole = maker.value({ good: ["columns()"], fits: () => false, demanded: true }, "columns");
  const given = whole.kind === "text" && whole.fault === undefined ? columns(maker) : whole;
  return call("ct.bars", [given, maker.options(FEED, "options")], 1);
};

const BYTES: Slot = { good: ["bytes(lines())"], fits: (value) => value instanceof Uint8Array, demanded: true };

const parseCsvCall: Make = (maker) =>
  call("ct.parseCsv", [
    maker.value(BYTES, "bytes"),
    maker.value({ good: ['"prices.csv"'], fits: (value) => typeof value === "string", demanded: true }, "source"),
    maker.options(CSV, "options"),
  ], 2);

const csvCall: Make = (maker) =>
  call("ct.csv", [
    maker.value({ good: ['"fixtures/prices/aapl.csv"'], fits: () => false, demanded: true }, "path"),
    maker.options(CSV, "options"),
  ], 1);

const sampleCall: Make = (maker) =>
  call("ct.sample", [maker.value({ good: ['"aapl"'], fits: () => false, demanded: true }, "name")]);

/** Calendars, and what is asked of them. */
const calendarCall: Make = (maker) => {
  const { random } = maker, all = ["open", "close", "timeZone"] as const;
  const date: Slot = {
    good: ['"2024-01-02"', '"2024-07-06"'],
    fits: (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value),
    demanded: true,
  };
  const moment: Slot = {
    good: ["new Date(Date.UTC(2024, 0, 2, 5))", "1.7e15"],
    fits: (value) => value instanceof Date || typeof value === "number",
    demanded: true,
  };
  switch (random.below(5)) {
    case 0:
      return call("((name) => ct.calendar(name))", [
        maker.value({ good: ['"FX"', '"XTKS"'], fits: () => false, demanded: true }, "name"),
      ]);
    case 1:
      return call("ct.calendars.sessions", [
        maker.value(SESSION_ROWS, "rows"),
        maker.options(
          { name: SESSIONS["name"]! },
          "options",
          [[
            "timeZone",
            maker.value(SESSIONS["timeZone"]!, "timeZone"),
          ]],
          1,
          SESSIONS,
        ),
      ]);
    case 2:
      return call(
        `ct.calendars.weekly({ open: "09:00", close: "15:00", timeZone: "Asia/Tokyo" }).${
          random.pick(["sessionOn", "nextSession", "previousSession"])
        }`,
        [maker.value(date, "date")],
      );
    case 3:
      return call(
        `ct.calendars.weekly({ open: "09:00", close: "15:00", timeZone: "Asia/Tokyo" }).${
          random.pick(["sessionAt", "sessionDate", "isBreak"])
        }`,
        [maker.value(moment, "moment")],
      );
    default: {
      const given = all.map((name) => [name, maker.value(WEEKLY[name]!, name)] as const);
      const others = Object.fromEntries(Object.entries(WEEKLY).filter(([name]) => !all.some((each) => each === name)));
      return call("ct.calendars.weekly", [maker.options(others, "options", given, 4, WEEKLY)]);
    }
  }
};

/** A timer of a strategy. */
function timerCall(maker: Maker): Expression {
  const { random } = maker, time = random.pick(["at", "every"] as const);
  const others = Object.fromEntries(Object.entries(TIMER).filter(([name]) => name !== "at" && name !== "every"));
  const heard: Slot = {
    good: ["() => {}", "(timer) => timer.at"],
    fits: (value) => typeof value === "function",
    demanded: true,
  };
  return call("this.timer", [
    maker.options(others, "timer options", [[time, maker.value({ ...TIMER[time]!, demanded: true }, time)]], 3, TIMER),
    maker.value(heard, "call"),
  ]);
}

const BARS_SLOT: Slot = { good: ["feed()"], fits: () => false, demanded: true };

const STRATEGY: Slot = { good: ["Trader"], fits: (value) => value === evaluated("ct.Strategy"), demanded: true };

const backtestCall: Make = (maker) =>
  call("ct.backtest", [
    maker.value(STRATEGY, "strategy"),
    maker.value(FEEDS, "feeds"),
    maker.options(BACKTEST, "options", [ENGINE], 6),
  ]);

const ORDER_KINDS: readonly (readonly string[])[] = [
  [],
  ["limit"],
  ["stop"],
  ["limit", "stop"],
  ["onClose"],
  ["stopLoss"],
  ["stopLoss", "takeProfit"],
  ["valid", "limit"],
  ["reduceOnly"],
  ["oco", "limit"],
];

function only(slots: Slots, names: readonly string[]): Slots {
  return Object.fromEntries(Object.entries(slots).filter(([name]) => names.includes(name)));
}

/** An order call: one kind of order, with its size in one way. */
function orderCall(maker: Maker): Expression {
  const { random } = maker;
  const mine: Slot = { good: ["this.mine"], fits: () => false, demanded: true };
  switch (random.weighted([8, 3, 3, 2, 3, 2, 2])) {
    case 0: {
      const kind = random.pick(ORDER_KINDS), amounts = random.pick([["size"], ["size"], ["cash"], ["fraction"], []]);
      const callee = random.pick(["this.buy", "this.sell", "this.mine = this.buy"]);
      return call(
        callee,
        [maker.options(only(ORDER, [...kind, ...amounts, "feed"]), "order options", [], 8, ORDER)],
        0,
      );
    }
    case 1:
      return call("this.close", [maker.options(CLOSE, "close options")], 0);
    case 2:
      return call("this.target", [
        maker.options(
          only(TARGET, [random.pick(["size", "value", "fraction"]), "feed"]),
          "target options",
          [],
          5,
          TARGET,
        ),
      ]);
    case 3:
      return call("this.cancel", [maker.value(mine, "order")]);
    case 4:
      return call("this.replace", [maker.value(mine, "order"), maker.options(REPLACE, "replace options")]);
    case 5:
      return call("this.positionOf", [
        maker.value({ good: ['"bars"', "this.data"], fits: (value) => value === "bars", demanded: true }, "feed"),
      ]);
    default:
      return call("this.buy", [maker.loose("{ size: 1 }", "any")], 0);
  }
}

/** Calls that read: allowed at every bar. */
function lineCall(maker: Maker): Expression {
  const { random } = maker;
  switch (random.below(4)) {
    case 0:
      return call("this.data.close.ago", [maker.value(AGO, "n")]);
    case 1:
      return call(`this.data.close.${random.pick(["plus", "minus", "times", "dividedBy"])}`, [
        maker.value(OPERAND, "other"),
      ]);
    case 2:
      return call("this.data.line", [
        maker.value({ good: ['"close"'], fits: () => false, demanded: true }, "line name"),
      ]);
    default:
      return call(`((name) => this.feeds[typeof name === "string" ? name : "none"])`, [
        maker.value({ good: ['"bars"'], fits: () => false, demanded: true }, "feed name"),
      ]);
  }
}

function indicatorCall(maker: Maker): Expression {
  const { random } = maker;
  switch (random.below(4)) {
    case 0:
    case 1:
      return call(`ct.${random.pick(["sma", "ema", "highest", "lowest"])}`, [
        maker.value(LINE, "line"),
        maker.value(PERIOD, "period"),
      ]);
    case 2:
      return call(`ct.${random.pick(["crossover", "crossedAbove", "crossedBelow"])}`, [
        maker.value(LINE, "a"),
        maker.value(OPERAND, "b"),
      ]);
    default: {
      const update: Slot = {
        good: ["() => (value) => value / 2", "() => () => NaN"],
        // With fewer bars than the indicator needs it is not called.
        fits: (value) => typeof value === "function",
        demanded: true,
      };
      const inputs: Slot = {
        good: ["[this.data.close]", "[this.data.close, this.data.low]"],
        fits: () => false,
        demanded: true,
      };
      const options = maker.value({ good: ["{}"], fits: () => false, demanded: true }, "indicator options");
      if (options.kind === "text" && options.fault !== undefined) return call("ct.indicator", [options]);
      const entries: [string, Expression][] = [
        [
          "name",
          maker.value(
            { good: ['"mine"'], fits: (value) => typeof value === "string" && value !== "", demanded: true },
            "name",
          ),
        ],
        ["inputs", maker.value(inputs, "inputs")],
        ["update", maker.value(update, "update")],
      ];
      if (random.chance(50)) entries.push(["minPeriod", maker.value({ ...PERIOD, demanded: false }, "minPeriod")]);
      return call("ct.indicator", [object(entries)]);
    }
  }
}

const MOMENTS: readonly Moment[] = [
  "field",
  "constructor",
  "start",
  "next",
  "next",
  "next",
  "next",
  "next",
  "next",
  "notifyOrder",
  "notifyTrade",
  "notifyCash",
  "stop",
  "after",
];

/** Moments at which orders cannot be placed. */
const NO_ORDERS: readonly Moment[] = ["field", "constructor", "start", "stop", "after"];

const strategyCall: Make = (maker) => {
  const { random } = maker, acts: Act[] = [];
  // The first order makes it likely that there are a position, notices and an order to name.
  acts.push({
    moment: "next",
    bar: 2,
    call: text("this.mine = this.buy({ size: 3 })"),
    refused: false,
    caught: true,
  });
  for (let count = 1 + random.below(5); count > 0; count--) {
    const which = random.weighted([7, 2, 2, 1]), calls = [orderCall, lineCall, indicatorCall, timerCall];
    const made = calls[which]!(maker);
    const moment = which === 2
      ? random.pick(["field", "field", "constructor"] as const)
      : which === 3
      ? random.pick(["field", "constructor", "start", "next"] as const)
      : random.pick(MOMENTS);
    const places = which === 0 && !/positionOf/.test(made.kind === "call" ? made.callee : "");
    acts.push({
      moment,
      bar: 3 + random.below(8),
      call: made,
      refused: which === 3 ? moment === "next" : places && NO_ORDERS.includes(moment),
      caught: random.chance(70),
    });
  }
  const fields = random.chance(20) ? [`kept = ${render1(maker.loose("5", "field"))}`] : [];
  const options = random.chance(40) ? maker.options(BACKTEST, "options", [ENGINE], 3) : object([ENGINE]);
  return call("ct.backtest", [{ kind: "strategy", fields, acts }, text("feed()"), options]);
};

function render1(expression: Expression): string {
  return expression.kind === "text" ? expression.text : "";
}

const MEMBERS = ["start", "prenext", "nextstart", "next", "stop", "notifyOrder", "notifyTrade", "notifyCash"];

/** Members of a strategy that are no methods, or return and throw what they should not. */
const memberCall: Make = (maker) => {
  const member = maker.random.pick([...MEMBERS, "saveState", "loadState"]);
  const value = maker.loose("() => {}", member);
  const as = maker.random.pick([
    `${member} = ${render1(value)}`,
    `${member}() { return ${render1(value)}; }`,
    `${member}() { throw ${render1(value)}; }`,
    `static defaults = ${render1(value)}`,
    `get ${member}() { return ${render1(value)}; }`,
  ]);
  const checkpointed = maker.random.chance(50) ? [["checkpoint", text("{ every: 3, save: () => {} }")] as const] : [];
  return call("ct.backtest", [
    { kind: "strategy", fields: [as], acts: [] },
    text("feed()"),
    object([ENGINE, ...checkpointed]),
  ]);
};

/** Strategies that keep values of every kind, which a checkpoint keeps and gives back or refuses. */
const keptCall: Make = (maker) => {
  const { random } = maker;
  const kept = Array.from(
    { length: 1 + random.below(3) },
    (_, at) => `kept${at} = ${render1(maker.loose("[1]", "field"))}`,
  );
  const values = [random.pick(NASTY), random.pick(NASTY)];
  const member = random.pick([
    "",
    `saveState() { return ${values[0]}; }`,
    `loadState(state) { this.kept = state; }`,
    `next() { this.late = ${values[1]}; this.orders = [...this.orders ?? [], this.buy({ size: 1 })]; }`,
    `next() { this.both = this.kept0; if (this.data.length % 3 === 0) this.mine = this.buy({ size: 1, stopLoss: 90 }); }`,
  ]);
  const fields = member === "" ? kept : [...kept, member];
  return call("resumed", [{ kind: "strategy", fields, acts: [] }, object([ENGINE])]);
};

const RESULT_CALLS = ["markHash", "summary", "toString"];

const resultCall: Make = (maker) => {
  const name = maker.random.pick(RESULT_CALLS);
  if (name !== "markHash") return call(`finished().${name}`, []);
  const step: Slot = {
    good: ["0", "11", "undefined"],
    fits: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 12,
  };
  return call("finished().markHash", [maker.value(step, "step")], 0);
};

/** Bytes that are damaged in one of several ways. */
function damaged(maker: Maker, whole: string): Expression {
  const { random } = maker, at = random.below(1 << 20);
  const fault: Fault = { place: "bytes", refused: true };
  switch (random.below(5)) {
    case 0:
      return text(whole);
    case 1:
      return text(`cut(${whole}, ${at})`, fault);
    case 2:
      return text(`joined(${whole}, ${whole})`, fault);
    default:
      return text(`flipped(${whole}, ${at}, ${random.below(8)})`, fault);
  }
}

const resumeCall: Make = (maker) => {
  const resume = maker.random.chance(70)
    ? damaged(maker, "checkpoint()")
    : maker.value({ good: ["checkpoint()"], fits: () => false }, "resume");
  return call("ct.backtest", [text("Trader"), text("feed()"), object([ENGINE, ["resume", resume]])]);
};

const replayCall: Make = (maker) => {
  const log = maker.random.chance(60)
    ? damaged(maker, "log()")
    : maker.value({ good: ["log()"], fits: () => false, demanded: true }, "log");
  const options = maker.options(REPLAY, "options", [], 2);
  switch (maker.random.below(4)) {
    case 0:
      return call("((...given) => [...replay.exportJsonLines(...given)])", [log], 1);
    case 1:
      return call("((...given) => [...new replay.ReplayLogReader(...given).chunks()].length)", [log], 1);
    default:
      return call("replay.replay", [log, options], 1);
  }
};

const linesCall: Make = (maker) => {
  const { random } = maker, at = random.below(1 << 16);
  const given: Slot = { good: ["jsonLines()"], fits: () => false, demanded: true };
  const line: Slot = { good: [`jsonLines()[${at} % jsonLines().length]`], fits: () => false, demanded: true };
  const changed = call("jsonLines().with", [
    text(`${at} % jsonLines().length`),
    maker.value(line, "line"),
  ]);
  const text1 = random.pick([
    `jsonLines().with(0, jsonLines()[0].replace(/:/, ": ,"))`,
    `jsonLines().map((line) => line.replaceAll(/\\d/g, "9"))`,
    `jsonLines().with(${at} % jsonLines().length, "null")`,
    `jsonLines().with(${at} % jsonLines().length, "[".repeat(100_000))`,
    `jsonLines().toReversed()`,
  ]);
  // Without its last lines it may be an unfinished log, which is allowed.
  if (random.below(8) === 0) {
    return call("replay.importJsonLines", [text(`jsonLines().slice(0, ${at} % jsonLines().length)`)]);
  }
  const lines = random.below(3) === 0
    ? text(text1, { place: "lines", refused: true })
    : random.below(3) === 0
    ? maker.value(given, "lines")
    : changed;
  return call("replay.importJsonLines", [lines]);
};

const runLogCall: Make = (maker) => {
  const sink: Slot = {
    good: ["new replay.MemorySink()"],
    fits: (value) => typeof (value as { writeSync?: unknown } | null)?.writeSync === "function",
    demanded: true,
  };
  const options: Slots = {
    chunkRecords: {
      good: ["1", "8192"],
      fits: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 8192,
    },
  };
  const made = maker.random.chance(30)
    ? text("{ writeSync: (bytes) => bytes.length * 2 }", { place: "writeSync", refused: true })
    : maker.value(sink, "sink");
  return call("ct.backtest", [
    text("Trader"),
    text("feed()"),
    object([ENGINE, ["replayLog", call("new replay.RunLog", [made, maker.options(options, "options")], 1)]]),
  ]);
};

const loggerCall: Make = (maker) => {
  const quiet: Slot = { good: ["quiet"], fits: () => false };
  const made = maker.random.chance(50)
    ? call("ct.consoleLogger", [maker.options(LOGGER, "options", [["console", maker.value(quiet, "console")]])])
    : call("ct.jsonLinesLogger", [
      maker.value({
        good: ["() => {}", "async () => {}"],
        fits: (value) => typeof value === "function",
        demanded: true,
      }, "write"),
      maker.options(LOGGER, "options"),
    ], 1);
  return call("ct.backtest", [text("Trader"), text("feed()"), object([ENGINE, ["logger", made]])]);
};

const bisectCall: Make = (maker) => {
  const side = (): Expression =>
    call("replay.logSide", [
      maker.value({ good: ["log()"], fits: () => false, demanded: true }, "log"),
      maker.options({ ...REPLAY, name: { good: ['"one"'], fits: (value) => typeof value === "string" } }, "options"),
    ], 1);
  const every: Slots = {
    checkpointEvery: { good: ["1", "1024"], fits: (value) => Number.isSafeInteger(value) && (value as number) >= 1 },
  };
  const first = maker.value({ good: ["null"], fits: () => false, demanded: true }, "side");
  const isWrong = first.kind === "text" && first.fault !== undefined;
  return call("replay.bisect", [isWrong ? first : side(), side(), maker.options(every, "options")], 2);
};

const otherCall: Make = (maker) => {
  const none: Slot = { good: ["null"], fits: () => false, demanded: true };
  const { random } = maker;
  switch (random.below(7)) {
    case 0:
      return call("ct.formatTimeframe", [
        maker.value({
          good: ["86_400_000_000"],
          fits: (value) => typeof value === "number" && value > 0,
          demanded: true,
        }, "timeframe"),
      ]);
    case 1: {
      const defaults: Slot = {
        good: ["{ slow: 5 }"],
        fits: (value) => isRecord(value),
        demanded: true,
      };
      return call("ct.Strategy.with", [maker.value(defaults, "defaults")]);
    }
    case 2: {
      const wrong = maker.value({ ...none, good: ["feedOfRun"], fits: (value) => value instanceof Bars }, "bars");
      return wrong.kind === "text" && wrong.fault !== undefined ? call("new ct.Bars", [wrong]) : barsCall(maker);
    }
    case 3:
      return call("replay.describeSnapshot", [text(random.pick(NASTY), { place: "bytes", refused: true })]);
    case 4:
      return call("ct.formatProof", [text(random.pick(NASTY), { place: "proof", refused: true })]);
    case 5:
      return call("laws.eventLogOf", [damaged(maker, "log()")]);
    default:
      return call("replay.importJsonLines", [maker.loose("jsonLines()", "lines")]);
  }
};

const LAWS: Slots = {
  seed: { good: ["1", "7"], fits: (value) => Number.isSafeInteger(value) && (value as number) >= 0 },
  attempts: { good: ["1"], fits: (value) => Number.isSafeInteger(value) && (value as number) >= 0 },
};

const lawCall: Make = (maker) => {
  if (maker.random.chance(60)) {
    return call(`laws.${maker.random.pick(["batchingOfLog", "conservationOfLog", "replayOfLog"])}`, [
      maker.value({ good: ["laws.eventLogOf(log())"], fits: () => false, demanded: true }, "log"),
      maker.options(LAWS, "options"),
    ], 1);
  }
  const cuts: Slots = {
    seed: LAWS["seed"]!,
    riskFree: BACKTEST["riskFree"]!,
    timeout: { good: ["1000"], fits: (value) => typeof value === "number" && value > 0 },
    onLaw: { good: ["() => {}"], fits: (value) => typeof value === "function" },
  };
  return call("ct.prove", [
    maker.value(STRATEGY, "strategy"),
    maker.value(BARS_SLOT, "feeds"),
    maker.options(
      cuts,
      "options",
      [[
        "cuts",
        maker.value({
          good: ["1"],
          fits: (value) => Number.isSafeInteger(value) && (value as number) > 0,
        }, "cuts"),
      ]],
      4,
      { ...BACKTEST, ...cuts },
    ),
  ]);
};

/** The parts of the interface and their weights. */
const KINDS: readonly (readonly [name: string, weight: number, make: Make])[] = [
  ["backtest", 22, backtestCall],
  ["strategy", 30, strategyCall],
  ["member", 6, memberCall],
  ["kept", 5, keptCall],
  ["bars", 12, barsCall],
  ["parseCsv", 8, parseCsvCall],
  ["csv", 2, csvCall],
  ["sample", 1, sampleCall],
  ["calendar", 5, calendarCall],
  ["result", 2, resultCall],
  ["resume", 5, resumeCall],
  ["replay", 6, replayCall],
  ["lines", 4, linesCall],
  ["runLog", 3, runLogCall],
  ["logger", 3, loggerCall],
  ["bisect", 1, bisectCall],
  ["other", 4, otherCall],
  ["law", 1, lawCall],
];

/** Names of the parts of the interface. */
export const KIND_NAMES: readonly string[] = KINDS.map(([name]) => name);

/**
 * Returns the case of a number.
 *
 * @param seed Seed of all cases.
 * @param number Number of the case.
 */
export function caseOf(seed: number, number: number): Case {
  const draw = new Random(seed, 1_000_000_007 + number);
  const [kind, , make] = KINDS[draw.weighted(KINDS.map(([, weight]) => weight))]!;
  const counted = new Maker(seed, number, new Set());
  make(counted);
  const wrong = new Set<number>();
  for (let faults = [0, 1, 2, 3][draw.weighted([12, 63, 18, 7])]!; faults > 0; faults--) {
    if (counted.places > 0) wrong.add(draw.below(counted.places));
  }
  return { number, kind, call: make(new Maker(seed, number, wrong)) };
}
