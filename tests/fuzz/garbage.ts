/**
 * Writes garbage: valid records with one spoilt lane, and noise.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import type { World } from "./world.ts";

const BAD_FLOATS: readonly number[] = [
  NaN,
  Infinity,
  -Infinity,
  -0,
  0,
  0.5,
  -1,
  -0.5,
  5e-324,
  2 ** 53,
  2 ** 53 - 1,
  -(2 ** 53),
  2 ** 60,
  1e300,
];
const BAD_WORDS: readonly number[] = [0, 1, 3, 7, 8, 15, 16, 64, 65, 255, 4096, 0x7fff_ffff, 0xffff_ffff];
const KINDS: readonly number[] = [
  contract.EVENT_BAR,
  contract.EVENT_QUOTE,
  contract.EVENT_TICK,
  contract.EVENT_ORDER_REPORT,
  contract.EVENT_FILL_REPORT,
  contract.EVENT_TIMER,
  contract.EVENT_STEP,
  contract.EVENT_SESSION,
  contract.EVENT_HALT,
  contract.EVENT_CASH,
  contract.EVENT_CONVERSION,
  contract.EVENT_PLACE,
  contract.EVENT_CANCEL,
  contract.EVENT_REPLACE,
  contract.EVENT_RISK,
  contract.EVENT_TRANSFER,
  contract.EVENT_POSITION_READ,
  contract.EVENT_NO_OP,
  contract.EVENT_SPREAD,
];

/** Writes an invalid record: a spoilt copy of an earlier one, or noise. */
export function writeGarbage(world: World): void {
  const { random, log } = world;
  if (log.count > 0 && random.chance(85)) {
    log.repeat(log.count - 1 - random.below(Math.min(log.count, 30)));
    log.word(contract.LANE_PRODUCER, 0).word(contract.LANE_PRODUCER_SEQUENCE, 0);
    log.float(contract.LANE_TIME_US, world.now_us);
    const record = log.wordsOf(log.count - 1);
    if (record[contract.LANE_KIND] === contract.EVENT_PLACE) {
      // A new number, so that another fault than the number is found.
      log.word(contract.LANE_ORDER_ID, random.chance(90) ? world.next_order_id++ : random.pick([0, 1]));
    } else if (record[contract.LANE_KIND] === contract.EVENT_SHUTDOWN) {
      log.word(contract.LANE_KIND, contract.EVENT_NO_OP);
    }
    for (let spoilt = random.between(1, 2); spoilt > 0; spoilt--) spoil(world);
  } else {
    log.begin(
      random.chance(70) ? random.pick(KINDS) : random.pick([0, 23, 24, 31, 200, 256, 277, 0xffff_ffff]),
      world.now_us,
    );
    for (let lane = 1; lane <= 8; lane++) {
      if (random.chance(20)) log.float(lane, random.chance(50) ? random.pick(BAD_FLOATS) : random.between(1, 500));
    }
    log.word(contract.LANE_INSTRUMENT, random.below(world.markets.length + 1));
    if (random.chance(30)) log.word(contract.LANE_PRODUCER, random.below(3));
    const kind = log.wordsOf(log.count - 1)[contract.LANE_KIND];
    if (kind === contract.EVENT_PLACE) log.word(contract.LANE_ORDER_ID, world.next_order_id++);
    for (let word = contract.LANE_ORDER_ID + 1; word < contract.RECORD_WORDS; word++) {
      if (random.chance(20)) log.word(word, random.below(5));
    }
  }
}

/** Spoils one lane of the last record. */
function spoil(world: World): void {
  const { random, log } = world;
  const kind = log.wordsOf(log.count - 1)[contract.LANE_KIND]!;
  switch (random.weighted([45, 25, 8, 6, 6, 10])) {
    case 0:
      log.float(random.between(1, contract.EVENT_FLOATS - 1), random.pick(BAD_FLOATS));
      return;
    case 1:
      log.word(random.between(contract.LANE_ORDER_ID + 1, contract.RECORD_WORDS - 1), random.pick(BAD_WORDS));
      return;
    case 2:
      log.word(contract.LANE_INSTRUMENT, random.pick([0, 1, 2, 3, 4, 5, 4096, 0xffff_ffff]));
      return;
    case 3:
      log.word(contract.LANE_PRODUCER, random.pick([1, 64, 65, 0])).word(
        contract.LANE_PRODUCER_SEQUENCE,
        random.below(2),
      );
      return;
    case 4:
      if (kind !== contract.EVENT_PLACE) log.word(contract.LANE_ORDER_ID, random.pick(BAD_WORDS));
      return;
    default: {
      // Never a time that opens a later step than the generator knows: only intents may lie ahead.
      const bad = [world.now_us - 1, world.now_us - 10 * world.spacing_us, NaN, 2 ** 60, 0.5, -Infinity];
      if (kind >= contract.EVENT_PLACE && kind <= contract.EVENT_NO_OP) bad.push(world.now_us + 1, 2 ** 53 - 1);
      log.float(contract.LANE_TIME_US, random.pick(bad));
    }
  }
}
