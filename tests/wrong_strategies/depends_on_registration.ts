import * as ct from "@cracktrader/cracktrader";

/** Wrong: of the feeds that rose it buys whichever was registered first, as there is money for one alone. */
export class DependsOnRegistration extends ct.Strategy {
  held = "";

  override next(): void {
    if (this.held !== "") {
      if (this.feeds[this.held]!.close.now < this.feeds[this.held]!.close.ago(1)) {
        this.close({ feed: this.held });
        this.held = "";
      }
      return;
    }
    for (const name of Object.keys(this.feeds)) {
      const { close } = this.feeds[name]!;
      if (this.feeds[name]!.length < 2 || close.now <= close.ago(1)) continue;
      this.buy({ feed: name });
      this.held = name;
      return;
    }
  }
}
