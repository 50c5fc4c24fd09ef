import { assert, assertEquals } from "@std/assert";
import { Strategy } from "../strategy/strategy.ts";
import { remedyOf } from "./foreign_members.ts";

Deno.test("no member of the base class is foreign, and each one in another case or with underscores is misspelt", () => {
  const called = Object.getOwnPropertyNames(Strategy.prototype);
  for (const name of called) assertEquals(remedyOf(name), undefined);
  const misspelt = {
    Next: "next",
    NEXT: "next",
    next_: "next",
    _next: "next",
    pre_next: "prenext",
    preNext: "prenext",
  };
  const more = { nextStart: "nextstart", Start: "start", onstop: "stop", notify_order: "notifyOrder" };
  const rest = {
    NotifyTrade: "notifyTrade",
    notify_timer: "notifyTimer",
    notifycash: "notifyCash",
    save_state: "saveState",
    LoadState: "loadState",
  };
  for (const [name, ours] of Object.entries({ ...misspelt, ...more, ...rest })) {
    assertEquals(remedyOf(name), `write ${ours}`, name);
  }
});

Deno.test("members of backtrader, backtesting.py, NautilusTrader and freqtrade lead to ours", () => {
  const names: Readonly<Record<string, string>> = {
    init: "declare lines as fields",
    __init__: "declare lines as fields",
    add_timer: 'declare a timer as a field, leave = this.timer({ at: "15:45" }, () => this.close())',
    notify_cashvalue: "write notifyCash",
    next_open: "write nextOpen",
    prenext_open: "write nextOpen, which runs once each line has a value",
    on_start: "write start",
    on_bar: "write next",
    onBar: "write next",
    on_order_filled: "write notifyOrder",
    on_order_event: "write notifyOrder",
    on_position_closed: "write notifyTrade",
    on_save: "write saveState",
    populate_indicators: "declare lines as fields",
    populate_entry_trend: "write next",
    custom_stoploss: "pass stopLoss to buy",
    custom_stake_amount: "pass size, cash or fraction",
    confirm_trade_entry: "write next",
    informative_pairs: "pass several feeds",
    OnData: "write next",
    handle_data: "write next",
  };
  for (const [name, remedy] of Object.entries(names)) {
    assert(remedyOf(name)?.startsWith(remedy), `${name}: ${remedyOf(name)}`);
  }
});

Deno.test("other names are those of a user, whatever they look like", () => {
  for (
    const name of ["initial", "nextSignal", "onBreakout", "orderSize", "startOfDay", "stopPrice", "constructor", ""]
  ) {
    assertEquals(remedyOf(name), undefined, name);
  }
});
