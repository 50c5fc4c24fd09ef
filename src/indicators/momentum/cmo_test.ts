import { assertAlmostEquals, assertEquals } from "@std/assert";
import { inputsOf, seriesOf } from "../../../tests/indicators/indicator_case.ts";
import { columnOf } from "../../lines/line.ts";
import { sum } from "../statistics/sum.ts";
import { cmo } from "./cmo.ts";
import { downDay } from "./down_day.ts";
import { upDay } from "./up_day.ts";

Deno.test("cmo() is the share of the sums of rises and falls, from -100 to 100", () => {
  const { line } = inputsOf(seriesOf("walk", 2, 200)).inputs, ups = sum(upDay(line), 9), downs = sum(downDay(line), 9);
  const made = cmo(line, 9), values = columnOf(made), wanted = ups.minus(downs).dividedBy(ups.plus(downs)).times(100);
  assertEquals(made.minPeriod, wanted.minPeriod);
  const shares = columnOf(wanted);
  for (let bar = made.minPeriod - 1; bar < values.length; bar++) assertAlmostEquals(values[bar]!, shares[bar]!, 1e-12);
});
