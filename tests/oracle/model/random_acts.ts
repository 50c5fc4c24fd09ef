/**
 * Random acts of a plan: orders of every kind near the last price, and what follows for those placed before.
 *
 * @module
 */

import type { Random } from "../../../src/laws/random.ts";
import { priceAt, type RandomFeed } from "./random_plan.ts";
import type { PlannedAct, PlannedOrder } from "./plan.ts";

type Options = Record<string, unknown>;

/** Kinds of acts with their weights. */
const CALLS = [["order", 60], ["close", 8], ["target", 9], ["cancel", 8], ["replace", 12]] as const;

/** Ways of saying an order's size with their weights. */
const SIZES = [["size", 55], ["cash", 12], ["fraction", 15], ["none", 18]] as const;

/** Types of orders with their weights. */
const TYPES = [
  ["market", 25],
  ["limit", 28],
  ["stop", 18],
  ["stopLimit", 12],
  ["onClose", 7],
  ["onOpen", 6],
  ["touch", 8],
  ["touchLimit", 8],
  ["trail", 14],
  ["trailLimit", 10],
] as const;

/** Returns the acts of a plan over some feeds. */
export function randomActs(feeds: readonly RandomFeed[], cash: number, random: Random): PlannedAct[] {
  const acts: PlannedAct[] = [], percent = random.pick([15, 30, 60]);
  const times_ms = [...new Set(feeds.flatMap(({ ends_ms }) => ends_ms))].toSorted((a, b) => a - b);
  times_ms.forEach((time_ms, step) => {
    while (random.chance(percent)) acts.push(...randomAct(feeds, acts, step, time_ms, cash, random));
  });
  return acts;
}

function randomAct(
  feeds: readonly RandomFeed[],
  before: readonly PlannedAct[],
  step: number,
  time_ms: number,
  cash: number,
  random: Random,
): PlannedAct[] {
  const act = before.length, named = random.pick(feeds), price = lastPrice(named, time_ms);
  const feed: Options = feeds.length > 1 ? { feed: named.feed.name } : {};
  const full = cash / priceAt(price, named.grid) / Number(named.feed.terms.multiplier ?? 1);
  const placed = before.filter(({ call }) => call !== "cancel" && call !== "replace");
  const call = placed.length === 0 ? "order" : weighted(CALLS, random);
  const base = { act, step };
  if (call === "close") return [{ ...base, call, options: { ...feed, ...closeOptions(full, random) } }];
  if (call === "target") return [{ ...base, call, options: { ...feed, ...targetOptions(full, cash, random) } }];
  if (call === "cancel") return [{ ...base, call, options: {}, order: randomOrder(placed, random) }];
  if (call === "replace") {
    const order = randomOrder(placed, random), placing = placed.find(({ act }) => act === order.act)!.options;
    const options = replaceOptions(named, price, full, order.part === "entry" ? placing : {}, random);
    return [{ ...base, call, options, order }];
  }
  const group = random.chance(12) ? random.between(2, 4) : 1;
  return Array.from({ length: group }, (_, member) => {
    const joined = member > 0 || (placed.length > 0 && random.chance(8));
    const leader = member > 0
      ? { act: act + random.below(member), part: "entry" as const }
      : randomOrder(placed, random);
    const side = random.chance(55) ? "buy" as const : "sell" as const;
    return {
      act: act + member,
      step,
      call: side,
      options: { ...feed, ...orderOptions(named, side, price, full, cash, random) },
      ...(random.chance(30) ? { valid: randomValidity(time_ms, random) } : {}),
      ...(joined ? { oco: ofOneTarget(leader, before) } : {}),
    };
  }).map(mended);
}

/** Turns an order that is meant to its entry, if it has targets for shares, whose group nobody else joins. */
function ofOneTarget(order: PlannedOrder, placed: readonly PlannedAct[]): PlannedOrder {
  const shares = Array.isArray(placed.find(({ act }) => act === order.act)?.options.takeProfit);
  return shares ? { ...order, part: "entry" } : order;
}

