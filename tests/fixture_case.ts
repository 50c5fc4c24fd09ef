/**
 * Fixture cases: an event log and what has to come out of it, written as data that a person can check.
 *
 * A case is JSON with prices, sizes and money as exact decimal texts in display units. This module turns it into the
 * records that an engine reads, without passing through a rounded number; fixture_trace.ts turns what the engine says
 * back into the terms of the case. The format is described in fixtures/parity/README.md.
 *
 * @module
 */

import { CODES } from "../src/contract/codes.ts";
import * as contract from "../src/contract/contract.gen.ts";
import { EVENT_KINDS } from "../src/contract/records.ts";
import { RULE_LANES } from "../src/contract/rules.ts";

/** An instrument of a case; all numbers are decimal texts in display units. */
export interface FixtureInstrument {
  readonly name: string;
  /** Grid of prices. */
  readonly resolution: string;
  /** Grid of order prices; the resolution when left out. */
  readonly tick?: string;
  /** Smallest size. */
  readonly lot: string;
  /** Value of one point; 1 when left out. */
  readonly multiplier?: string;
  readonly execution?: "simulated" | "reported";
  readonly commission?: { rate?: string; perUnit?: string; minimum?: string; perOrder?: string };
  /** Fractions of the notional, or amounts per unit. */
  readonly margin?: { initial?: string; maintenance?: string; initialPerUnit?: string; maintenancePerUnit?: string };
  readonly settlement?: "paid" | "futures";
  /** Fraction of the notional that a liquidation costs. */
  readonly liquidationFee?: string;
  /** Fraction of the price, against the trader. */
  readonly slippage?: string;
  /** Minutes of a bar, from which the beginning of a bar follows unless the bar says it; 1440 when left out. */
  readonly minutes?: number;
  /** Whether orders fill on bars without volume; they do when left out. */
  readonly barWithoutVolume?: "fill" | "no-fill";
  /** Bars that an order lets pass before the first one that it meets; 0 when left out. */
  readonly latencyBars?: number;
  /** Counted price that stands for zero. */
  readonly priceZero?: string;
}

/** Options of an event: names and texts, numbers or lists of names. */
export type FixtureOptions = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** An event: its kind, its time, and what the kind asks for. */
export type FixtureEvent = readonly (string | number | FixtureOptions)[];

/** The results that a case expects. */
export interface FixtureExpectation {
  /** Every notice as a line that begins with the number of the event that caused it. */
  readonly trace: readonly string[];
  /** Cash and value at every step. */
  readonly marks: readonly string[];
  readonly cash: string;
  readonly value: string;
  /** Size by instrument, those at zero left out. */
  readonly positions: Readonly<Record<string, string>>;
  /** Last word on every order. */
  readonly states: Readonly<Record<string, string>>;
  /** Both lanes of the state chain as 16 hexadecimal digits. */
  readonly chain: string;
}

/** A case. */
export interface FixtureCase {
  readonly name: string;
  readonly about: string;
  readonly config: {
    readonly cash: string;
    readonly profile: "exact";
    /** Rules that differ from the profile's. */
    readonly rules?: Readonly<Record<string, string>>;
    readonly instruments: readonly FixtureInstrument[];
  };
  readonly events: readonly FixtureEvent[];
  readonly expect: FixtureExpectation;
  /** The arithmetic behind what is expected. */
  readonly arithmetic: readonly string[];
}

/** An exact decimal: digits times 10^-decimals. */
export interface Decimal {
  readonly digits: bigint;
  readonly decimals: number;
}

/** One money unit. */
export const MONEY_UNIT = "0.000001";

/** Reads the cases of a folder, by name. */
export function readFixtureCases(folder: URL): FixtureCase[] {
  const names = [...Deno.readDirSync(folder)].map((entry) => entry.name).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => {
    const read: FixtureCase = JSON.parse(Deno.readTextFileSync(new URL(name, folder)));
    if (`${read.name}.json` !== name) throw new Error(`Cannot use ${name}: its case is named "${read.name}"`);
    return read;
  });
}

