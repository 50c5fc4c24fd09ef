import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { feedOf } from "../feeds/bars.ts";
import { errorOfFailure, failureOf, QueueError } from "./queue_error.ts";
import { moduleOf } from "./served_search.ts";
import {
  jobId,
  PACKAGE_IDENTITY,
  packedFeeds,
  packedOutcome,
  packedTrials,
  searchKey,
  type StoredSearch,
  trialKey,
  unpackedFeeds,
  unpackedOutcome,
  unpackedTrials,
} from "./stored_search.ts";

const aapl = await ct.sample("aapl");
const SEARCH: StoredSearch = {
  ...{ version: PACKAGE_IDENTITY, file: "my_strategy.ts", moduleHash: "a".repeat(64), code: "c0de", data: "da7a" },
  ...{ options: { cash: 1000 }, further: ["beta"] },
};

Deno.test("feeds come back as they were: columns, facts, names, and bars as options", () => {
  const week = aapl.resample("1w"), feeds = { stock: aapl.slice({ from: "2016-06-01" }), week };
  const { bytes, hash } = packedFeeds({ feeds, feedOptions: { benchmark: week, fillOn: { stock: aapl } } });
  const back = unpackedFeeds(bytes), named = back.feeds as Readonly<Record<string, ct.Bars>>;
  for (const name of ["stock", "week"] as const) assertEquals(feedOf(named[name]!), feedOf(feeds[name]));
  assertEquals(feedOf(back.feedOptions["benchmark"] as ct.Bars), feedOf(week));
  assertEquals(feedOf((back.feedOptions["fillOn"] as typeof named)["stock"]!), feedOf(aapl));
  assert(unpackedFeeds(packedFeeds({ feeds: aapl, feedOptions: {} }).bytes).feeds instanceof ct.Bars);
  // A part is stored as that part, and not with the columns that it is a view of.
  assert(packedFeeds({ feeds: aapl.head(10), feedOptions: {} }).bytes.length < 3_000);
  assertEquals(packedFeeds({ feeds, feedOptions: { benchmark: week, fillOn: { stock: aapl } } }).hash, hash);
  assertNotEquals(packedFeeds({ feeds, feedOptions: { benchmark: week } }).hash, hash);
});

Deno.test("the key of a search changes with all that an outcome follows from, and with nothing else", () => {
  const key = searchKey(SEARCH);
  assertEquals(searchKey({ ...SEARCH, file: "moved.ts", options: { ...SEARCH.options } }), key);
  const others: Partial<StoredSearch>[] = [
    ...[{ version: "0" }, { moduleHash: "b" }, { code: "b" }, { data: "b" }, { name: "B" }, { further: [] }],
    ...[{ options: {} }, { options: { cash: 1001 } }, { options: { cash: 1000, engineBackend: "wasm" } }] as const,
  ];
  for (const other of others) assertNotEquals(searchKey({ ...SEARCH, ...other }), key, JSON.stringify(other));
});

Deno.test("the key of a trial is that of its parameters and its span, whatever their order", () => {
  assertEquals(trialKey({ params: { a: 1, b: 2 } }), trialKey({ params: { b: 2, a: 1 } }));
  assertNotEquals(trialKey({ params: { a: 1 } }), trialKey({ params: { a: 1 }, changes: { to: "2017-01-01" } }));
  assertNotEquals(jobId("search", ["a", "b"]), jobId("search", ["b", "a"]));
  assertNotEquals(jobId("search", ["a"]), jobId("other", ["a"]));
});

Deno.test("trials and outcomes come back to the last bit", () => {
  const trials = [{ params: { a: -0, b: NaN, c: 2n } }, { params: { a: Infinity }, changes: { from: "2017-01-01" } }];
  assertEquals(unpackedTrials(packedTrials(trials)), trials);
  const figures = { sharpe: -0, finalEquity: 0.1 + 0.2 } as unknown as NonNullable<ct.TrialOutcome["figures"]>;
  const outcome: ct.TrialOutcome = { figures, chain: "c", markHash: "m", returns: null, run: null, error: null };
  const back = unpackedOutcome(packedOutcome(outcome));
  assertEquals(back, outcome);
  assert(Object.is((back.figures as unknown as { sharpe: number }).sharpe, -0));
});

Deno.test("a worker takes a search by the hash of its module, and refuses another version of the package", () => {
  const here = { address: "file:///a/renamed.ts", file: "renamed.ts", hash: SEARCH.moduleHash };
  assertEquals(moduleOf(SEARCH, [{ ...here, hash: "b" }, here], "desk"), here);
  const error = assertThrows(() => moduleOf({ ...SEARCH, version: "0.0.9" }, [here], "desk"), QueueError) as QueueError;
  assertEquals(error.code, "OTHER_VERSION");
  assert(
    error.message.includes(
      `runs version ${PACKAGE_IDENTITY} of @cracktrader/cracktrader, and the search version 0.0.9`,
    ),
  );
});

Deno.test("the code of an error comes back from the reason of a failed job", () => {
  const back = errorOfFailure(failureOf(new QueueError("NO_ENGINE", "Cannot make the trials: none\nhere")));
  assertEquals([back.code, back.message], ["NO_ENGINE", "Cannot make the trials: none\nhere"]);
  assertEquals(errorOfFailure(failureOf(new TypeError("Cannot import"))).code, "FAILED");
  assertEquals(
    errorOfFailure("some words").message,
    "Cannot go on with the search: a worker of the queue failed: some words",
  );
});
