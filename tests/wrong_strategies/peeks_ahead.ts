import * as ct from "@cracktrader/cracktrader";

/** Wrong: buys when the next close is higher, which it reads from the column that an indicator's closure has kept. */
export class PeeksAhead extends ct.Strategy {
  readonly #column: number[] = [];
  /** An indicator sees one bar at a time, but its closure has seen them all once it is made. */
  kept: ct.Line = ct.indicator({
    name: "kept(close)",
    inputs: [this.data.close],
    update: () => (close) => {
      this.#column.push(close);
      return close;
    },
  });
  tomorrow: ct.Line = ct.indicator({
    name: "tomorrow(close)",
    inputs: [this.kept],
    update: () => {
      let bar = 0;
      return () => this.#column[++bar] ?? NaN;
    },
  });

  override next(): void {
    const rises = this.tomorrow.now > this.data.close.now * 1.01;
    if (rises && this.position.size === 0) this.buy();
    else if (!rises && this.position.size > 0) this.close();
  }
}
