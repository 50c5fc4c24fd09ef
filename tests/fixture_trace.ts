/**
 * The outputs of an engine as the lines that a fixture case holds: every notice a line, every number an exact decimal.
 *
 * @module
 */

import * as contract from "../src/contract/contract.gen.ts";
import { wordsOf } from "../src/contract/words.ts";
import { CODE_NAMES } from "../src/records/code_names.ts";
import { codeName } from "./code_name.ts";
import {
  decimalOf,
  type FixtureCase,
  type FixtureExpectation,
  type FixtureInstrument,
  MONEY_UNIT,
} from "./fixture_case.ts";

/** The parts of an expectation that an engine's outputs tell. */
export type FixtureTrace = Pick<FixtureExpectation, "trace" | "marks" | "positions" | "states">;

/** Renders what came out of an engine. */
export function rendered(fixture: FixtureCase, outputs: Float64Array): FixtureTrace {
  const words = wordsOf(outputs);
  const trace: string[] = [], marks: string[] = [];
  const positions: Record<string, string> = {}, states: Record<string, string> = {};
  const sums = new Map<number, OrderSums>(), refused = new Set<number>();
  for (let index = 0; index < outputs.length / contract.RECORD_LANES; index++) {
    const output = new OutputReader(
      fixture,
      outputs.subarray(index * contract.RECORD_LANES),
      words.subarray(index * contract.RECORD_WORDS),
    );
    if (output.kind === contract.OUTPUT_MARK) {
      marks.push(`${output.money(contract.OUT_MARK_CASH)} ${output.money(contract.OUT_MARK_VALUE)}`);
    } else if (output.kind !== contract.OUTPUT_COMMIT) {
      trace.push(`${output.word(contract.OUT_CAUSE)}: ${output.line()}`);
      if (output.kind === contract.OUTPUT_ORDER) {
        states[`${output.word(contract.OUT_ORDER_ORDER_ID)}`] = output.orderSummary();
      } else if (output.kind === contract.OUTPUT_FILL || output.kind === contract.OUTPUT_EXECUTION) {
        const executed = output.kind === contract.OUTPUT_EXECUTION;
        const size = output.lots(executed ? contract.OUT_EXECUTION_POSITION_SIZE : contract.OUT_FILL_POSITION_SIZE);
        if (size === "0") delete positions[output.instrument.name];
        else positions[output.instrument.name] = size;
        const id = output.word(contract.OUT_EXECUTION_ORDER_ID);
        if (!executed || id === 0) continue;
        const before = sums.get(id) ?? { value: 0, commission: 0, pnl: 0 };
        sums.set(id, output.added(before));
        states[`${id}`] = output.executedSummary(sums.get(id)!);
      } else if (output.kind === contract.OUTPUT_REFUSAL) refused.add(output.word(contract.OUT_REFUSAL_ORDER_ID));
      else if (output.kind === contract.OUTPUT_DIAGNOSTIC) {
        refused.add(output.word(contract.OUT_DIAGNOSTIC_ORDER_ID));
        const size = output.splitSize();
        if (size !== undefined) positions[output.instrument.name] = size;
      }
    }
  }
  // An order that was not refused is accepted, which no record of simulated trading tells.
  for (const [kind, , id] of fixture.events) {
    if (kind === "place" && !refused.has(Number(id))) states[`${id}`] ??= "ACCEPTED";
  }
  return { trace, marks, positions, states };
}

/** Sums over the executions of an order, in money units. */
interface OrderSums {
  readonly value: number;
  readonly commission: number;
  readonly pnl: number;
}

/** Reads the lanes of one output and says them. */
class OutputReader {
  readonly kind: number;
  readonly instrument: FixtureInstrument;
  readonly #floats: Float64Array;
  readonly #words: Uint32Array;

  constructor(fixture: FixtureCase, floats: Float64Array, words: Uint32Array) {
    this.#floats = floats;
    this.#words = words;
    this.kind = words[contract.OUT_CODE]! & 0xff;
    const notice = this.kind !== contract.OUTPUT_MARK && this.kind !== contract.OUTPUT_COMMIT;
    this.instrument = fixture.config.instruments[notice ? words[contract.OUT_FILL_INSTRUMENT]! : 0]!;
  }

  word(lane: number): number {
    return this.#words[lane]!;
  }

