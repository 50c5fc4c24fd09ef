/**
 * Random calls that make feeds and calendars.
 *
 * @module
 */

import { call, type Expression, object, text } from "./expression.ts";
import type { Make, Maker } from "./maker.ts";
import { CSV, FEED, SESSION_ROWS, SESSIONS, type Slot, WEEKLY } from "./options.ts";

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

export const barsCall: Make = (maker) => {
  const whole = maker.value({ good: ["columns()"], fits: () => false, demanded: true }, "columns");
  const given = whole.kind === "text" && whole.fault === undefined ? columns(maker) : whole;
  return call("ct.bars", [given, maker.options(FEED, "options")], 1);
};

const BYTES: Slot = { good: ["bytes(lines())"], fits: (value) => value instanceof Uint8Array, demanded: true };

export const parseCsvCall: Make = (maker) =>
  call("ct.parseCsv", [
    maker.value(BYTES, "bytes"),
    maker.value({ good: ['"prices.csv"'], fits: (value) => typeof value === "string", demanded: true }, "source"),
    maker.options(CSV, "options"),
  ], 2);

export const csvCall: Make = (maker) =>
  call("ct.csv", [
    maker.value({ good: ['"fixtures/prices/aapl.csv"'], fits: () => false, demanded: true }, "path"),
    maker.options(CSV, "options"),
  ], 1);

export const sampleCall: Make = (maker) =>
  call("ct.sample", [maker.value({ good: ['"aapl"'], fits: () => false, demanded: true }, "name")]);

/** Calendars, and what is asked of them. */
export const calendarCall: Make = (maker) => {
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
