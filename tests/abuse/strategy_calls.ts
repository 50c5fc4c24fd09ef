/**
 * Random strategies: with calls of orders, lines, indicators and timers, with odd members, and with values to keep.
 *
 * @module
 */

import { type Act, call, type Expression, type Moment, object, text } from "./expression.ts";
import { ENGINE, type Make, type Maker } from "./maker.ts";
import { NASTY } from "./nasty_values.ts";
import {
  AGO,
  BACKTEST,
  CLOSE,
  LINE,
  OPERAND,
  ORDER,
  PERIOD,
  REPLACE,
  type Slot,
  type Slots,
  TARGET,
  TIMER,
} from "./options.ts";

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
  ["tag", "stopLoss"],
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
          only(TARGET, [random.pick(["size", "value", "fraction"]), "tag", "feed"]),
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

export const strategyCall: Make = (maker) => {
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
export const memberCall: Make = (maker) => {
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
export const keptCall: Make = (maker) => {
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
