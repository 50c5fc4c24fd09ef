/**
 * Renders output records as log entries, with words and fields in display units. The records are the same from either
 * engine.
 *
 * @module
 */

import { hashText } from "../records/text.ts";
import {
  FILL_FLAG_AMBIGUOUS,
  FILL_FLAG_CLAMPED,
  FILL_FLAG_LATE,
  FILL_FLAG_SLIPPED,
  ORDER_VIEW_LATE,
  ORDER_VIEW_PROTECTIVE,
  ORDER_VIEW_REDUCE_ONLY,
  ORDER_VIEW_SELL,
  ORDER_VIEW_TRIGGERED,
  ORDER_VIEW_TYPE_MASK,
  ORDER_VIEW_UNSIZED,
  OUT_CAUSE,
  OUT_CODE,
  OUT_COMMIT_CHAIN_HIGH,
  OUT_COMMIT_CHAIN_LOW,
  OUT_COMMIT_INPUT_HIGH,
  OUT_COMMIT_INPUT_LOW,
  OUT_COMMIT_MARK_HIGH,
  OUT_COMMIT_MARK_LOW,
  OUT_DIAGNOSTIC_EVENT,
  OUT_DIAGNOSTIC_EXPECTED,
  OUT_DIAGNOSTIC_INSTRUMENT,
  OUT_DIAGNOSTIC_ORDER_ID,
  OUT_DIAGNOSTIC_PRODUCER,
  OUT_DIAGNOSTIC_PRODUCER_SEQUENCE,
  OUT_DIAGNOSTIC_VALUE,
  OUT_EXECUTION_CASH,
  OUT_EXECUTION_COMMISSION,
  OUT_EXECUTION_FILLED,
  OUT_EXECUTION_FLAGS,
  OUT_EXECUTION_INSTRUMENT,
  OUT_EXECUTION_LABEL,
  OUT_EXECUTION_ORDER_ID,
  OUT_EXECUTION_ORDERED,
  OUT_EXECUTION_PNL,
  OUT_EXECUTION_POSITION_COST,
  OUT_EXECUTION_POSITION_SIZE,
  OUT_EXECUTION_PRICE,
  OUT_EXECUTION_QUANTITY,
  OUT_EXECUTION_ROUND_TRIP,
  OUT_EXECUTION_VALUE,
  OUT_FILL_CASH,
  OUT_FILL_CLOSED,
  OUT_FILL_CLOSED_COMMISSION,
  OUT_FILL_FILL_ID_HIGH,
  OUT_FILL_FILL_ID_LOW,
  OUT_FILL_FLAGS,
  OUT_FILL_INSTRUMENT,
  OUT_FILL_OPENED_COMMISSION,
  OUT_FILL_ORDER_ID,
  OUT_FILL_PNL,
  OUT_FILL_POSITION_BASIS,
  OUT_FILL_POSITION_SIZE,
  OUT_FILL_PRICE,
  OUT_FILL_QUANTITY,
  OUT_MARK_CASH,
  OUT_MARK_VALUE,
  OUT_ORDER_AVERAGE_PRICE,
  OUT_ORDER_COMMISSION,
  OUT_ORDER_FILLED,
  OUT_ORDER_FLAGS,
  OUT_ORDER_INSTRUMENT,
  OUT_ORDER_LIMIT,
  OUT_ORDER_OCO,
  OUT_ORDER_ORDER_ID,
  OUT_ORDER_PARENT,
  OUT_ORDER_PNL,
  OUT_ORDER_QUANTITY,
  OUT_ORDER_STOP,
  OUT_ORDER_VALUE,
  OUT_REFUSAL_AVAILABLE,
  OUT_REFUSAL_INSTRUMENT,
  OUT_REFUSAL_LANE,
  OUT_REFUSAL_NEEDED,
  OUT_REFUSAL_ORDER_ID,
  OUT_REFUSAL_PRODUCER,
  OUT_REFUSAL_PRODUCER_SEQUENCE,
  OUT_REFUSAL_VALUE,
  OUT_ROUND_TRIP_BARS_CLOSED,
  OUT_ROUND_TRIP_BARS_OPENED,
  OUT_ROUND_TRIP_COMMISSION,
  OUT_ROUND_TRIP_ENTRY_QUANTITY,
  OUT_ROUND_TRIP_ENTRY_VALUE,
  OUT_ROUND_TRIP_EXIT_VALUE,
  OUT_ROUND_TRIP_FLAGS,
  OUT_ROUND_TRIP_INSTRUMENT,
  OUT_ROUND_TRIP_LABEL,
  OUT_ROUND_TRIP_ORDER_ID,
  OUT_ROUND_TRIP_PNL,
  OUT_ROUND_TRIP_QUANTITY,
  OUT_ROUND_TRIP_QUANTITY_MAX,
  OUT_ROUND_TRIP_ROUND_TRIP,
  OUT_SEQUENCE,
  OUT_TIME_US,
  OUTPUT_COMMIT,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_EXECUTION,
  OUTPUT_FILL,
  OUTPUT_MARK,
  OUTPUT_ORDER,
  OUTPUT_REFUSAL,
  OUTPUT_ROUND_TRIP,
  TRIP_OPENED,
} from "../contract/contract.gen.ts";
import {
  eventKindName,
  fillRuleMeaning,
  fillRuleName,
  reasonMeaning,
  reasonName,
  stateName,
  typeName,
} from "../records/code_names.ts";
import { closesAll } from "../records/execution_facts.ts";
import type { OutputReader } from "../records/output_reader.ts";
import type { LogEntry, LogFields, LogValue } from "./log_entry.ts";
import { type LogInstrument, plainInstrument } from "../broker/log_instrument.ts";
import { codeNameOf, diagnosticNumbers, inWords, laneUnit, type LogUnit, refusedLaneName } from "./log_names.ts";
import { classifyOutput, type LogClass } from "./log_table.ts";