  money(lane: number): string {
    return displayOf(this.#floats[lane]!, MONEY_UNIT);
  }

  lots(lane: number): string {
    return signed(displayOf(this.#floats[lane]!, this.instrument.lot));
  }

  line(): string {
    switch (this.kind) {
      case contract.OUTPUT_ORDER:
        return `order ${this.#order()} ${this.#state()} ${this.#reason()}${this.#progress()}`;
      case contract.OUTPUT_FILL:
        return this.#fill();
      case contract.OUTPUT_EXECUTION:
        return this.#execution();
      case contract.OUTPUT_ROUND_TRIP:
        return this.#roundTrip();
      case contract.OUTPUT_REFUSAL: {
        const needed = this.money(contract.OUT_REFUSAL_NEEDED);
        const money = this.#code(16) === contract.REASON_INSUFFICIENT_CASH;
        const amounts = money ? ` needed ${needed} available ${this.money(contract.OUT_REFUSAL_AVAILABLE)}` : "";
        return `refused ${codeName("EVENT", this.#code(8))} order ${this.#order()} ${this.#reason()}${amounts}`;
      }
      case contract.OUTPUT_DIAGNOSTIC:
        if (this.#code(16) === contract.REASON_TRANSFER) {
          return `note TRANSFER order 0 of ${this.money(contract.OUT_DIAGNOSTIC_VALUE)}`;
        }
        return `note ${this.#reason()} order ${this.#order()}`;
      default:
        return `unknown output ${this.kind}`;
    }
  }

  /** The size of the position after a split; undefined for another note, or without a position. */
  splitSize(): string | undefined {
    if (this.#code(16) !== contract.REASON_SPLIT) return undefined;
    const size = this.lots(contract.OUT_DIAGNOSTIC_VALUE);
    return size === "0" ? undefined : size;
  }

  orderSummary(): string {
    const unit = this.#words[contract.OUT_ORDER_FLAGS]! & contract.ORDER_VIEW_UNSIZED ? " unsized" : "";
    const filled = `${this.lots(contract.OUT_ORDER_FILLED)}/${this.lots(contract.OUT_ORDER_QUANTITY)}`;
    const money = `value ${this.money(contract.OUT_ORDER_VALUE)} fee ${this.money(contract.OUT_ORDER_COMMISSION)}`;
    return `${this.#state()} ${filled}${unit} ${money} pnl ${this.money(contract.OUT_ORDER_PNL)}`;
  }

  /** Adds an execution to the sums of its order. */
  added({ value, commission, pnl }: OrderSums): OrderSums {
    return {
      value: value + this.#floats[contract.OUT_EXECUTION_VALUE]!,
      commission: commission + this.#floats[contract.OUT_EXECUTION_COMMISSION]!,
      pnl: pnl + this.#floats[contract.OUT_EXECUTION_PNL]!,
    };
  }

  executedSummary({ value, commission, pnl }: OrderSums): string {
    const [all, fee, profit] = [value, commission, pnl].map((units) => displayOf(units, MONEY_UNIT));
    return `${this.#executed()} value ${all} fee ${fee} pnl ${profit}`;
  }

  /** State of the order after an execution, and the lots that are filled of it. */
  #executed(): string {
    const filled = this.lots(contract.OUT_EXECUTION_FILLED);
    return `${this.#state()} ${filled}/${this.lots(contract.OUT_EXECUTION_ORDERED)}`;
  }

  #execution(): string {
    const quantity = this.#floats[contract.OUT_EXECUTION_QUANTITY]!;
    const size = this.#floats[contract.OUT_EXECUTION_POSITION_SIZE]!;
    const price = displayOf(this.#floats[contract.OUT_EXECUTION_PRICE]!, this.instrument.resolution);
    const money = `for ${this.money(contract.OUT_EXECUTION_VALUE)} fee ${
      this.money(contract.OUT_EXECUTION_COMMISSION)
    }`;
    const closes = size === 0 || size * quantity < 0, trip = this.#words[contract.OUT_EXECUTION_ROUND_TRIP]!;
    const phase = size === 0 ? " CLOSED" : size === quantity ? " OPENED" : "";
    const order = this.#order();
    return [
      `execution ${order} ${this.instrument.name} ${this.lots(contract.OUT_EXECUTION_QUANTITY)} @ ${price}` +
      ` ${codeName("FILL_RULE", this.#code(16))}${this.#flags(contract.OUT_EXECUTION_FLAGS)}`,
      closes ? `closed ${money} pnl ${this.money(contract.OUT_EXECUTION_PNL)}` : `opened ${money}`,
      `position ${this.lots(contract.OUT_EXECUTION_POSITION_SIZE)} ` +
      `cost ${this.money(contract.OUT_EXECUTION_POSITION_COST)}`,
      `cash ${this.money(contract.OUT_EXECUTION_CASH)}`,
      ...(order === 0 ? [] : [`order ${this.#executed()}`]),
      `trip ${trip}${phase}, bar ${this.#floats[contract.OUT_EXECUTION_BARS]!}`,
    ].join(", ");
  }

  #fill(): string {
    const closed = this.#floats[contract.OUT_FILL_CLOSED]!;
    const opened = this.#floats[contract.OUT_FILL_QUANTITY]! - closed;
    const price = displayOf(this.#floats[contract.OUT_FILL_PRICE]!, this.instrument.resolution);
    const parts = [
      `fill ${this.#order()} ${this.instrument.name} ${this.lots(contract.OUT_FILL_QUANTITY)} @ ${price}` +
      ` ${codeName("FILL_RULE", this.#code(16))}${this.#flags(contract.OUT_FILL_FLAGS)}`,
    ];
    if (closed !== 0) {
      parts.push(
        `closed ${this.lots(contract.OUT_FILL_CLOSED)} cost ${this.money(contract.OUT_FILL_CLOSED_VALUE)}` +
          ` fee ${this.money(contract.OUT_FILL_CLOSED_COMMISSION)} pnl ${this.money(contract.OUT_FILL_PNL)}`,
      );
    }
    if (opened !== 0) {
      parts.push(
        `opened ${signed(displayOf(opened, this.instrument.lot))} cost ${this.money(contract.OUT_FILL_OPENED_VALUE)}` +
          ` fee ${this.money(contract.OUT_FILL_OPENED_COMMISSION)}`,
      );
    }
    const position = this.lots(contract.OUT_FILL_POSITION_SIZE);
    parts.push(`position ${position} cost ${this.money(contract.OUT_FILL_POSITION_BASIS)}`);
    parts.push(`cash ${this.money(contract.OUT_FILL_CASH)}`);
    return parts.join(", ");
  }

  #roundTrip(): string {
    const number = this.#words[contract.OUT_ROUND_TRIP_ROUND_TRIP]!;
    const detail = codeName("TRIP", this.#code(8));
    const entry = `entry ${this.lots(contract.OUT_ROUND_TRIP_ENTRY_QUANTITY)} for ${
      this.money(contract.OUT_ROUND_TRIP_ENTRY_VALUE)
    }`;
    const fee = `fee ${this.money(contract.OUT_ROUND_TRIP_COMMISSION)}`;
    const flags = this.#flags(contract.OUT_ROUND_TRIP_FLAGS);
    const head = `trip ${number} ${detail} ${this.instrument.name}${flags}, ${entry}`;
    const opened = this.#floats[contract.OUT_ROUND_TRIP_BARS_OPENED]!;
    if (this.#code(8) === contract.TRIP_OPENED) return `${head}, ${fee}, bar ${opened}`;
    const exit = `exit ${this.money(contract.OUT_ROUND_TRIP_EXIT_VALUE)}`;
    const most = `most ${this.lots(contract.OUT_ROUND_TRIP_QUANTITY_MAX)}`;
    const bars = `bars ${opened} to ${this.#floats[contract.OUT_ROUND_TRIP_BARS_CLOSED]!}`;
    return `${head}, ${exit}, pnl ${this.money(contract.OUT_ROUND_TRIP_PNL)}, ${fee}, ${most}, ${bars}`;
  }

  #progress(): string {
    const filled = this.lots(contract.OUT_ORDER_FILLED);
    return filled === "0" ? "" : ` ${filled}/${this.lots(contract.OUT_ORDER_QUANTITY)}`;
  }

  #flags(lane: number): string {
    const flags = this.#words[lane]!;
    const named = [...CODE_NAMES.FILL_FLAG.names].filter(([bit]) => (flags & bit) !== 0);
    return named.map(([, name]) => ` ${name}`).join("");
  }

  #order(): number {
    return this.#words[contract.OUT_ORDER_ORDER_ID]!;
  }

  #state(): string {
    return codeName("STATE", this.#code(8));
  }

  #reason(): string {
    return codeName("REASON", this.#code(16));
  }

  #code(shift: number): number {
    return this.#words[contract.OUT_CODE]! >>> shift & (shift === 16 ? 0xffff : 0xff);
  }
}

/** A count of units as a decimal text without trailing zeros. */
export function displayOf(count: number, unit: string): string {
  if (!Number.isInteger(count) || Object.is(count, -0)) return `(${Object.is(count, -0) ? "-0" : count})`;
  const { digits, decimals } = decimalOf(unit, "unit");
  const product = BigInt(count) * digits;
  const text = `${product < 0n ? -product : product}`.padStart(decimals + 1, "0");
  const whole = text.slice(0, text.length - decimals), fraction = text.slice(text.length - decimals);
  const trimmed = decimals === 0 ? "" : fraction.replace(/0+$/, "");
  return `${product < 0n ? "-" : ""}${whole}${trimmed === "" ? "" : `.${trimmed}`}`;
}

function signed(text: string): string {
  return text === "0" || text.startsWith("-") ? text : `+${text}`;
}
