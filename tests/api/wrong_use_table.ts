/**
 * The table of wrong use: for each public member of a strategy and of what it reads, calls that are wrong, and the error or
 * the refusal that answers each.
 *
 * @module
 */

import type * as ct from "../../mod.ts";

/** The answer to a call: an error with a part of its message, the end of an order, a refusal, or a value. */
export type Answer =
  | { readonly type: "TypeError" | "RangeError"; readonly says: string }
  | { readonly order: string }
  | { readonly refused: string }
  | { readonly gives: unknown };

/** When a call is made: in a member of the strategy, or after its run. */
export type When = "field" | "start" | "next" | "stop" | "after";

/** What a call has at hand. */
export interface Wrong {
  readonly s: ct.Strategy<ct.Params, string>;
  /** An order of this run, and one of another run. */
  readonly own: ct.OrderView;
  readonly foreign: ct.OrderView;
  /** A line of another run that is over. */
  readonly line: ct.Line;
}

/** A row of the table. */
export interface WrongUse {
  /** `Class.member`. */
  readonly member: string;
  readonly when: When;
  /** The call, as a reader would write it. */
  readonly call: string;
  readonly act: (at: Wrong) => unknown;
  readonly answer: Answer;
}

const typeError = (says: string): Answer => ({ type: "TypeError", says });
const rangeError = (says: string): Answer => ({ type: "RangeError", says });
const order = (end: string): Answer => ({ order: end });
const refused = (reason: string): Answer => ({ refused: reason });
const gives = (value: unknown): Answer => ({ gives: value });

// deno-lint-ignore no-explicit-any -- the calls are those that TypeScript would refuse
type Any = any;

function on(
  when: When,
  member: string,
  rows: readonly (readonly [string, (at: Wrong) => unknown, Answer])[],
): WrongUse[] {
  return rows.map(([call, act, answer]) => ({ member, when, call, act, answer }));
}