/** Builds the configuration lanes of a case, with the invariants checked after every event. */
export function configurationOf(fixture: FixtureCase): Float64Array<ArrayBuffer> {
  const { cash, rules, instruments } = fixture.config;
  const lanes = new Float64Array(contract.CONFIG_INSTRUMENTS + instruments.length * contract.INSTRUMENT_STRIDE);
  lanes[contract.CONFIG_VERSION] = contract.CONTRACT_VERSION;
  lanes[contract.CONFIG_INSTRUMENTS_COUNT] = instruments.length;
  lanes[contract.CONFIG_CURRENCIES_COUNT] = 1;
  lanes[contract.CONFIG_CASH_INITIAL] = countOf(cash, MONEY_UNIT, `${fixture.name}: cash`);
  lanes[contract.CONFIG_MARKS_TO_RECORDS] = 1;
  lanes[contract.CONFIG_CHECKS] = 1;
  lanes[contract.CONFIG_CHAIN] = 1;
  lanes[contract.CONFIG_INPUT_HASH] = 1;
  Object.entries(RULE_LANES).forEach(([name, rule], index) => {
    const choice = rules?.[name] ?? rule.exact;
    const number = rule.choices.findIndex(([each]) => each === choice);
    if (number < 0) throw new RangeError(`${fixture.name}: rule ${name} has no choice "${choice}"`);
    lanes[contract.CONFIG_RULE_NUMBERS + index] = number;
  });
  instruments.forEach((instrument, index) => {
    const base = contract.CONFIG_INSTRUMENTS + index * contract.INSTRUMENT_STRIDE;
    writeInstrument(lanes.subarray(base), instrument, `${fixture.name}: ${instrument.name}`);
  });
  return lanes;
}

/** Builds the event records of a case. */
export function eventsOf(fixture: FixtureCase): Float64Array<ArrayBuffer> {
  const floats = new Float64Array(fixture.events.length * contract.RECORD_LANES);
  const words = new Uint32Array(floats.buffer);
  const ends = new Map<string, number>();
  fixture.events.forEach((event, index) => {
    const writer = new EventWriter(
      fixture,
      floats.subarray(index * contract.RECORD_LANES),
      words.subarray(index * contract.RECORD_WORDS),
      `${fixture.name}, event ${index + 1}`,
    );
    writer.write(event, ends);
  });
  return floats;
}

/** Writes the lanes of one event. */
class EventWriter {
  readonly #fixture: FixtureCase;
  readonly #floats: Float64Array;
  readonly #words: Uint32Array;
  readonly #place: string;

  constructor(fixture: FixtureCase, floats: Float64Array, words: Uint32Array, place: string) {
    this.#fixture = fixture;
    this.#floats = floats;
    this.#words = words;
    this.#place = place;
  }

