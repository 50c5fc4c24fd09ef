/**
 * The clock on which the inputs of a line meet.
 *
 * @module
 */

import type { Clock } from "./clock.ts";
import { ClockGroup } from "./clock_group.ts";
import type { Column } from "./column.ts";
import type { LineMemory } from "./line_about.ts";

/** The parts of an input line. */
export interface InputParts {
  /** Name, for messages. */
  readonly name: string;
  readonly clock: Clock;
  readonly column: Column;
  /** Number of bars up to the first value. */
  readonly minPeriod: number;
  /** Bars that a value depends on. */
  readonly memory: LineMemory;
}

/** Inputs on one clock. */
export interface Meeting {
  readonly clock: Clock;
  readonly columns: readonly Column[];
  /** Number of bars up to the first at which every input has a value. */
  readonly minPeriod: number;
}

/**
 * Brings the inputs of a line to one clock: that of all, or the joint one of several.
 *
 * @throws {RangeError} If the run of an input is over or waits, or they are of different runs.
 */
export function meet(name: string, inputs: readonly InputParts[]): Meeting {
  const head = inputs[0]!, over = inputs.find((input) => input.clock.ended);
  if (over !== undefined) {
    throw new RangeError(
      `Cannot make line "${name}" from line "${over.name}" of feed "${over.clock.name}": its run is over; ` +
        `make lines as fields of the strategy that runs`,
    );
  }
  const waits = inputs.find((input) => !input.clock.isInnermost);
  if (waits !== undefined) {
    throw new RangeError(
      `Cannot make line "${name}" from line "${waits.name}" of feed "${waits.clock.name}": it is of another run, which ` +
        "waits while this one runs; make lines as fields of the strategy that runs",
    );
  }
  const group = ClockGroup.of(head.clock), other = inputs.find(({ clock }) => clock !== head.clock);
  if (other === undefined) {
    const minPeriod = Math.max(...inputs.map((input) => input.minPeriod));
    return { clock: head.clock, columns: inputs.map(({ column }) => column), minPeriod };
  }
  const stranger = inputs.find((input) => ClockGroup.of(input.clock) !== group) ?? other;
  if (group === undefined || ClockGroup.of(stranger.clock) !== group) {
    throw new RangeError(
      `Cannot make line "${name}" from line "${head.name}" of feed "${head.clock.name}" and line "${stranger.name}" of ` +
        `feed "${stranger.clock.name}": they are lines of different runs; make lines as fields of the strategy that runs`,
    );
  }
  const joint = group.join(inputs.map(({ clock }) => clock));
  return {
    clock: joint,
    columns: inputs.map(({ column, clock }) => group.carry(column, clock, joint)),
    minPeriod: Math.max(...inputs.map(({ minPeriod, clock }) => group.carryPeriod(minPeriod, clock, joint))),
  };
}