/** Wrong sizes and prices of `buy` and `sell`, which share them. */
function orders(side: "buy" | "sell"): WrongUse[] {
  const place = ({ s }: Wrong, options: Any): unknown => s[side](options), member = `Strategy.${side}`;
  const over = side === "buy" ? 9e9 : 1e-9, under = side === "buy" ? 1e-9 : 9e9;
  return [
    ...on("next", member, [
      ["5", (at) => place(at, 5), typeError(`Cannot ${side} with 5: pass an object`)],
      ["{ stoploss: 9 }", (at) => place(at, { stoploss: 9 }), typeError(`Cannot use option "stoploss" of ${side}`)],
      ['{ size: "1" }', (at) => place(at, { size: "1" }), typeError('Cannot use size "1": pass a number')],
      ["{ size: NaN }", (at) => place(at, { size: NaN }), rangeError("Cannot use size NaN: pass a finite number")],
      ["{ size: Infinity }", (at) => place(at, { size: Infinity }), rangeError("Cannot use size Infinity")],
      ["{ size: undefined }", (at) => place(at, { size: undefined }), typeError("with size undefined")],
      ["{ size: -1 }", (at) => place(at, { size: -1 }), order("rejected negative")],
      ["{ size: 0 }", (at) => place(at, { size: 0 }), order("rejected belowLot")],
      ["{ size: 1e-12 }", (at) => place(at, { size: 1e-12 }), order("rejected belowLot")],
      ["{ size: 1e300 }", (at) => place(at, { size: 1e300 }), order("rejected outOfRange")],
      ["{ size: 1, cash: 1 }", (at) => place(at, { size: 1, cash: 1 }), rangeError("whose size is said in 2 ways")],
      ["{ cash: -5 }", (at) => place(at, { cash: -5 }), order("rejected negative")],
      [
        "{ fraction: 1.5 }",
        (at) => place(at, { fraction: 1.5 }),
        rangeError("Cannot use fraction 1.5: it is at most 1"),
      ],
      ["{ fraction: NaN }", (at) => place(at, { fraction: NaN }), rangeError("Cannot use fraction NaN")],
      ['{ size: 1, limit: "9" }', (at) => place(at, { size: 1, limit: "9" }), typeError('Cannot use limit "9"')],
      ["{ size: 1, limit: NaN }", (at) => place(at, { size: 1, limit: NaN }), rangeError("Cannot use limit NaN")],
      ["{ size: 1, limit: -1 }", (at) => place(at, { size: 1, limit: -1 }), order("rejected negative")],
      ["{ size: 1, limit: 0 }", (at) => place(at, { size: 1, limit: 0 }), order("rejected priceMissing")],
      ["{ size: 1, stop: 1e300 }", (at) => place(at, { size: 1, stop: 1e300 }), order("rejected priceRange")],
      [
        "{ size: 1, stopLoss beyond }",
        (at) => place(at, { size: 1, stopLoss: over }),
        order("rejected protectivePrice"),
      ],
      [
        "{ size: 1, takeProfit beyond }",
        (at) => place(at, { size: 1, takeProfit: under }),
        order("rejected protectivePrice"),
      ],
      [
        "{ size: 1, limit: 9, onClose: true }",
        (at) => place(at, { size: 1, limit: 9, onClose: true }),
        rangeError("onClose"),
      ],
      ["{ size: 1, onClose: 1 }", (at) => place(at, { size: 1, onClose: 1 }), typeError("Cannot use onClose 1")],
      [
        "{ size: 1, valid: new Date(NaN) }",
        (at) => place(at, { size: 1, valid: new Date(NaN) }),
        rangeError("Cannot use valid"),
      ],
      ["{ reduceOnly: true }", (at) => place(at, { reduceOnly: true }), rangeError("reduceOnly order without a size")],
      ["{ size: 1, oco: [] }", (at) => place(at, { size: 1, oco: [] }), rangeError("Cannot use an empty list as oco")],
      [
        "{ size: 1, takeProfit: [{ fraction: 0.5 }] }",
        (at) => place(at, { size: 1, takeProfit: [{ fraction: 0.5 } as Any] }),
        typeError("Cannot use takeProfit[0] { fraction: 0.5 }: pass one of price, amount, percent"),
      ],
      ["{ size: 1, oco: {} }", (at) => place(at, { size: 1, oco: {} }), typeError("as an order")],
      ["{ size: 1, oco: another run's }", (at) => place(at, { size: 1, oco: at.foreign }), typeError("as an order")],
      ["{ size: 1, tag: 5 }", (at) => place(at, { size: 1, tag: 5 }), typeError("tag")],
      [
        '{ size: 1, feed: "none" }',
        (at) => place(at, { size: 1, feed: "none" }),
        rangeError('Cannot find feed "none"'),
      ],
      ["{ size: () => null }", (at) => place(at, { size: () => null }), typeError("of a sizer")],
    ]),
    ...on("field", member, [[
      "{ size: 1 }",
      (at) => place(at, { size: 1 }),
      typeError(`Cannot ${side} in construction`),
    ]]),
    ...on("start", member, [["{ size: 1 }", (at) => place(at, { size: 1 }), typeError(`Cannot ${side} in start`)]]),
    ...on("stop", member, [["{ size: 1 }", (at) => place(at, { size: 1 }), typeError(`Cannot ${side} in stop`)]]),
    ...on("after", member, [[
      "{ size: 1 }",
      (at) => place(at, { size: 1 }),
      typeError(`Cannot ${side} after the run`),
    ]]),
  ];
}

/** A call that is right on a bar, at all other times. */
function untimely(name: string, act: (at: Wrong) => unknown): WrongUse[] {
  return (["field", "start", "stop", "after"] as const).flatMap((when) => {
    const place = { field: "in construction", start: "in start", stop: "in stop", after: "after the run" }[when];
    return on(when, `Strategy.${name}`, [["(on no bar)", act, typeError(`Cannot ${name} ${place}`)]]);
  });
}

/** Operators of lines by the form of their operands. */
const WITH_ONE: readonly string[] = [
  ...[
    "plus",
    "minus",
    "times",
    "dividedBy",
    "min",
    "max",
    "above",
    "below",
    "atLeast",
    "atMost",
    "equals",
    "and",
    "or",
  ],
];
const WITH_TWO: readonly string[] = ["between", "clip"];
const WITH_BARS: readonly string[] = ["shift", "change", "percentChange", "rising", "falling"];
const ALONE: readonly string[] = ["not", "negated", "abs", "sqrt", "log", "exp", "sign"];