  write(event: FixtureEvent, ends: Map<string, number>): void {
    const kind = `${event[0]}`;
    const last = event[event.length - 1];
    const options: FixtureOptions = typeof last === "object" ? last : {};
    const texts = event.filter((each) => typeof each !== "object").map((each) => `${each}`);
    const time_us = timeOf(texts[1] ?? "", this.#place);
    this.#floats[contract.LANE_TIME_US] = time_us;
    this.#words[contract.LANE_PRODUCER] = Number(options.producer ?? 0);
    this.#words[contract.LANE_PRODUCER_SEQUENCE] = Number(options.sequence ?? 0);
    if (kind === "bar") return this.#bar(texts.slice(2), time_us, options, ends);
    if (kind === "step") return this.#kind("STEP");
    if (kind === "cash") {
      this.#floats[contract.CASH_AMOUNT] = countOf(texts[2] ?? "", MONEY_UNIT, this.#place);
      return this.#kind("CASH");
    }
    if (kind === "funding") {
      this.#instrument(texts[2] ?? "");
      this.#floats[contract.FUNDING_RATE] = countOf(texts[3] ?? "", "0.000000001", this.#place);
      this.#words[contract.FUNDING_ACCRUAL] = codeOf("ACCRUAL", `${options.accrual ?? "FUNDING"}`, this.#place);
      this.#words[contract.FUNDING_DUE] = codeOf("DUE", `${options.due ?? "AT_END"}`, this.#place);
      return this.#kind("FUNDING");
    }
    if (kind === "dividend") {
      const { lot } = this.#instrument(texts[2] ?? "");
      [this.#floats[contract.DIVIDEND_NUMERATOR], this.#floats[contract.DIVIDEND_DENOMINATOR]] = ratioOf(
        [texts[3] ?? "", lot],
        MONEY_UNIT,
      );
      return this.#kind("DIVIDEND");
    }
    if (kind === "split") {
      this.#instrument(texts[2] ?? "");
      this.#floats[contract.SPLIT_NUMERATOR] = Number(texts[3]);
      this.#floats[contract.SPLIT_DENOMINATOR] = Number(texts[4]);
      return this.#kind("SPLIT");
    }
    if (kind === "transfer") {
      this.#floats[contract.TRANSFER_AMOUNT] = countOf(texts[2] ?? "", MONEY_UNIT, this.#place);
      return this.#kind("TRANSFER");
    }
    if (kind === "halt") {
      this.#instrument(texts[2] ?? "");
      this.#words[contract.HALT_HALTED] = options.halted === "ended" ? 2 : options.halted === true ? 1 : 0;
      return this.#kind("HALT");
    }
    if (kind === "shutdown") {
      this.#words[contract.SHUTDOWN_CLOSE_POSITIONS] = options.closePositions === true ? 1 : 0;
      return this.#kind("SHUTDOWN");
    }
    this.#words[contract.LANE_ORDER_ID] = Number(texts[2]);
    const instrument = this.#instrument(texts[3] ?? "");
    switch (kind) {
      case "place":
        return this.#order(instrument, options);
      case "cancel":
        return this.#kind("CANCEL");
      case "replace":
        this.#optional(contract.REPLACE_QUANTITY, options.quantity, instrument.lot);
        this.#optional(contract.REPLACE_LIMIT, options.limit, instrument.resolution);
        this.#optional(contract.REPLACE_STOP, options.stop, instrument.resolution);
        return this.#kind("REPLACE");
      case "order_report":
        this.#words[contract.ORDER_REPORT_REPORT] = codeOf("REPORT", texts[4] ?? "", this.#place);
        this.#optional(contract.ORDER_REPORT_FILLED, options.filled, instrument.lot);
        return this.#kind("ORDER_REPORT");
      case "fill":
        this.#floats[contract.FILL_REPORT_QUANTITY] = countOf(texts[4] ?? "", instrument.lot, this.#place);
        this.#floats[contract.FILL_REPORT_PRICE] = countOf(texts[5] ?? "", instrument.resolution, this.#place);
        this.#words[contract.FILL_REPORT_FILL_ID_LOW] = Number(options.id);
        this.#optional(contract.FILL_REPORT_COMMISSION, options.commission, MONEY_UNIT);
        this.#words[contract.FILL_REPORT_FLAGS] = options.commission === undefined
          ? 0
          : contract.FILL_REPORT_FLAG_COMMISSION_GIVEN;
        return this.#kind("FILL_REPORT");
      default:
        throw new RangeError(`${this.#place}: there is no event "${kind}"`);
    }
  }

  #bar(texts: readonly string[], time_us: number, options: FixtureOptions, ends: Map<string, number>): void {
    const instrument = this.#instrument(texts[0] ?? "");
    [contract.BAR_OPEN, contract.BAR_HIGH, contract.BAR_LOW, contract.BAR_CLOSE].forEach((lane, index) => {
      this.#floats[lane] = countOf(texts[1 + index] ?? "", instrument.resolution, this.#place);
    });
    this.#floats[contract.BAR_VOLUME] = Number(options.volume ?? 0);
    // The beginning is the end less the timeframe, but not before the end of the previous bar, as feeds set it.
    const begin_us = time_us - (instrument.minutes ?? 1440) * 60_000_000;
    this.#floats[contract.BAR_BEGIN_US] = Math.max(begin_us, ends.get(instrument.name) ?? -Infinity);
    ends.set(instrument.name, time_us);
    const day = options.day === undefined ? time_us : timeOf(`${options.day}`, this.#place);
    // 1970-01-01 is day 719,163 when 0001-01-01 is day 1.
    this.#words[contract.BAR_SESSION_DAY] = Math.floor(day / 86_400_000_000) + 719_163;
    this.#kind("BAR");
  }

  #order(instrument: FixtureInstrument, options: FixtureOptions): void {
    this.#optional(contract.PLACE_QUANTITY, options.quantity, instrument.lot);
    this.#optional(contract.PLACE_LIMIT, options.limit, instrument.resolution);
    this.#optional(contract.PLACE_STOP, options.stop, instrument.resolution);
    this.#optional(contract.PLACE_TRAIL, options.trail, instrument.resolution);
    this.#optional(contract.PLACE_CASH, options.cash, MONEY_UNIT);
    this.#optional(contract.PLACE_FRACTION, options.fraction, "0.000000001");
    if (options.valid !== undefined) this.#floats[contract.PLACE_VALID_US] = timeOf(`${options.valid}`, this.#place);
    this.#words[contract.PLACE_PARENT] = Number(options.parent ?? 0);
    this.#words[contract.PLACE_OCO] = Number(options.oco ?? 0);
    this.#words[contract.PLACE_BASKET] = Number(options.basket ?? 0);
    this.#words[contract.PLACE_ROUND_TRIP] = Number(options.call ?? 0);
    this.#words[contract.PLACE_ORDER_TYPE] = codeOf("TYPE", `${options.type}`, this.#place);
    this.#words[contract.PLACE_SIDE] = codeOf("SIDE", `${options.side}`, this.#place);
    const validity = `${options.validity ?? (options.valid === undefined ? "GTC" : "GTD")}`;
    this.#words[contract.PLACE_VALIDITY] = codeOf("VALIDITY", validity, this.#place);
    const flags = Array.isArray(options.flags) ? options.flags : [];
    for (const flag of flags) {
      this.#words[contract.PLACE_FLAGS] = this.#words[contract.PLACE_FLAGS]! |
        codeOf("ORDER_FLAG", `${flag}`, this.#place);
    }
    this.#kind("PLACE");
  }

  #kind(name: string): void {
    this.#words[contract.LANE_KIND] = EVENT_KINDS[name]!.code;
  }