function randomValidity(time_ms: number, random: Random): "day" | "ioc" | "fok" | number {
  switch (random.below(4)) {
    case 0:
      return validUs(time_ms, random);
    case 1:
      return "day";
    default:
      return random.chance(50) ? "ioc" : "fok";
  }
}

/** Takes from an order what its call would throw on: protection beside `reduceOnly`. */
function mended(act: PlannedAct): PlannedAct {
  if (act.options.reduceOnly !== true) return act;
  const { stopLoss: _stop, takeProfit: _target, ...options } = act.options;
  return { ...act, options };
}

function orderOptions(
  feed: RandomFeed,
  side: "buy" | "sell",
  price: number,
  full: number,
  cash: number,
  random: Random,
): Options {
  const near = (least: number, most: number) => nearPrice(price + random.between(least, most), feed, random);
  /** A price on the winning side of the order, or with negative steps on the losing one. */
  const beyond = (least: number, most: number) => side === "buy" ? near(least, most) : near(-most, -least);
  const type = weighted(TYPES, random), options: Options = { ...sizeOptions(full, cash, random) };
  if (type === "limit" || type === "stopLimit" || type === "touchLimit") options.limit = near(-7, 7);
  if (type === "stop" || type === "stopLimit") options.stop = near(-7, 7);
  if (type === "touch" || type === "touchLimit") options.touch = near(-7, 7);
  if (type === "onClose") options.onClose = true;
  if (type === "onOpen") options.onOpen = true;
  if (type === "trail" || type === "trailLimit") {
    options.trail = randomDistance(feed, random);
    if (random.chance(20)) options.stop = near(-7, 7);
  }
  if (type === "trailLimit") options.limitOffset = priceAt(random.between(0, 4), feed.grid);
  if (type === "limit" && random.chance(15)) options.postOnly = true;
  if (random.chance(35)) options.stopLoss = randomStopLoss(beyond, feed, random);
  if (random.chance(35)) options.takeProfit = randomTarget(beyond, feed, random);
  if (options.size !== undefined && random.chance(10)) options.reduceOnly = true;
  return options;
}

/** A distance of some steps of the grid, or of some percent. */
function randomDistance({ grid }: RandomFeed, random: Random): Options {
  if (random.chance(50)) return { percent: random.pick([1, 2.5, 5, 0.3333, 12]) };
  return { amount: priceAt(random.between(1, 8), grid) };
}

function randomStopLoss(beyond: (least: number, most: number) => number, feed: RandomFeed, random: Random): unknown {
  if (random.chance(25)) return randomDistance(feed, random);
  if (random.chance(30)) return { trail: randomDistance(feed, random) };
  return random.chance(95) ? beyond(-6, -1) : beyond(-3, 3);
}

function randomTarget(beyond: (least: number, most: number) => number, feed: RandomFeed, random: Random): unknown {
  const target = (): Options => random.chance(60) ? { price: beyond(1, 6) } : randomDistance(feed, random);
  if (random.chance(20)) {
    const fractions = random.pick([[0.5, undefined], [0.3, undefined], [0.25, 0.5, undefined], [0.5, 0.25], [1]]);
    return fractions.map((fraction) => ({ ...target(), ...(fraction === undefined ? {} : { fraction }) }));
  }
  if (random.chance(25)) return randomDistance(feed, random);
  return random.chance(95) ? beyond(1, 6) : beyond(-3, 3);
}

