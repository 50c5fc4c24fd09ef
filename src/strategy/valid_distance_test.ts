import { assertEquals, assertThrows } from "@std/assert";
import { DAY_US, HOUR_US, MINUTE_US, SECOND_US } from "../feeds/time/civil_date.ts";
import { distanceUs, isDistance, type ValidDistance } from "./valid_distance.ts";

Deno.test("the parts of a distance add up", () => {
  assertEquals(distanceUs({ days: 2 }), 2 * DAY_US);
  assertEquals(
    distanceUs({ weeks: 1, hours: 1, minutes: 2, seconds: 0.5 }),
    7 * DAY_US + HOUR_US + 2 * MINUTE_US + SECOND_US / 2,
  );
});

Deno.test("a distance is a plain object", () => {
  assertEquals([isDistance({ days: 1 }), isDistance(new Date()), isDistance("day"), isDistance(5)], [
    true,
    false,
    false,
    false,
  ]);
});

Deno.test("a part that is none is an error with its name", () => {
  assertThrows(() => distanceUs({ moons: 1 } as ValidDistance), TypeError, "Cannot use valid { moons: 1 }");
  assertThrows(
    () => distanceUs({ days: "2" } as unknown as ValidDistance),
    TypeError,
    'Cannot use valid { days: "2" }',
  );
  assertThrows(() => distanceUs({ days: -1 }), RangeError, "Cannot use valid { days: -1 }: pass a number from 0 on");
  assertThrows(() => distanceUs({}), RangeError, "a distance has a part");
});