  #instrument(name: string): FixtureInstrument {
    const index = this.#fixture.config.instruments.findIndex((each) => each.name === name);
    if (index < 0) throw new RangeError(`${this.#place}: there is no instrument "${name}"`);
    this.#words[contract.LANE_INSTRUMENT] = index;
    return this.#fixture.config.instruments[index]!;
  }

  #optional(lane: number, value: FixtureOptions[string] | undefined, unit: string): void {
    if (value !== undefined) this.#floats[lane] = countOf(`${value}`, unit, this.#place);
  }
}

function writeInstrument(lanes: Float64Array, instrument: FixtureInstrument, place: string): void {
  const { resolution, lot, commission = {} } = instrument;
  lanes[contract.INSTRUMENT_EXECUTION] = instrument.execution === "reported" ? contract.EXECUTION_REPORTED : 0;
  lanes[contract.INSTRUMENT_TRADED] = 1;
  lanes[contract.INSTRUMENT_LATENCY_BARS] = instrument.latencyBars ?? 0;
  lanes[contract.INSTRUMENT_PRICE_ZERO] = countOf(instrument.priceZero ?? "0", resolution, place);
  lanes[contract.INSTRUMENT_TICK] = countOf(instrument.tick ?? resolution, resolution, place);
  const [numerator, denominator] = ratioOf([resolution, lot, instrument.multiplier ?? "1"], MONEY_UNIT);
  // The denominator is a product of two lanes, each below 2^29; powers of ten leave the first for the second.
  let second = 1;
  while (denominator / second >= contract.SCALE_FACTOR_LIMIT) second *= 10;
  lanes[contract.INSTRUMENT_SCALE_NUMERATOR] = numerator;
  lanes[contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST] = denominator / second;
  lanes[contract.INSTRUMENT_SCALE_DENOMINATOR_SECOND] = second;
  lanes[contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR] = 1;
  if (commission.rate !== undefined) {
    lanes[contract.INSTRUMENT_COMMISSION_KIND] = contract.COMMISSION_RATE;
    lanes[contract.INSTRUMENT_COMMISSION_RATE] = countOf(commission.rate, "0.000000001", place);
  } else if (commission.perUnit !== undefined) {
    const [unitNumerator, unitDenominator] = ratioOf([commission.perUnit, lot], MONEY_UNIT);
    lanes[contract.INSTRUMENT_COMMISSION_KIND] = contract.COMMISSION_PER_UNIT;
    lanes[contract.INSTRUMENT_COMMISSION_UNIT_NUMERATOR] = unitNumerator;
    lanes[contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR] = unitDenominator;
    lanes[contract.INSTRUMENT_COMMISSION_MINIMUM] = countOf(commission.minimum ?? "0", MONEY_UNIT, place);
  } else if (commission.perOrder !== undefined) {
    lanes[contract.INSTRUMENT_COMMISSION_KIND] = contract.COMMISSION_PER_ORDER;
    lanes[contract.INSTRUMENT_COMMISSION_RATE] = countOf(commission.perOrder, MONEY_UNIT, place);
  }
  lanes[contract.INSTRUMENT_SLIPPAGE_RATE] = countOf(instrument.slippage ?? "0", "0.000000001", place);
  writeMargin(lanes, instrument, place);
  if (instrument.barWithoutVolume === "no-fill") {
    lanes[contract.INSTRUMENT_BAR_WITHOUT_VOLUME] = contract.BAR_WITHOUT_VOLUME_NO_FILL;
  }
}

