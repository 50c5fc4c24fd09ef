/**
 * The fields of an order, from which `deno task generate` writes its accessors.
 *
 * Tens of thousands of ended orders are kept. As objects with a boxed number a field they would be the garbage
 * collector's main work, so the fields of many orders share a page of doubles. Quantities are unsigned lots.
 *
 * @module
 */

/** Fields that are numbers, in the order of their lanes: name and meaning. */
export const NUMBER_FIELDS: Readonly<Record<string, string>> = {
  id: "order id, zero in a free slot",
  instrument: "instrument id",
  order_type: "order type",
  sign: "+1 for a buy, -1 for a sell",
  validity: "validity",
  flags: "order flags",
  state: "order state",
  parent: "order id of the entry that it protects, or zero",
  oco: "order id of the leader of its group, or zero",
  round_trip: "label of its round trip, or zero",
  quantity: "lots, zero while the size is not fixed",
  filled: "lots filled",
  limit: "limit price, or zero",
  stop: "trigger price, or zero",
  valid_us: "last time at which it may fill, or zero",
  cash: "amount to spend in money units, or zero",
  fraction: "share of the account's value in 10^-9, or zero",
  placed_us: "time of the step of its placement or of its last replacement",
  executed_us: "time of its last fill or of its end",
  day: "session day of the first bar that it met, for validity DAY; zero before",
  value: "booked notional of its fills",
  commission: "commission of its fills",
  pnl: "profit that its closing parts realised",
  average_price: "average fill price, with doubles",
  position_size: "signed lots of the position after its last fill",
  position_price: "cost or average price of that position",
  fills: "fills so far, which number the simulated ones",
  placement_price: "price at which its cash is checked, with queue matching",
  session_end_us: "end of the session in which it fills at the close, with queue matching; zero for other orders",
  trail_amount: "trailing distance as a price, or zero",
  trail_rate: "trailing distance as a fraction of the price, or zero",
  limit_offset: "by how much the trigger of a trailing stop-limit lies above its limit",
  annotated_close: "close of the last bar that a market-on-close order saw and did not fill at, or zero",
  annotated_us: "time of that bar",
  reported: "highest cumulative quantity that a venue reported",
  rank: "rank of its acceptance among all orders; zero before",
  ended: "rank of its end among all orders; zero while it lives",
  replace_quantity: "quantity of a replacement on its way, or zero",
  replace_limit: "limit of a replacement on its way, or zero",
  replace_stop: "trigger of a replacement on its way, or zero",
  woken_us: "when its entry filled; means nothing after that step and is in no snapshot",
  woken_price: "price at which its entry filled",
  woken_rule: "rule by which its entry filled",
  scan: "derived: rows below it were looked at for the horizon, -1 before the first look",
  scan_day: "derived: session day of the first bar that it will meet",
  window: "derived: bars that the next look for the horizon takes in",
  hit_us: "derived: first bar found that could make a notice, or Infinity",
  expiry_us: "derived: first step past its time, or Infinity",
};

/** Fields that are flags, after the numbers: name and meaning. */
export const FLAG_FIELDS: Readonly<Record<string, string>> = {
  triggered: "whether its trigger was reached",
  active: "whether it may fill: a protective order sleeps until its entry filled",
  has_children: "whether another order names it as parent",
  in_group: "whether the end of its group ends it, with queue matching",
  is_leader: "whether another order names it as the leader of its group",
};
