/**
 * Trades of the comparison, made of fills by either side's rule.
 *
 * @module
 */

/** A fill: its lot, which it opened or closes, its bar, units with their sign, and price. */
export interface Fill {
  readonly lot: number;
  readonly bar: number;
  readonly size: number;
  readonly price: number;
}

/** A trade as both sides tell it. */
export interface Trade {
  /** Units, negative for a short one. */
  readonly size: number;
  readonly entryBar: number;
  /** Null while it is open. */
  readonly exitBar: number | null;
  readonly entryPrice: number;
  readonly exitPrice: number | null;
}

/** Orders trades by entry, then by exit. */
export function byEntry(one: Trade, other: Trade): number {
  return one.entryBar - other.entryBar || (one.exitBar ?? Infinity) - (other.exitBar ?? Infinity);
}

/** Makes a trade of each entry; one that is closed in parts is a trade for each part. */
export function lotTrades(fills: readonly Fill[]): Trade[] {
  const open = new Map<number, Fill>(), trades: Trade[] = [];
  for (const fill of fills) {
    const entry = open.get(fill.lot);
    if (entry === undefined) {
      open.set(fill.lot, fill);
      continue;
    }
    trades.push({ ...entryOf(entry), size: -fill.size, exitBar: fill.bar, exitPrice: fill.price });
    const left = entry.size + fill.size;
    if (left === 0) open.delete(fill.lot);
    else open.set(fill.lot, { ...entry, size: left });
  }
  for (const entry of open.values()) trades.push({ ...entryOf(entry), exitBar: null, exitPrice: null });
  return trades.sort(byEntry);
}

function entryOf({ size, bar, price }: Fill): Pick<Trade, "size" | "entryBar" | "entryPrice"> {
  return { size, entryBar: bar, entryPrice: price };
}

/** Lots of 10^-8 in a unit, by which averages are weighted. */
const LOTS = 1e8;

/** An average weighted by lots. */
class Average {
  #lots = 0;
  value = 0;

  add(price: number, size: number): void {
    const lots = Math.round(Math.abs(size) * LOTS);
    if (this.#lots === 0) this.value = price;
    else if (price !== this.value) this.value = (this.value * this.#lots + price * lots) / (this.#lots + lots);
    this.#lots += lots;
  }
}

/** Makes a trade of the position from flat to flat: its largest size, and the average prices of entries and exits. */
export function flatTrades(fills: readonly Fill[]): Trade[] {
  const trades: Trade[] = [];
  let held = 0, largest = 0, entryBar = 0, entry = new Average(), exit = new Average();
  const tradeOf = (exitBar: number | null): Trade => (
    { size: largest, entryBar, exitBar, entryPrice: entry.value, exitPrice: held === largest ? null : exit.value }
  );
  for (const { bar, size, price } of fills) {
    if (held === 0) {
      largest = 0;
      entryBar = bar;
      entry = new Average();
      exit = new Average();
    }
    (held * size < 0 ? exit : entry).add(price, size);
    held += size;
    if (Math.abs(held) > Math.abs(largest)) largest = held;
    if (held === 0) trades.push(tradeOf(bar));
  }
  if (held !== 0) trades.push(tradeOf(null));
  return trades.sort(byEntry);
}
