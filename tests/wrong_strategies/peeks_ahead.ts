import * as ct from "@cracktrader/cracktrader";

/** Wrong: the next close. The form for whole columns gets those of all bars, and reads one bar too far. */
const tomorrow = ct.defineIndicator({
  name: "tomorrow",
  inputs: ["close"],
  update: () => (close) => close,
  column: ({ inputs, outputs, from, until }) => {
    for (let bar = from; bar < until; bar++) outputs[0]![bar] = inputs[0]![bar + 1] ?? NaN;
  },
});

/** Wrong: buys when the next close is higher. */
export class PeeksAhead extends ct.Strategy {
  tomorrow: ct.Line = tomorrow(this.data.close);

  override next(): void {
    const rises = this.tomorrow.now > this.data.close.now * 1.01;
    if (rises && this.position.size === 0) this.buy();
    else if (!rises && this.position.size > 0) this.close();
  }
}
