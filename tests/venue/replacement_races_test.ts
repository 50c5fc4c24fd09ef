import { assert, assertEquals } from "@std/assert";
import {
  REPORT_ACCEPTED,
  REPORT_CANCEL_REFUSED,
  REPORT_CANCELLED,
  REPORT_EXPIRED,
  REPORT_REPLACE_REFUSED,
  REPORT_REPLACED,
  SIDE_SELL,
  TYPE_LIMIT,
} from "../../src/contract/contract.gen.ts";
import { OrderLog } from "../order_states_log.ts";
import { permutations, playVenue } from "./venue_play.ts";

/** A message of the venue: a fill of some lots, or a report with the lots that it counts. */
type Message = readonly [what: "fill", lots: number] | readonly [what: "report", report: number, filled: number];

/** A race of messages for one order of ten lots. */
interface Race {
  readonly name: string;
  readonly requests: (log: OrderLog) => OrderLog;
  readonly messages: readonly Message[];
  /** Reports that a venue sends in this order, and no other. */
  readonly inOrder?: readonly number[];
  /** State, filled lots and quantity at the end. */
  readonly end: string;
}

const asksFor = (quantity: number) => (log: OrderLog): OrderLog => log.replace(1, quantity);
const asksForLimit = (log: OrderLog): OrderLog => log.replace(1, 0, { limit: 11 });
const asksForBoth = (log: OrderLog): OrderLog => log.replace(1, 20).cancel(1);
const asksForNothing = (log: OrderLog): OrderLog => log;
const asksToCancel = (log: OrderLog): OrderLog => log.cancel(1);
const fill = (lots: number): Message => ["fill", lots];
const report = (code: number, filled: number): Message => ["report", code, filled];

const RACES: readonly Race[] = [
  {
    name: "a replacement to more lots, and fills of all of them",
    requests: asksFor(20),
    messages: [fill(10), fill(6), fill(4), report(REPORT_REPLACED, 10)],
    end: "FILLED 20/20",
  },
  {
    name: "a replacement to more lots, which a single fill takes",
    requests: asksFor(20),
    messages: [fill(20), report(REPORT_REPLACED, 0), report(REPORT_ACCEPTED, 20)],
    end: "FILLED 20/20",
  },
  {
    name: "a replacement to more lots, of which some stay",
    requests: asksFor(20),
    messages: [fill(10), fill(5), report(REPORT_REPLACED, 10)],
    end: "PARTIALLY_FILLED 15/20",
  },
  {
    name: "a replacement to more lots, then a cancellation",
    requests: asksFor(20),
    messages: [fill(10), fill(5), report(REPORT_REPLACED, 10), report(REPORT_CANCELLED, 15)],
    inOrder: [REPORT_REPLACED, REPORT_CANCELLED],
    end: "CANCELLED 15/20",
  },
  {
    name: "a replacement to more lots that is refused",
    requests: asksFor(20),
    messages: [fill(4), fill(6), report(REPORT_REPLACE_REFUSED, 4)],
    end: "FILLED 10/10",
  },
  {
    name: "a replacement to fewer lots",
    requests: asksFor(6),
    messages: [fill(4), fill(2), report(REPORT_REPLACED, 4)],
    end: "FILLED 6/6",
  },
  {
    name: "a replacement to fewer lots than fill meanwhile",
    requests: asksFor(6),
    messages: [fill(4), fill(2), fill(2), report(REPORT_REPLACED, 8)],
    end: "FILLED 8/8",
  },
  {
    name: "a replacement to fewer lots, then an expiry",
    requests: asksFor(6),
    messages: [fill(4), fill(1), report(REPORT_REPLACED, 4), report(REPORT_EXPIRED, 5)],
    inOrder: [REPORT_REPLACED, REPORT_EXPIRED],
    end: "EXPIRED 5/6",
  },
  {
    name: "a replacement of the limit, and fills of all lots",
    requests: asksForLimit,
    messages: [fill(4), fill(6), report(REPORT_REPLACED, 4)],
    end: "FILLED 10/10",
  },
  ...[REPORT_CANCELLED, REPORT_EXPIRED].flatMap((ends): Race[] => [
    {
      name: `an end ${ends} of an order that is full while its replacement is undecided`,
      requests: asksFor(20),
      messages: [fill(4), fill(6), report(ends, 10)],
      end: "FILLED 10/10",
    },
    {
      name: `an end ${ends} while a replacement is undecided that its fills tell of`,
      requests: asksFor(20),
      messages: [fill(10), fill(5), report(ends, 15)],
      end: "FILLED 15/15",
    },
    {
      name: `an end ${ends} of a part while a replacement is undecided`,
      requests: asksFor(20),
      messages: [fill(3), fill(4), report(ends, 7)],
      end: `${ends === REPORT_CANCELLED ? "CANCELLED" : "EXPIRED"} 7/10`,
    },
    {
      name: `an end ${ends} after all lots`,
      requests: asksForNothing,
      messages: [fill(4), fill(6), report(ends, 10)],
      end: "FILLED 10/10",
    },
    {
      name: `an end ${ends} after some lots`,
      requests: asksForNothing,
      messages: [fill(1), fill(3), report(ends, 4)],
      end: `${ends === REPORT_CANCELLED ? "CANCELLED" : "EXPIRED"} 4/10`,
    },
  ]),
  {
    name: "a cancellation that is refused",
    requests: asksToCancel,
    messages: [fill(4), fill(6), report(REPORT_CANCEL_REFUSED, 4)],
    end: "FILLED 10/10",
  },
  {
    name: "a replacement and a cancellation that are both granted",
    requests: asksForBoth,
    messages: [fill(10), fill(4), report(REPORT_REPLACED, 10), report(REPORT_CANCELLED, 14)],
    inOrder: [REPORT_REPLACED, REPORT_CANCELLED],
    end: "CANCELLED 14/20",
  },
  {
    name: "a replacement that is granted and a cancellation that is refused",
    requests: asksForBoth,
    messages: [fill(10), fill(4), report(REPORT_REPLACED, 10), report(REPORT_CANCEL_REFUSED, 14)],
    end: "PARTIALLY_FILLED 14/20",
  },
  {
    name: "a replacement that is refused and a cancellation that comes too late",
    requests: asksForBoth,
    messages: [fill(4), fill(6), report(REPORT_REPLACE_REFUSED, 4), report(REPORT_CANCEL_REFUSED, 10)],
    end: "FILLED 10/10",
  },
  {
    name: "a replacement that is refused and a cancellation of the rest",
    requests: asksForBoth,
    messages: [fill(4), fill(3), report(REPORT_REPLACE_REFUSED, 4), report(REPORT_CANCELLED, 7)],
    inOrder: [REPORT_REPLACE_REFUSED, REPORT_CANCELLED],
    end: "CANCELLED 7/10",
  },
];