function writeMargin(lanes: Float64Array, { lot, margin, ...instrument }: FixtureInstrument, place: string): void {
  if (margin === undefined) return;
  const { initialPerUnit, maintenancePerUnit = "0", initial = "0", maintenance = "0" } = margin;
  if (initialPerUnit !== undefined) {
    lanes[contract.INSTRUMENT_MARGIN_KIND] = contract.MARGIN_PER_LOT;
    // Amounts of one unit for the lots of one unit.
    lanes[contract.INSTRUMENT_MARGIN_INITIAL] = countOf(initialPerUnit, MONEY_UNIT, place);
    lanes[contract.INSTRUMENT_MARGIN_MAINTENANCE] = countOf(maintenancePerUnit, MONEY_UNIT, place);
    lanes[contract.INSTRUMENT_MARGIN_LOTS] = countOf("1", lot, place);
  } else {
    lanes[contract.INSTRUMENT_MARGIN_KIND] = contract.MARGIN_RATE;
    lanes[contract.INSTRUMENT_MARGIN_INITIAL] = countOf(initial, "0.000000001", place);
    lanes[contract.INSTRUMENT_MARGIN_MAINTENANCE] = countOf(maintenance, "0.000000001", place);
  }
  if (instrument.settlement === "futures") lanes[contract.INSTRUMENT_SETTLEMENT] = contract.SETTLEMENT_AT_CLOSE;
  lanes[contract.INSTRUMENT_LIQUIDATION_RATE] = countOf(instrument.liquidationFee ?? "0", "0.000000001", place);
}

/** A time: an ISO date, which means its last microsecond, or an ISO date with a time of day, in UTC. */
function timeOf(text: string, place: string): number {
  const date = /^\d{4}-\d\d-\d\d$/.test(text);
  const milliseconds = Date.parse(date ? `${text}T00:00Z` : `${text}Z`);
  if (Number.isNaN(milliseconds)) throw new RangeError(`${place}: cannot read the time "${text}"`);
  return milliseconds * 1000 + (date ? 86_400_000_000 - 1 : 0);
}

/** Reads a decimal text exactly. */
export function decimalOf(text: string, place: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`${place}: cannot read the number "${text}"`);
  const fraction = match[3] ?? "";
  return { digits: BigInt(`${match[1]}${match[2]}${fraction}`), decimals: fraction.length };
}

/** How many units a decimal text is; a text off the grid is an error. */
function countOf(text: string, unit: string, place: string): number {
  const value = decimalOf(text, place), grid = decimalOf(unit, place);
  const numerator = value.digits * 10n ** BigInt(grid.decimals);
  const denominator = grid.digits * 10n ** BigInt(value.decimals);
  if (numerator % denominator !== 0n) throw new RangeError(`${place}: ${text} is not a whole count of ${unit}`);
  return Number(numerator / denominator);
}

/** The product of some decimals, divided by another, in lowest terms. */
function ratioOf(factors: readonly string[], divisor: string): [numerator: number, denominator: number] {
  let numerator = 1n, denominator = 1n;
  for (const factor of factors) {
    const { digits, decimals } = decimalOf(factor, "ratio");
    numerator *= digits;
    denominator *= 10n ** BigInt(decimals);
  }
  const { digits, decimals } = decimalOf(divisor, "ratio");
  numerator *= 10n ** BigInt(decimals);
  denominator *= digits;
  let a = numerator, b = denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  return [Number(numerator / a), Number(denominator / a)];
}

function codeOf(table: string, name: string, place: string): number {
  const code = CODES[table]?.[name];
  if (code === undefined) throw new RangeError(`${place}: there is no ${table} "${name}"`);
  return code[0];
}
