import { assertEquals } from "@std/assert";
import { AveragePrice, averageWith } from "./average_price.ts";

Deno.test("fills at one price have exactly that average, however many there are", () => {
  const average = new AveragePrice();
  assertEquals([average.value, average.lots], [null, 0]);
  for (let fill = 1; fill <= 1000; fill++) average.add(0.1 + 0.2, fill);
  assertEquals([average.value, average.lots], [0.1 + 0.2, 500_500]);
});

Deno.test("fills at several prices are weighted by their lots", () => {
  const average = new AveragePrice();
  average.add(100, 1);
  average.add(110, 3);
  assertEquals([average.value, average.lots], [107.5, 4]);
  average.add(999, 0);
  assertEquals(average.value, 107.5);
});

Deno.test("lots that are taken out leave the average, and after the last lot a new one begins", () => {
  const average = new AveragePrice();
  average.add(100, 2);
  average.add(110, 2);
  average.remove(3);
  assertEquals([average.value, average.lots], [105, 1]);
  average.remove(1);
  assertEquals(average.value, null);
  average.add(7, 1);
  assertEquals(average.value, 7);
});

Deno.test("the average with a fill begins at its price, stays at an equal one, and is weighted otherwise", () => {
  assertEquals([averageWith(0, 0, 7, 2), averageWith(7, 2, 7, 5), averageWith(100, 1, 110, 3)], [7, 7, 107.5]);
});
