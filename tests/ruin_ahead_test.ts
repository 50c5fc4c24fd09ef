/**
 * The horizon of an account that could be ruined: never late, and not a step early where the prices tell enough.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import * as contract from "../src/contract/contract.gen.ts";
import { Engine } from "../src/engine/engine.ts";
import { EventLogBuilder } from "../src/laws/log/event_log_builder.ts";
import { type EngineName, enginesUnderTest } from "./engines.ts";
import { configurationOf, type FixtureCase } from "./fixture_case.ts";

/** An account of 10,000 over an instrument with steps of 0.01 and lots of 1. */
const CASE: Pick<FixtureCase, "name" | "config"> = {
  name: "ruin_ahead",
  config: { cash: "10000", profile: "exact", instruments: [{ name: "AAA", resolution: "0.01", lot: "1" }] },
};
const UNIT = 1_000_000;

/** Packed bars of flat prices in whole units of the currency; bar n ends at 10 n, counted from 1. */
function columnsOf(prices: readonly number[]): Float64Array {
  const column = (value: (price: number, row: number) => number): number[] => prices.map(value);
  const price = column((each) => each * 100);
  const times = [column((_each, row) => 10 * (row + 1)), column((_each, row) => 10 * row), column(() => 1)];
  return Float64Array.from([...times, price, price, price, price, column(() => 0)].flat());
}

/** An engine over bars that has made some of them, without mark records and input hash, so that it may be quiet. */
function engineOver(engineBackend: EngineName, prices: readonly number[]): { engine: Engine; columns: Float64Array } {
  const config = configurationOf(CASE as FixtureCase), columns = columnsOf(prices);
  config[contract.CONFIG_MARKS_TO_RECORDS] = config[contract.CONFIG_INPUT_HASH] = 0;
  const engine = new Engine(config, { engineBackend, environmentOverride: false });
  engine.loadColumns(columns, Uint32Array.of(prices.length));
  return { engine, columns };
}

function advance(engine: Engine, columns: Float64Array, untilUs: number): number {
  return engine.advance(columns, { marks: new Float64Array(columns.length / 4), row: 0, untilUs });
}

/** Times of the notices on ruin that wait. */
function ruinsOf(engine: Engine): number[] {
  const outputs = engine.readAll(), words = new Uint32Array(outputs.buffer), times: number[] = [];
  for (let at = 0; at * contract.RECORD_WORDS < words.length; at++) {
    const code = words[at * contract.RECORD_WORDS + contract.OUT_CODE]!;
    if ((code & 255) === contract.OUTPUT_DIAGNOSTIC && code >>> 16 === contract.REASON_RUINED) {
      times.push(outputs[at * contract.RECORD_LANES + contract.OUT_TIME_US]!);
    }
  }
  return times;
}

function short(timeUs: number): Float64Array<ArrayBuffer> {
  const log = new EventLogBuilder();
  log.begin(contract.EVENT_PLACE, timeUs).word(contract.LANE_ORDER_ID, 1).float(contract.PLACE_QUANTITY, 100)
    .word(contract.PLACE_ORDER_TYPE, contract.TYPE_MARKET).word(contract.PLACE_SIDE, contract.SIDE_SELL)
    .word(contract.PLACE_VALIDITY, contract.VALIDITY_GTC);
  return log.records();
}

function pay(
  timeUs: number,
  money: number,
  purpose: number = contract.CASH_PURPOSE_TRANSFER,
): Float64Array<ArrayBuffer> {
  const log = new EventLogBuilder();
  log.begin(contract.EVENT_CASH, timeUs).word(contract.CASH_PURPOSE, purpose).float(contract.CASH_AMOUNT, money * UNIT);
  return log.records();
}

for (const name of enginesUnderTest()) {
  Deno.test(`an account whose money a fee takes is ruined at the next step, on ${name}`, () => {
    const { engine, columns } = engineOver(name, [60, 60, 60, 60, 60]);
    using _engine = engine;
    advance(engine, columns, 20);
    assertEquals(engine.horizon(columns), Infinity);
    engine.apply(pay(20, -10_000, contract.CASH_PURPOSE_FEE));
    assertEquals(engine.horizon(columns), 30);
    advance(engine, columns, Infinity);
    assertEquals(ruinsOf(engine), [30], "and told once, although the value stays at nothing");
  });

  Deno.test(`an account that its owner empties is not ruined, and has no horizon, on ${name}`, () => {
    const { engine, columns } = engineOver(name, [60, 60, 60, 60, 60]);
    using _engine = engine;
    advance(engine, columns, 20);
    engine.apply(pay(20, -10_000));
    assertEquals(engine.horizon(columns), Infinity);
    advance(engine, columns, Infinity);
    assertEquals(ruinsOf(engine), []);
  });

  Deno.test(`money that comes to a ruined account makes the next ruin one that is told, on ${name}`, () => {
    const { engine, columns } = engineOver(name, [60, 60, 170, 170, 170, 170, 190, 190]);
    using _engine = engine;
    advance(engine, columns, 10);
    engine.apply(short(10));
    advance(engine, columns, 30);
    // At 170 the account is worth -1000; no price to come is low enough to lift it.
    assertEquals([ruinsOf(engine), engine.horizon(columns)], [[30], Infinity]);
    engine.apply(pay(30, 2000));
    assertEquals(engine.horizon(columns), 40, "now it rises");
    advance(engine, columns, 40);
    assertEquals([ruinsOf(engine), engine.horizon(columns)], [[], 50], "and may fall at one of the bars in sight");
    advance(engine, columns, Infinity);
    assertEquals(ruinsOf(engine), [70]);
  });

  Deno.test(`the horizon lies at the end of the bars in sight while only later ones can ruin, on ${name}`, () => {
    const prices = Array.from({ length: 1000 }, (_value, row) => row < 900 ? 60 : 160);
    const { engine, columns } = engineOver(name, prices);
    using _engine = engine;
    advance(engine, columns, 10);
    engine.apply(short(10));
    advance(engine, columns, 20);
    // Rows 2 to 257 are in sight, so row 258 is the first that is not: it ends at 2590.
    assertEquals(engine.horizon(columns), 2590);
    advance(engine, columns, 7000);
    assertEquals(engine.horizon(columns), 7010, "row 900 is in sight");
    advance(engine, columns, Infinity);
    assertEquals(ruinsOf(engine), [9010]);
  });

  Deno.test(`an account that no price of its bars can ruin has no horizon, on ${name}`, () => {
    const { engine, columns } = engineOver(name, [60, 60, 100, 159, 60]);
    using _engine = engine;
    advance(engine, columns, 10);
    engine.apply(short(10));
    advance(engine, columns, 20);
    assertEquals(engine.horizon(columns), Infinity);
    advance(engine, columns, Infinity);
    assertEquals(ruinsOf(engine), []);
  });
}
