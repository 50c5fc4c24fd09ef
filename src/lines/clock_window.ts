/**
 * The window of a clock whose bars come block by block: how many of them the columns keep, and who has to let go of the
 * older ones.
 *
 * Columns of such a clock are arrays of one fixed room. {@linkcode Clock.index} is a place in them, so that a line is
 * read as ever; {@linkcode Clock.first} says how many bars were let go before the first place.
 *
 * @module
 */

/** A column of computed values, which keeps those of the window. */
export interface KeptColumn {
  /** Makes the values of all bars that are there; an error is kept for the next reader. */
  complete(): void;
  /** Lets go of the values of the oldest bars. */
  drop(bars: number): void;
}

/** How many bars the columns of a run keep, and how many come at once at most. */
export interface WindowSize {
  /** Bars that are kept of those that are over. */
  readonly keep: number;
  /** Most bars that come at once. */
  readonly block: number;
}

/** A column of the source, as lines read one: values of the bars that are kept, and those of the block. */
export class WindowColumn {
  readonly values: Float64Array;
  known = 0;
  readonly barByBar: boolean = false;

  /** Makes an empty column with room for values. */
  constructor(room: Float64Array) {
    this.values = room;
  }

  extend(_index: number): void {}

  holeFrom(from: number): number {
    let at = from;
    while (at < this.known && this.values[at] === this.values[at]) at++;
    return at;
  }

  /** Lets go of the oldest values. */
  drop(count: number): void {
    this.values.copyWithin(0, count, this.known);
    this.known -= count;
  }

  /** Adds the values of a block. */
  append(values: Float64Array): void {
    this.values.set(values, this.known);
    this.known += values.length;
  }
}

/** The window of one clock. */
export class ClockWindow {
  /** Places of each column. */
  readonly room: number;
  /** Bars that are kept of those that are over. */
  readonly keep: number;
  readonly #given: Map<string, WindowColumn> = new Map();
  readonly #kept: KeptColumn[] = [];
  readonly #readers: (() => void)[] = [];

  /** Makes a window without a column; `blocks` is the number of blocks that may come at once. */
  constructor({ keep, block }: WindowSize, blocks: number = 1) {
    this.keep = keep;
    this.room = keep + block * blocks;
  }

  /** Returns the column of the source of that name, and makes it, in the room that is given, if there is none. */
  given(name: string, room?: Float64Array): WindowColumn {
    let column = this.#given.get(name);
    if (column === undefined) {
      column = new WindowColumn(room ?? new Float64Array(this.room));
      this.#given.set(name, column);
    }
    return column;
  }

  /** Adds a computed column. */
  keepColumn(column: KeptColumn): void {
    this.#kept.push(column);
  }

  /** Adds a reader that remembers how much of its column is known. */
  addReader(refresh: () => void): void {
    this.#readers.push(refresh);
  }

  /** Makes all computed values of the bars that are there, as their inputs will be let go. */
  complete(): void {
    for (const column of this.#kept) column.complete();
  }

  /** Lets go of the oldest bars. */
  drop(bars: number): void {
    if (bars === 0) return;
    for (const column of this.#kept) column.drop(bars);
    for (const column of this.#given.values()) column.drop(bars);
  }

  /** Adds a block to the columns of the source, by their names. */
  append(columns: Readonly<Record<string, Float64Array>>): void {
    for (const [name, column] of this.#given) {
      const values = columns[name];
      if (values !== undefined) column.append(values);
    }
  }

  /** Tells the readers that the columns have moved. */
  refresh(): void {
    for (const reader of this.#readers) reader();
  }
}
