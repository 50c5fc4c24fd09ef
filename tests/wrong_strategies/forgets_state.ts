import * as ct from "@cracktrader/cracktrader";

/** Wrong: counts its bars in a private field, which no checkpoint keeps, as it has no `saveState` of its own. */
export class ForgetsState extends ct.Strategy {
  #bars = 0;

  override next(): void {
    this.#bars++;
    if (this.#bars % 20 === 0) this.buy({ size: 1 });
    else if (this.#bars % 20 === 10) this.close();
  }
}
