/**
 * Every path that a bar allows, walked step by step: from the open to the close, by the high and the low and nowhere
 * beyond. It says what orders may come to in a bar and what they must come to, without any rule on what goes first.
 *
 * @module
 */

/** An order of one unit in a bar. It rests from the open on, or sleeps until its entry fills. */
export interface PathOrder {
  /** 1 buys, -1 sells. */
  readonly side: 1 | -1;
  readonly limit?: number;
  readonly stop?: number;
  /** Index of the entry that it protects. */
  readonly entry?: number;
  /** True for a member of the group, of which one fill ends the others. */
  readonly grouped?: boolean;
}

/** Open, high, low and close, whole numbers. */
export type PathBar = readonly [open: number, high: number, low: number, close: number];

/** A fill: the index of the order, and the price. */
export type PathFill = readonly [order: number, price: number];

const SLEEPS = 0, RESTS = 1, TRIGGERED = 2, GONE = 3;

interface Walk {
  readonly price: number;
  readonly saw_high: boolean;
  readonly saw_low: boolean;
  readonly states: readonly number[];
  readonly fills: readonly PathFill[];
}

/**
 * Returns the fills of every path. With `through` a limit needs a price beyond it. Between two whole prices lies a
 * half, as a price that passes a limit passes all between.
 */
export function pathOutcomes(bar: PathBar, orders: readonly PathOrder[], through: boolean): PathFill[][] {
  const [open, high, low, close] = bar, outcomes = new Map<string, PathFill[]>(), seen = new Set<string>();
  const first: Walk = {
    price: open,
    saw_high: open === high,
    saw_low: open === low,
    states: orders.map(({ entry }) => entry === undefined ? RESTS : SLEEPS),
    fills: [],
  };
  const walks = [settled(first, orders, through, "open")];
  while (walks.length > 0) {
    const walk = walks.pop()!, key = JSON.stringify(walk);
    if (seen.has(key)) continue;
    seen.add(key);
    if (walk.price === close && walk.saw_high && walk.saw_low) {
      outcomes.set(JSON.stringify(walk.fills), [...walk.fills]);
    }
    for (const price of [walk.price - 0.5, walk.price + 0.5]) {
      if (price < low || price > high) continue;
      const next = {
        ...walk,
        price,
        saw_high: walk.saw_high || price === high,
        saw_low: walk.saw_low || price === low,
      };
      walks.push(settled(next, orders, through, "inside"));
    }
  }
  return [...outcomes.values()];
}

/** Lets a price meet the orders, in their order and until none of them gets on. */
function settled(walk: Walk, orders: readonly PathOrder[], through: boolean, moment: "open" | "inside"): Walk {
  const states = [...walk.states], fills = [...walk.fills], { price } = walk;
  /** Orders that began to work at this price: a price beyond their limit fills them here, and not at the limit. */
  const began = new Set<number>(), woken: number[] = [];
  const meet = (order: PathOrder, index: number): boolean => {
    const { side, limit, stop } = order, state = states[index]!;
    if (state !== RESTS && state !== TRIGGERED) return false;
    if (stop !== undefined && state === RESTS) {
      if (side * (price - stop) < 0) return false;
      if (limit !== undefined) {
        states[index] = TRIGGERED;
        began.add(index);
      }
    }
    if (limit !== undefined && (side * (limit - price) < 0 || (limit === price && through))) return false;
    states[index] = GONE;
    const at_once = limit === undefined || moment === "open" || began.has(index) || !through;
    fills.push([index, at_once ? price : limit]);
    orders.forEach((other, at) => {
      if (other.entry === index && states[at] === SLEEPS) woken.push(at);
      else if (at !== index && order.grouped === true && other.grouped === true) states[at] = GONE;
    });
    return true;
  };
  while (orders.some(meet) || woken.length > 0) {
    // What an entry wakes comes after all that met the price with the entry.
    if (orders.some(meet)) continue;
    for (const at of woken.splice(0)) {
      if (states[at] !== SLEEPS) continue;
      states[at] = RESTS;
      began.add(at);
    }
  }
  return { ...walk, states, fills };
}