for (const { name, requests, messages, inOrder, end } of RACES) {
  Deno.test(`every order of arrival ends in one state: ${name}`, () => {
    const orders = permutations(messages).filter((order) => keeps(order, inOrder ?? []));
    assert(orders.length >= 2, "there is no race");
    const [first, ...others] = orders.map((order) => {
      const log = requests(new OrderLog({ execution: "reported" }).step(10).place(1, { type: TYPE_LIMIT, limit: 12 }));
      for (const message of order) {
        const [what, code, filled] = message;
        if (what === "fill") log.fill(1, code, 9 + messages.indexOf(message));
        else log.report(1, code, filled);
      }
      // The end of the round trip tells the sums over its fills, in whichever order they came.
      const lots = Number(end.split(" ")[1]!.split("/")[0]);
      log.place(2, { side: SIDE_SELL, quantity: lots }).fill(2, lots).step(10);
      const { said, digest, lostReports } = playVenue(log);
      assertEquals(lostReports, 0, JSON.stringify(order));
      const last = said.findLast((text) => text.startsWith("order 1 "))!.split(" ");
      assertEquals(`${last[2]} ${last[4]}`, end, JSON.stringify(order));
      return digest;
    });
    for (const other of others) assertEquals(other, first);
  });
}

/** Returns whether the reports of a list come in its order. */
function keeps(order: readonly Message[], inOrder: readonly number[]): boolean {
  const codes = order.filter(([what]) => what === "report").map(([, code]) => code);
  const places = inOrder.map((code) => codes.indexOf(code));
  return places.every((place, at) => at === 0 || places[at - 1]! < place);
}

Deno.test("an order that is full waits for the decision on its replacement, and says so", () => {
  const log = new OrderLog({ execution: "reported" }).step(10).place(1).replace(1, 20).fill(1, 10);
  const { said } = playVenue(log.report(1, REPORT_REPLACED, 10).fill(1, 10));
  assertEquals(said.filter((text) => text.startsWith("order")), [
    "order 1 SUBMITTED PLACED 0/10",
    "order 1 REPLACE_PENDING REQUESTED 0/10",
    "order 1 REPLACE_PENDING FILLED 10/10",
    "order 1 PARTIALLY_FILLED REPORTED 10/20",
    "order 1 FILLED FILLED 20/20",
  ]);
});

Deno.test("a count is judged by the larger quantity while a replacement is undecided, and by the smaller one after its refusal", () => {
  const log = new OrderLog({ execution: "reported" }).step(10).place(1).replace(1, 20);
  log.report(1, REPORT_ACCEPTED, 20).report(1, REPORT_ACCEPTED, 21).report(1, REPORT_REPLACE_REFUSED, 0);
  const { said, lostReports } = playVenue(log.report(1, REPORT_ACCEPTED, 11));
  assertEquals(said.slice(2), [
    "INFO FILLS_MISSING 1: 0",
    "refused ORDER_REPORT 1 COUNT_BEYOND",
    "DEBUG STALE_REPORT 1: 0",
    "order 1 ACCEPTED REQUEST_REFUSED 0/10",
    "refused ORDER_REPORT 1 COUNT_BEYOND",
  ]);
  assertEquals(lostReports, 2);
});

Deno.test("a fill beyond both quantities is refused while a replacement is undecided", () => {
  const { said, lostReports } = playVenue(
    new OrderLog({ execution: "reported" }).step(10).place(1).replace(1, 20).fill(1, 15).fill(1, 6).fill(1, 5),
  );
  assertEquals(said.slice(-3), [
    "ERROR OVERFILL 1: 6",
    "fill 1 5 @ 10 fee 0, holds 20 for 200, cash 800",
    "order 1 REPLACE_PENDING FILLED 20/20",
  ]);
  assertEquals(lostReports, 1);
});
