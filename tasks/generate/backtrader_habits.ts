/**
 * The habits of backtrader's broker that surprise, each with what both profiles do: rows of the page of rules.
 *
 * @module
 */

/** A habit: what it is about, what each profile does, whether it switches alone, and the case that holds it. */
export interface Habit {
  /** The decision. */
  readonly about: string;
  /** What the profile `exact` does. */
  readonly exact: string;
  /** What the profile `backtrader` does, as backtrader 1.9.78.123 does. */
  readonly backtrader: string;
  /** The free rule or the option that switches it alone; `model` where it comes with the model. */
  readonly row: string;
  /** Files of fixtures/scenarios that hold the exact behaviour. */
  readonly scenarios: readonly string[];
  /** Recordings of fixtures/backtrader/scenarios.json.gz that hold the other one. */
  readonly recordings: readonly string[];
}

/** The habits, in the order of backtrader's broker: submission, matching, execution, ends, account. */
export const HABITS: readonly Habit[] = [
  {
    about: "an order that lacks cash, and those behind it",
    exact: "each order alone, at its fill",
    backtrader: "the cost of a refused order weighs on every later one of the same cycle",
    row: "model",
    scenarios: ["purchase_beyond_the_cash"],
    recordings: ["margin at submission, cascade"],
  },
  {
    about: "the price at which cash is checked",
    exact: "that of the fill",
    backtrader: "the close at placement, and the price of the fill again: a gap refuses an order of the whole account",
    row: "model",
    scenarios: ["all_in_over_a_gap"],
    recordings: ["margin at submission, cascade"],
  },
  {
    about: "a flip whose opening part lacks cash",
    exact: "closes, and the opening part is refused",
    backtrader: "closes, and the order ends as Margin",
    row: "model",
    scenarios: ["flip_whose_opening_part_is_refused"],
    recordings: ["reversal open part rejected at execution"],
  },
  {
    about: "a cancel at once",
    exact: "works",
    backtrader: "is ignored until the broker has accepted the order",
    row: "CANCEL",
    scenarios: [],
    recordings: ["cancel same bar is ignored; later works"],
  },
  {
    about: "a day order on daily bars",
    exact: "lives to the end of the session date of the first bar that it meets",
    backtrader: "expires on the next bar before it is matched",
    row: "model",
    scenarios: ["day_orders_over_sessions"],
    recordings: ["validity: DAY, date, timedelta, numeric small, zero", "DAY intraday"],
  },
  {
    about: "an order on a feed that shows an old bar",
    exact: "waits for a bar that begins at or after its placement",
    backtrader: "limits and stops fill against the old bar; market orders wait for a later one",
    row: "model",
    scenarios: ["five_minute_decision_meets_daily_bar"],
    recordings: ["two datas daily+weekly: stale limit fill, market waits", "two datas with missing dates"],
  },
  {
    about: "a stop and a target in the bar of their entry",
    exact: "are tried: what is certain fills, and what hurts",
    backtrader: "are tried from the next cycle on",
    row: "model",
    scenarios: ["market_entry_and_stop_in_one_bar", "market_entry_stop_and_target_in_one_bar"],
    recordings: ["sell bracket"],
  },
  {
    about: "a stop and a target that one bar reaches",
    exact: "what comes first for certain, else the stop, marked ambiguous",
    backtrader: "the stop, which stands first in the queue",
    row: "model",
    scenarios: ["stop_and_target_in_one_bar", "open_decides_between_stop_and_target"],
    recordings: ["sell bracket"],
  },
  {
    about: "the order in which the orders of a bar fill",
    exact: "fills at the open first, reducers ahead; then those inside by acceptance",
    backtrader: "queue order, whatever the prices",
    row: "model",
    scenarios: ["opening_part_of_a_flip_waits_for_reducers"],
    recordings: ["fuzz 0"],
  },
  {
    about: "a stop-limit in the bar of its trigger",
    exact: "fills at the trigger if the limit allows it, else only if the close proves the limit",
    backtrader: "the colour of the bar decides whether the price came back to the limit",
    row: "model",
    scenarios: ["stop_limit_proved_by_the_close", "stop_limit_waits"],
    recordings: ["stoplimit buy variants"],
  },
  {
    about: "an order at the close",
    exact: "the close of the first bar that it meets",
    backtrader: "the close of the session end, or that of the bar before the first one past it",
    row: "model",
    scenarios: ["market_on_close"],
    recordings: ["close order daily", "close order intraday sessionend 11:10:00"],
  },
  {
    about: "slippage of a limit order at the open",
    exact: "a limit order does not slip",
    backtrader: "it slips up to its limit, a sale even below the low of the bar",
    row: "model",
    scenarios: ["slippage_is_rounded_up_and_clamped"],
    recordings: ["sell limit slippage can go below the low (quirk)"],
  },
  {
    about: "the end of a group",
    exact: "a fill of a member",
    backtrader: "a fill, also a part of one, or any end of a member",
    row: "model",
    scenarios: ["one_cancels_other", "refused_member_makes_room"],
    recordings: ["oco limit/stop/limit", "bracket: child cancelled after main executed"],
  },
  {
    about: "a trailing trigger",
    exact: "see the page of orders",
    backtrader: "moves by closes alone: the level of a bar holds from the next one on",
    row: "model",
    scenarios: [],
    recordings: ["stoptrail sell amount", "stoptraillimit sell"],
  },
  {
    about: "volume that orders share",
    exact: "see the page of fills",
    backtrader: "each order has the volume of the bar for itself; a stop that filled in part has to be reached again",
    row: "model",
    scenarios: [],
    recordings: ["filler FixedSize 3 market+stop", "bracket with partial fills"],
  },
  {
    about: "fills at the close of the decision",
    exact: "none: an order meets bars after it",
    backtrader: "with CHEAT_ON_CLOSE, booked a cycle later, the cap of slippage taken from the next bar",
    row: "CHEAT_ON_CLOSE",
    scenarios: [],
    recordings: ["coc", "coc with slippage capped by next bar high"],
  },
  {
    about: "fills at the open of the decision's own bar",
    exact: "`nextOpen` of a strategy, which knows that open alone",
    backtrader: "with CHEAT_ON_OPEN, in `next_open`, which sees the whole bar there; `nextOpen` sees its open alone",
    row: "CHEAT_ON_OPEN",
    scenarios: [],
    recordings: ["cheat on open"],
  },
  {
    about: "interest that was paid",
    exact: "a payment of its own",
    backtrader: "taken from the cash each day, and told in the commission of the closing fill too",
    row: "INTEREST",
    scenarios: ["cash_from_outside"],
    recordings: ["short interest 36.5%", "short interest int2pnl False"],
  },
  {
    about: "cash of a short sale",
    exact: "its proceeds and as much again are set aside, or its margin",
    backtrader: "is added and may be spent; with SHORT_CASH its value is taken",
    row: "SHORT_CASH",
    scenarios: ["short_sale_and_free_cash"],
    recordings: ["shortcash False"],
  },
  {
    about: "a target by value or fraction",
    exact: "worked out at the fill",
    backtrader: "at placement, from the close, in whole units; orders that wait and commission are not counted",
    row: "model",
    scenarios: [],
    recordings: ["order_target_value", "order_target_percent", "order_target_size"],
  },
  {
    about: "trades with ids of their own",
    exact: "one net position a feed",
    backtrader: "profit of trades and of the position may differ",
    row: "model",
    scenarios: [],
    recordings: ["tradeids overlap"],
  },
  {
    about: "money that is added",
    exact: "in the first step at or after its time, before the broker",
    backtrader: "at the next valuation",
    row: "model",
    scenarios: ["cash_from_outside"],
    recordings: ["add cash fund"],
  },
  {
    about: "orders of the last bar, and positions at the end",
    exact: "stay, or are closed by closeAtEnd",
    backtrader: "orders stay submitted, positions stay open",
    row: "closeAtEnd",
    scenarios: ["close_at_the_end"],
    recordings: ["limit buy variants"],
  },
  {
    about: "a limit that is touched exactly",
    exact: "fills; with LIMIT_FILL the price has to go through it",
    backtrader: "fills",
    row: "LIMIT_FILL",
    scenarios: ["limit_touched_exactly", "limit_must_be_passed"],
    recordings: ["limit buy variants"],
  },
  {
    about: "the way of the price inside a bar",
    exact: "none is assumed; with PATH one of four",
    backtrader: "none: each order is tried against the whole bar",
    row: "PATH",
    scenarios: ["path_over_the_high_reaches_the_target", "adverse_path_goes_against_the_position"],
    recordings: ["sell bracket"],
  },
];