/** A price near a count of the grid, sometimes between two of its steps, rarely none at all. */
function nearPrice(count: number, { grid, feed }: RandomFeed, random: Random): number {
  // Below zero the way down to a tick is a matter of the last bit, and the price is refused either way.
  const negative = feed.terms.tick === undefined ? -priceAt(1, grid) : 0;
  if (random.chance(1)) return random.pick([0, negative, 1e18, priceAt(1, { exponent: grid.exponent - 9 })]);
  if (random.chance(80)) return priceAt(Math.max(1, count), grid);
  const finer = random.pick([1, 1, 3, 7]);
  return priceAt(Math.max(1, count) * 10 ** finer + random.between(1, 10 ** finer - 1), {
    exponent: grid.exponent - finer,
  });
}

function sizeOptions(full: number, cash: number, random: Random): Options {
  switch (weighted(SIZES, random)) {
    case "size":
      return { size: someSize(full, random) };
    case "cash":
      return { cash: digits(cash * random.between(1, 130) / 100, random.between(2, 9)) };
    case "fraction":
      return { fraction: random.pick([1, 0.5, 0.25, 0.333333333, 0.1, 0.0001]) };
    default:
      return {};
  }
}

/** A size in units around a part of what the cash buys, sometimes odd, rarely below every lot. */
function someSize(full: number, random: Random): number {
  if (random.chance(1)) return random.pick([1e-12, 1e20]);
  // Sizes of more lots than a double can tell apart are not what this is about.
  const most = 1e14;
  return digits(
    Math.min(most, full) * random.pick([0.001, 0.01, 0.1, 0.2, 0.3, 0.5, 1.2]) * random.between(50, 100) / 100,
    random.pick([1, 2, 3, 9]),
  );
}

function closeOptions(full: number, random: Random): Options {
  return {
    ...(random.chance(35) ? { size: someSize(full, random) } : {}),
    ...(random.chance(25) ? { onClose: true } : {}),
  };
}

function targetOptions(full: number, cash: number, random: Random): Options {
  const sign = random.pick([1, 1, -1, 0]);
  switch (random.below(3)) {
    case 0:
      return { size: sign === 0 ? 0 : sign * someSize(full, random) };
    case 1:
      return { value: sign * digits(cash * random.between(1, 120) / 100, 4) };
    default:
      return { fraction: sign * random.pick([1, 0.5, 0.25, 0.123456789]) };
  }
}

/** A limit of a trailing stop-limit is no price, so that no replacement says one. */
function replaceOptions(
  feed: RandomFeed,
  price: number,
  full: number,
  { trail, limitOffset }: Options,
  random: Random,
): Options {
  const near = () => nearPrice(price + random.between(-7, 7), feed, random), options: Options = {};
  if (random.chance(40)) options.size = someSize(full, random);
  if (random.chance(50) && limitOffset === undefined) options.limit = near();
  if (random.chance(40)) options.stop = near();
  if (trail !== undefined && random.chance(40)) options.trail = trail;
  return options;
}

function randomOrder(placed: readonly PlannedAct[], random: Random): PlannedOrder {
  // Recent orders are the ones that live.
  const recent = placed.slice(-6), act = random.pick(recent.length > 0 ? recent : placed)?.act ?? 0;
  return { act, part: random.pick(["entry", "entry", "entry", "stopLoss", "takeProfit"]) };
}

function validUs(time_ms: number, random: Random): number {
  return Math.ceil(time_ms) * 1000 + random.between(-1, 100) * 3_600_000_000;
}

/** The last close in steps of the feed's grid; the first open before any bar. */
function lastPrice({ feed, grid, ends_ms }: RandomFeed, time_ms: number): number {
  const known = ends_ms.findLastIndex((end) => end <= time_ms);
  const price = known < 0 ? feed.bars[0]![1] : feed.bars[known]![4];
  return Math.round(price / 10 ** grid.exponent);
}

/** A number cut to some significant digits. */
function digits(number: number, count: number): number {
  return Number(number.toPrecision(count));
}

function weighted<const Name extends string>(table: readonly (readonly [Name, number])[], random: Random): Name {
  return table[random.weighted(table.map(([, weight]) => weight))]![0];
}