/** Facts of an account that a renderer needs. */
export interface LogUnits {
  /** Instruments by id. A missing one is shown by its number, with the engine's own counts. */
  readonly instruments: readonly LogInstrument[];
  /** Money units of one unit of money; 1 with doubles. */
  readonly moneyUnits: number;
  /** True if numbers are doubles, as in the profile `backtrader`; false by default. */
  readonly doubles?: boolean;
}

/** Turns output records into log entries. */
export class LogRenderer {
  readonly #instruments: readonly LogInstrument[];
  readonly #moneyUnits: number;
  readonly #doubles: boolean;

  /**
   * Makes a renderer.
   *
   * @throws {RangeError} If the number of money units is not positive and finite.
   */
  constructor(units: LogUnits) {
    if (!(units.moneyUnits > 0 && units.moneyUnits < Infinity)) {
      throw new RangeError(`Cannot use ${units.moneyUnits} as moneyUnits: it is a positive number`);
    }
    this.#instruments = units.instruments;
    this.#moneyUnits = units.moneyUnits;
    this.#doubles = units.doubles ?? false;
  }

  /** Returns level and category of the reader's current record, which are all that a filter needs. */
  classify(output: OutputReader): LogClass {
    const { kind, detail } = output;
    const event = kind === OUTPUT_DIAGNOSTIC ? output.word(OUT_DIAGNOSTIC_EVENT) : detail;
    return classifyOutput(kind, detail, output.reason, event);
  }

  /** Renders the reader's current record. */
  render(output: OutputReader, { level, category }: LogClass = this.classify(output)): LogEntry {
    const [message, fields] = this.#say(output);
    return {
      level,
      category,
      timeUs: output.float(OUT_TIME_US),
      sequence: output.word(OUT_SEQUENCE),
      message,
      fields: { cause: output.word(OUT_CAUSE), ...fields },
    };
  }

