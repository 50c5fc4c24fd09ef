import { assertEquals } from "@std/assert";
import { SessionEnds } from "./session_ends.ts";
import { checkSession } from "./session_hours.ts";
import { TimeZone } from "./time/time_zone.ts";

Deno.test("SessionEnds tells which end of a session a moment is, also over midnight and where sessions meet", () => {
  const ends = (open: string, close: string) =>
    SessionEnds.of({ session: checkSession({ open, close }) }, new TimeZone("America/New_York"))!;
  const at = (of: SessionEnds, text: string) => of.endAt(Date.parse(text) * 1000);
  const stock = ends("09:30", "16:00");
  const cases = [["14:30", "open"], ["21:00", "close"], ["15:00", "inside"], ["14:00", "outside"], [
    "22:00",
    "outside",
  ]];
  for (const [time, end] of cases) assertEquals(at(stock, `2024-01-02T${time}Z`), end, time);
  assertEquals(stock.closeOf(Date.parse("2024-01-02T14:30Z") * 1000), Date.parse("2024-01-02T21:00Z") * 1000);
  assertEquals(stock.closeOf(Date.parse("2024-01-02T15:30Z") * 1000), NaN);
  const future = ends("18:00", "17:00");
  assertEquals([at(future, "2024-01-02T23:00Z"), at(future, "2024-01-03T22:00Z")], ["open", "close"]);
  assertEquals([at(future, "2024-01-03T05:00Z"), at(future, "2024-01-03T22:30Z")], ["inside", "outside"]);
  assertEquals(
    SessionEnds.of({ session: checkSession({ open: "17:00", close: "17:00" }) }, new TimeZone("UTC")),
    undefined,
  );
  assertEquals(SessionEnds.of({ session: undefined }, new TimeZone("UTC")), undefined);
});