const lineOf = ({ s }: Wrong): Any => s.data.close;

/** The rows. */
export const WRONG_USES: readonly WrongUse[] = [
  ...orders("buy"),
  ...orders("sell"),
  ...on("next", "Strategy.close", [
    ["5", ({ s }) => s.close(5 as Any), typeError("Cannot close with 5")],
    ["{ limit: 5 }", ({ s }) => s.close({ limit: 5 } as Any), typeError('Cannot use option "limit" of close')],
    ["{ size: NaN }", ({ s }) => s.close({ size: NaN }), rangeError("Cannot use size NaN")],
    ["{ onClose: 1 }", ({ s }) => s.close({ onClose: 1 as Any }), typeError("Cannot use onClose 1")],
    ['{ feed: "none" }', ({ s }) => s.close({ feed: "none" }), rangeError('Cannot find feed "none"')],
    ["() without a position", ({ s }) => s.close(), gives(null)],
  ]),
  ...untimely("close", ({ s }) => s.close()),
  ...on("next", "Strategy.target", [
    ["5", ({ s }) => s.target(5 as Any), typeError("Cannot target with 5")],
    ["{}", ({ s }) => s.target({}), rangeError("said in 0 ways")],
    ["{ size: 1, value: 1 }", ({ s }) => s.target({ size: 1, value: 1 }), rangeError("said in 2 ways")],
    ["{ size: NaN }", ({ s }) => s.target({ size: NaN }), rangeError("Cannot use size NaN")],
    [
      "{ fraction: -2 }",
      ({ s }) => s.target({ fraction: -2 }),
      rangeError("Cannot use fraction -2: it is at least -1"),
    ],
    ['{ value: "5" }', ({ s }) => s.target({ value: "5" as Any }), typeError('Cannot use value "5"')],
    ["{ size: 1e300 }", ({ s }) => s.target({ size: 1e300 }), order("rejected outOfRange")],
    ['{ size: 1, feed: "none" }', ({ s }) => s.target({ size: 1, feed: "none" }), rangeError("Cannot find feed")],
    ["{ size: 0 } without a position", ({ s }) => s.target({ size: 0 }), order("cancelled onTarget")],
  ]),
  ...untimely("target", ({ s }) => s.target({ size: 1 })),
  ...on("next", "Strategy.targetWeights", [
    ["5", ({ s }) => s.targetWeights(5 as Any), typeError("Cannot take the weights 5")],
    ["[0.5]", ({ s }) => s.targetWeights([0.5] as Any), typeError("Cannot take the weights")],
    ["{ one: NaN }", ({ s }) => s.targetWeights({ one: NaN }), rangeError("Cannot take NaN as the weight")],
    ['{ one: "1" }', ({ s }) => s.targetWeights({ one: "1" as Any }), typeError('Cannot take "1" as the weight')],
    ["{ one: 0.7, two: -0.7 }", ({ s }) => s.targetWeights({ one: 0.7, two: -0.7 }), rangeError("come to 1.4")],
    ["{ none: 0.5 }", ({ s }) => s.targetWeights({ none: 0.5 }), rangeError('Cannot find feed "none"')],
    [
      '{}, { others: "sell" }',
      ({ s }) => s.targetWeights({}, { others: "sell" as Any }),
      rangeError("Cannot use others"),
    ],
    ["{}, 5", ({ s }) => s.targetWeights({}, 5 as Any), typeError("Cannot targetWeights with 5")],
  ]),
  ...untimely("targetWeights", ({ s }) => s.targetWeights({ one: 0.5 })),
  ...on("next", "Strategy.cancel", [
    ["undefined", ({ s }) => s.cancel(undefined as Any), typeError("as an order")],
    ["1", ({ s }) => s.cancel(1 as Any), typeError("as an order")],
    ["an order of another run", ({ s, foreign }) => s.cancel(foreign), typeError("as an order")],
    ["an order that has filled", ({ s, own }) => s.cancel(own), order("filled filled")],
  ]),
  ...untimely("cancel", ({ s, own }) => s.cancel(own)),
  ...on("next", "Strategy.oco", [
    ["5", ({ s }) => s.oco(5 as Any), typeError("Cannot make a group of 5")],
    ["[]", ({ s }) => s.oco([]), rangeError("Cannot make a group of 0 orders")],
    ["[order]", ({ s, own }) => s.oco([own]), rangeError("Cannot make a group of 1 orders")],
    ["[order, order]", ({ s, own }) => s.oco([own, own]), rangeError("twice in a group")],
    ["[another run's, request]", ({ s, foreign }) => s.oco([foreign, { side: "buy" }]), typeError("as an order")],
    ["[order, 5]", ({ s, own }) => s.oco([own, 5 as Any]), typeError("Cannot oco with 5")],
    ["[order, {}]", ({ s, own }) => s.oco([own, {} as Any]), rangeError("Cannot use side undefined of member 1")],
    [
      '[order, { side: "long" }]',
      ({ s, own }) => s.oco([own, { side: "long" as Any }]),
      rangeError('Cannot use side "long" of member 1'),
    ],
    [
      '[order, { side: "buy", oco: order }]',
      ({ s, own }) => s.oco([own, { side: "buy", oco: own } as Any]),
      typeError('Cannot use option "oco" of oco'),
    ],
    [
      '[order, { side: "buy", size: NaN }]',
      ({ s, own }) => s.oco([own, { side: "buy", size: NaN }]),
      rangeError("Cannot use size NaN"),
    ],
    [
      '[order, { side: "buy", feed: "none" }]',
      ({ s, own }) => s.oco([own, { side: "buy", feed: "none" }]),
      rangeError('Cannot find feed "none"'),
    ],
    [
      "[a target, request]",
      ({ s }) => s.oco([s.target({ size: 1 }), { side: "buy" }]),
      rangeError("it is a target; pass what buy or sell returned"),
    ],
  ]),
  ...untimely("oco", ({ s }) => s.oco([{ side: "buy" }, { side: "sell" }])),
  ...on("next", "Strategy.replace", [
    ["{}, { limit: 9 }", ({ s }) => s.replace({} as Any, { limit: 9 }), typeError("as an order")],
    ["another run's, { limit: 9 }", ({ s, foreign }) => s.replace(foreign, { limit: 9 }), typeError("as an order")],
    ["order, 5", ({ s, own }) => s.replace(own, 5 as Any), typeError("Cannot replace with 5")],
    ["order, { cash: 5 }", ({ s, own }) => s.replace(own, { cash: 5 } as Any), typeError('Cannot use option "cash"')],
    ["order, { size: 0 }", ({ s, own }) => s.replace(own, { size: 0 }), rangeError("Cannot replace the size with 0")],
    ["order, { size: NaN }", ({ s, own }) => s.replace(own, { size: NaN }), rangeError("Cannot use size NaN")],
    ["order, { limit: NaN }", ({ s, own }) => s.replace(own, { limit: NaN }), rangeError("Cannot use limit NaN")],
    ["an order that has filled", ({ s, own }) => s.replace(own, { size: 9 }), order("filled filled")],
  ]),
  ...untimely("replace", ({ s, own }) => s.replace(own, { size: 2 })),
  ...(["deposit", "withdraw"] as const).flatMap((name) => [
    ...on("next", `Strategy.${name}`, [
      ['"5"', ({ s }) => s[name]("5" as Any), typeError(`Cannot ${name} "5": pass a number above 0`)],
      ["NaN", ({ s }) => s[name](NaN), rangeError(`Cannot ${name} NaN`)],
      ["0", ({ s }) => s[name](0), rangeError(`Cannot ${name} 0`)],
      ["-5", ({ s }) => s[name](-5), rangeError(`Cannot ${name} -5`)],
      ["1e-12", ({ s }) => s[name](1e-12), rangeError("it is nothing in the account's money units")],
      ["1e300", ({ s }) => s[name](1e300), refused("outOfRange")],
    ]),
    ...untimely(name, ({ s }) => s[name](1)),
  ]),
  ...on("next", "Strategy.withdraw", [["1e6 of 10,000", ({ s }) => s.withdraw(1e6), refused("insufficientCash")]]),
  ...on("next", "Strategy.positionOf", [
    ["5", ({ s }) => s.positionOf(5 as Any), typeError("Cannot tell the position of 5")],
    ['"none"', ({ s }) => s.positionOf("none"), rangeError('Cannot find feed "none"')],
  ]),
  ...on("next", "Strategy.timer", [
    ['{ at: "09:00" }', ({ s }) => s.timer({ at: "09:00" }, () => {}), typeError("on a bar")],
  ]),
  ...on("field", "Strategy.timer", [
    ["5", ({ s }) => s.timer(5 as Any), typeError("timer")],
    ["{}", ({ s }) => s.timer({} as Any), typeError("timer")],
    ['{ at: "25:00" }', ({ s }) => s.timer({ at: "25:00" }, () => {}), rangeError("25:00")],
    [
      '{ at: "09:00", feed: "none" }',
      ({ s }) => s.timer({ at: "09:00", feed: "none" }, () => {}),
      rangeError("Cannot find feed"),
    ],
    ['{ at: "09:00" }, 5', ({ s }) => s.timer({ at: "09:00" }, 5 as Any), typeError("5")],
  ]),
  ...on("next", "Strategy.wake", [[
    "a line",
    ({ s }) => s.wake(s.data.close),
    typeError("Cannot name lines that wake"),
  ]]),
  ...on("field", "Strategy.wake", [
    ["()", ({ s }) => (s.wake as Any)(), typeError("Cannot wake a strategy by nothing")],
    ["5", ({ s }) => s.wake(5 as Any), typeError("Cannot wake a strategy by 5")],
    ["a line of another run", ({ s, line }) => s.wake(line), rangeError("it is of another run")],
  ]),
  ...on("next", "Line.ago", [
    ["-1", (at) => lineOf(at).ago(-1), rangeError("at n = -1")],
    ["0.5", (at) => lineOf(at).ago(0.5), rangeError("at n = 0.5")],
    ["NaN", (at) => lineOf(at).ago(NaN), rangeError("at n = NaN")],
    ['"1"', (at) => lineOf(at).ago("1"), rangeError("at n = ")],
    ["9 of 3 bars", (at) => lineOf(at).ago(9), rangeError("at n = 9")],
  ]),
  ...(["now", "ready"] as const).flatMap((name) => [
    ...on("start", `Line.${name}`, [
      ["before the first bar", (at) => lineOf(at)[name], name === "ready" ? gives(false) : rangeError("at n = 0")],
    ]),
  ]),
  ...on("next", "Line.now", [["of another run", ({ line }) => line.now, rangeError("its run is over")]]),
  ...["0", "-1"].flatMap((place) =>
    on("next", `Line.${place}`, [[`[${place}]`, ({ s }) => Reflect.get(s.data.close, place), typeError("line.now")]])
  ),
  ...WITH_ONE.flatMap((name) =>
    on("field", `Line.${name}`, [
      ['"5"', (at) => lineOf(at)[name]("5"), typeError("5")],
      ["()", (at) => lineOf(at)[name](), typeError("undefined")],
    ])
  ),
  ...WITH_TWO.flatMap((name) =>
    on("field", `Line.${name}`, [['1, "5"', (at) => lineOf(at)[name](1, "5"), typeError("5")]])
  ),
  ...WITH_BARS.flatMap((name) =>
    on("field", `Line.${name}`, [
      ["-1", (at) => lineOf(at)[name](-1), rangeError("-1")],
      ["0.5", (at) => lineOf(at)[name](0.5), rangeError("0.5")],
      ["NaN", (at) => lineOf(at)[name](NaN), rangeError("NaN")],
    ])
  ),
  ...ALONE.flatMap((name) =>
    on("after", `Line.${name}`, [[
      "of a run that is over",
      ({ line }) => (line as Any)[name](),
      rangeError("its run is over"),
    ]])
  ),
];