  #say(output: OutputReader): [message: string, fields: LogFields] {
    switch (output.kind) {
      case OUTPUT_ORDER:
        return this.#order(output);
      case OUTPUT_FILL:
        return this.#fill(output);
      case OUTPUT_EXECUTION:
        return this.#execution(output);
      case OUTPUT_ROUND_TRIP:
        return this.#trade(output);
      case OUTPUT_REFUSAL:
        return this.#refusal(output);
      case OUTPUT_DIAGNOSTIC:
        return this.#diagnostic(output);
      case OUTPUT_MARK: {
        const cash = this.#money(output, OUT_MARK_CASH), value = this.#money(output, OUT_MARK_VALUE);
        return [`Cash ${cash} and value ${value}`, { cash, value }];
      }
      case OUTPUT_COMMIT: {
        const chain = hash(output, OUT_COMMIT_CHAIN_LOW, OUT_COMMIT_CHAIN_HIGH);
        const input = hash(output, OUT_COMMIT_INPUT_LOW, OUT_COMMIT_INPUT_HIGH);
        const marks = hashText(output.float(OUT_COMMIT_MARK_LOW), output.float(OUT_COMMIT_MARK_HIGH));
        return [`Committed with chain ${chain} and marks ${marks}`, { chain, input, marks }];
      }
      default:
        return [`Output of the unknown kind ${output.kind}`, { code: output.word(OUT_CODE) }];
    }
  }

  #order(output: OutputReader): [string, LogFields] {
    const instrument = this.#instrument(output.word(OUT_ORDER_INSTRUMENT)), flags = output.word(OUT_ORDER_FLAGS);
    const unsized = (flags & ORDER_VIEW_UNSIZED) !== 0, side = (flags & ORDER_VIEW_SELL) !== 0 ? "sell" : "buy";
    const state = stateName(output.detail), type = typeName(flags & ORDER_VIEW_TYPE_MASK);
    const size = instrument.size(Math.abs(output.float(OUT_ORDER_QUANTITY)));
    const filled = instrument.size(Math.abs(output.float(OUT_ORDER_FILLED)));
    const limit = priceOrNone(instrument, output.float(OUT_ORDER_LIMIT));
    const stop = priceOrNone(instrument, output.float(OUT_ORDER_STOP));
    const id = output.word(OUT_ORDER_ORDER_ID);
    const prices = (stop === undefined ? "" : `, stop ${stop}`) + (limit === undefined ? "" : `, limit ${limit}`);
    const progress = filled === 0 ? "" : `, ${filled} filled`;
    const message = `Order ${id} to ${side} ${unsized ? "as much as it may" : size} of ${instrument.name} ` +
      `(${inWords(type)}${prices}${progress}) is ${inWords(state)}: ${reasonMeaning(output.reason)}`;
    const trades = filled === 0 ? {} : {
      filled,
      value: this.#money(output, OUT_ORDER_VALUE),
      commission: this.#money(output, OUT_ORDER_COMMISSION),
      pnl: this.#money(output, OUT_ORDER_PNL),
      ...(this.#doubles ? { averagePrice: output.float(OUT_ORDER_AVERAGE_PRICE) } : {}),
    };
    return [message, {
      orderId: id,
      instrument: instrument.name,
      state,
      reason: reasonName(output.reason),
      side,
      type,
      ...(unsized ? { unsized } : { size }),
      ...(limit === undefined ? {} : { limit }),
      ...(stop === undefined ? {} : { stop }),
      ...trades,
      ...unlessZero({ parent: output.word(OUT_ORDER_PARENT), oco: output.word(OUT_ORDER_OCO) }),
      ...marksOf(flags, ORDER_MARKS),
    }];
  }

  #fill(output: OutputReader): [string, LogFields] {
    const instrument = this.#instrument(output.word(OUT_FILL_INSTRUMENT)), flags = output.word(OUT_FILL_FLAGS);
    const quantity = output.float(OUT_FILL_QUANTITY), closed = Math.abs(output.float(OUT_FILL_CLOSED));
    const size = instrument.size(Math.abs(quantity)), price = instrument.price(output.float(OUT_FILL_PRICE));
    const id = output.word(OUT_FILL_ORDER_ID), position = instrument.size(output.float(OUT_FILL_POSITION_SIZE));
    const commission = this.#toMoney(
      output.float(OUT_FILL_CLOSED_COMMISSION) + output.float(OUT_FILL_OPENED_COMMISSION),
    );
    const side = quantity < 0 ? "sell" : "buy";
    const message = `Order ${id} ${side === "sell" ? "sold" : "bought"} ${size} of ${instrument.name} at ${price}: ` +
      `${fillRuleMeaning(output.rule)}`;
    // With exact numbers the record holds the cost of the position, with doubles its average price.
    const held = output.float(OUT_FILL_POSITION_BASIS);
    return [message, {
      orderId: id,
      instrument: instrument.name,
      state: stateName(output.detail),
      rule: fillRuleName(output.rule),
      side,
      size,
      price,
      ...unlessZero({ closed: instrument.size(closed) }),
      commission,
      ...(closed === 0 ? {} : { pnl: this.#money(output, OUT_FILL_PNL) }),
      position,
      ...(this.#doubles ? { positionPrice: held } : this.#worth(instrument, { positionCost: held })),
      cash: this.#money(output, OUT_FILL_CASH),
      fillId: fillId(output.word(OUT_FILL_FILL_ID_HIGH), output.word(OUT_FILL_FILL_ID_LOW)),
      ...marksOf(flags, FILL_MARKS),
    }];
  }

  #execution(output: OutputReader): [string, LogFields] {
    const instrument = this.#instrument(output.word(OUT_EXECUTION_INSTRUMENT)),
      id = output.word(OUT_EXECUTION_ORDER_ID);
    const quantity = output.float(OUT_EXECUTION_QUANTITY), held = output.float(OUT_EXECUTION_POSITION_SIZE);
    const size = instrument.size(Math.abs(quantity)), price = instrument.price(output.float(OUT_EXECUTION_PRICE));
    const ordered = Math.abs(output.float(OUT_EXECUTION_ORDERED));
    const filled = Math.abs(output.float(OUT_EXECUTION_FILLED));
    const closes = closesAll(quantity, held), phase = held === 0 ? "closed" : held === quantity ? "opened" : undefined;
    const side = quantity < 0 ? "sell" : "buy", trip = output.word(OUT_EXECUTION_ROUND_TRIP);
    const who = id === 0 ? "The end of the run" : `Order ${id}`, did = side === "sell" ? "sold" : "bought";
    const turned = phase === undefined ? "" : `; trade ${trip} is ${phase}`;
    return [`${who} ${did} ${size} of ${instrument.name} at ${price}: ${fillRuleMeaning(output.rule)}${turned}`, {
      ...(id === 0 ? {} : { orderId: id, state: stateName(output.detail) }),
      instrument: instrument.name,
      rule: fillRuleName(output.rule),
      side,
      size,
      price,
      ...this.#worth(instrument, { value: output.float(OUT_EXECUTION_VALUE) }),
      commission: this.#money(output, OUT_EXECUTION_COMMISSION),
      ...(closes ? { closed: size, pnl: this.#money(output, OUT_EXECUTION_PNL) } : {}),
      position: instrument.size(held),
      ...this.#worth(instrument, { positionCost: output.float(OUT_EXECUTION_POSITION_COST) }),
      cash: this.#money(output, OUT_EXECUTION_CASH),
      ...(filled === ordered ? {} : { filled: instrument.size(filled), ordered: instrument.size(ordered) }),
      trade: trip,
      ...(phase === undefined ? {} : { phase }),
      ...unlessZero({ label: output.word(OUT_EXECUTION_LABEL) }),
      ...marksOf(output.word(OUT_EXECUTION_FLAGS), FILL_MARKS),
    }];
  }

  #trade(output: OutputReader): [string, LogFields] {
    const instrument = this.#instrument(output.word(OUT_ROUND_TRIP_INSTRUMENT));
    const opened = output.detail === TRIP_OPENED, number = output.word(OUT_ROUND_TRIP_ROUND_TRIP);
    const size = instrument.size(output.float(OUT_ROUND_TRIP_QUANTITY));
    const pnl = this.#money(output, OUT_ROUND_TRIP_PNL), commission = this.#money(output, OUT_ROUND_TRIP_COMMISSION);
    const label = output.word(OUT_ROUND_TRIP_LABEL), barsOpened = output.float(OUT_ROUND_TRIP_BARS_OPENED);
    const shared = {
      trade: number,
      instrument: instrument.name,
      phase: opened ? "opened" : "closed",
      orderId: output.word(OUT_ROUND_TRIP_ORDER_ID),
      entrySize: instrument.size(output.float(OUT_ROUND_TRIP_ENTRY_QUANTITY)),
      entryValue: this.#money(output, OUT_ROUND_TRIP_ENTRY_VALUE),
      commission,
      ...unlessZero({ label }),
      ...marksOf(output.word(OUT_ROUND_TRIP_FLAGS), FILL_MARKS),
    };
    if (opened) {
      return [`Trade ${number} opened with ${size} of ${instrument.name}`, {
        ...shared,
        position: size,
        barsOpened,
      }];
    }
    return [`Trade ${number} of ${instrument.name} closed with profit ${pnl} before commission ${commission}`, {
      ...shared,
      exitValue: this.#money(output, OUT_ROUND_TRIP_EXIT_VALUE),
      pnl,
      sizeMost: instrument.size(output.float(OUT_ROUND_TRIP_QUANTITY_MAX)),
      bars: output.float(OUT_ROUND_TRIP_BARS_CLOSED) - barsOpened,
    }];
  }

  #refusal(output: OutputReader): [string, LogFields] {
    const instrument = this.#instrument(output.word(OUT_REFUSAL_INSTRUMENT)), event = eventKindName(output.detail);
    const orderId = output.word(OUT_REFUSAL_ORDER_ID), reason = reasonName(output.reason);
    const lane = refusedLaneName(output.detail, output.word(OUT_REFUSAL_LANE));
    const needed = output.float(OUT_REFUSAL_NEEDED), available = output.float(OUT_REFUSAL_AVAILABLE);
    const aboutMoney = needed !== 0 || available !== 0;
    // If cash was short and no lane is named, the value is the price of the cash check.
    const unit = lane !== undefined ? laneUnit(lane) : aboutMoney ? "price" : "plain";
    const value = this.#valueOf(unit, output.float(OUT_REFUSAL_VALUE), instrument);
    const money: LogFields = aboutMoney ? { needed: this.#toMoney(needed), available: this.#toMoney(available) } : {};
    const place = lane === undefined ? "" : `, as ${inWords(lane)} is ${value}`;
    const sums = aboutMoney ? `, with ${money["needed"]} needed and ${money["available"]} available` : "";
    const what = orderId === 0 ? `Event ${inWords(event)}` : `Order ${orderId}`;
    const where = orderId === 0 ? "" : ` in event ${inWords(event)}`;
    return [`${what} on ${instrument.name} was refused${where}: ${reasonMeaning(output.reason)}${place}${sums}`, {
      event,
      reason,
      instrument: instrument.name,
      ...unlessZero({ orderId }),
      ...(lane === undefined ? {} : { lane }),
      ...(lane !== undefined || value !== 0 ? { value } : {}),
      ...money,
      ...producerOf(output, OUT_REFUSAL_PRODUCER, OUT_REFUSAL_PRODUCER_SEQUENCE),
    }];
  }

  #diagnostic(output: OutputReader): [string, LogFields] {
    const instrument = this.#instrument(output.word(OUT_DIAGNOSTIC_INSTRUMENT)), reason = reasonName(output.reason);
    const orderId = output.word(OUT_DIAGNOSTIC_ORDER_ID), event = eventKindName(output.word(OUT_DIAGNOSTIC_EVENT));
    const [[valueName, valueUnit], [expectedName, expectedUnit]] = diagnosticNumbers(reason);
    const value = output.float(OUT_DIAGNOSTIC_VALUE), expected = output.float(OUT_DIAGNOSTIC_EXPECTED);
    const numbers = {
      ...unlessZero({ [valueName]: this.#valueOf(valueUnit, value, instrument) }),
      ...unlessZero({ [expectedName]: this.#valueOf(expectedUnit, expected, instrument) }),
    };
    const what = orderId === 0 ? instrument.name : `Order ${orderId} on ${instrument.name}`;
    const said = Object.entries(numbers).map(([name, number]) => `${name} ${number}`).join(", ");
    return [`${what}: ${reasonMeaning(output.reason)}${said === "" ? "" : ` (${said})`}`, {
      event,
      reason,
      instrument: instrument.name,
      ...unlessZero({ orderId }),
      ...numbers,
      ...producerOf(output, OUT_DIAGNOSTIC_PRODUCER, OUT_DIAGNOSTIC_PRODUCER_SEQUENCE),
    }];
  }

  #instrument(id: number): LogInstrument {
    return this.#instruments[id] ?? plainInstrument(`instrument ${id}`);
  }

  /** Returns an amount that hangs on a price, which says nothing where prices are counted from below zero. */
  #worth(instrument: LogInstrument, amounts: Readonly<Record<string, number>>): LogFields {
    if (instrument.price(0) !== 0) return {};
    return Object.fromEntries(Object.entries(amounts).map(([name, units]) => [name, this.#toMoney(units)]));
  }

  #money(output: OutputReader, lane: number): number {
    return this.#toMoney(output.float(lane));
  }

  #toMoney(units: number): number {
    return units / this.#moneyUnits;
  }

  #valueOf(unit: LogUnit, value: number, instrument: LogInstrument): LogValue {
    if (unit === "price") return instrument.price(value);
    if (unit === "distance") return instrument.distance(value);
    if (unit === "size") return instrument.size(value);
    if (unit === "money") return this.#toMoney(value);
    return codeNameOf(unit, value) ?? value;
  }
}

/** Returns a price of an order; undefined for none. */
function priceOrNone(instrument: LogInstrument, steps: number): number | undefined {
  return steps === 0 ? undefined : instrument.price(steps);
}

/** Marks of an order, by the names of their fields. */
const ORDER_MARKS: Readonly<Record<string, number>> = {
  triggered: ORDER_VIEW_TRIGGERED,
  late: ORDER_VIEW_LATE,
  reduceOnly: ORDER_VIEW_REDUCE_ONLY,
  protective: ORDER_VIEW_PROTECTIVE,
};

/** Marks of a fill, by the names of their fields. */
const FILL_MARKS: Readonly<Record<string, number>> = {
  ambiguous: FILL_FLAG_AMBIGUOUS,
  late: FILL_FLAG_LATE,
  slipped: FILL_FLAG_SLIPPED,
  clamped: FILL_FLAG_CLAMPED,
};

function marksOf(flags: number, marks: Readonly<Record<string, number>>): LogFields {
  return Object.fromEntries(
    Object.entries(marks).filter(([, bit]) => (flags & bit) !== 0).map(([name]) => [name, true]),
  );
}

function producerOf(output: OutputReader, producer: number, sequence: number): LogFields {
  return unlessZero({ producer: output.word(producer), producerSequence: output.word(sequence) });
}

/**
 * Returns the fields that are not zero, since a record leaves a field out by zero. -0 stays: it is a number of the
 * profile with doubles.
 */
function unlessZero(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !Object.is(value, 0)));
}

/** Returns a fill id of two words: a small one as a number, a long one of a venue in full. */
function fillId(high: number, low: number): LogValue {
  return high === 0 ? low : (BigInt(high) << 32n | BigInt(low)).toString();
}

function hash(output: OutputReader, low: number, high: number): string {
  return [low, high].map((lane) => output.word(lane).toString(16).padStart(8, "0")).join("");
}
