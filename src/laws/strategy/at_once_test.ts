import { assertEquals, assertRejects } from "@std/assert";
import { mapAtOnce } from "./at_once.ts";

const NUMBERS = Array.from({ length: 10 }, (_none, at) => at);

/** Gives way so many times to other tasks. */
async function wait(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
}

Deno.test("results come in the order of the items, and no more tasks run at once than are allowed", async () => {
  for (const most of [1, 3, 20]) {
    let running = 0, highest = 0;
    const results = await mapAtOnce(NUMBERS, most, async (number) => {
      highest = Math.max(highest, ++running);
      await wait(10 - number);
      running--;
      return number * number;
    });
    assertEquals(results, NUMBERS.map((number) => number * number));
    assertEquals(highest, Math.min(most, NUMBERS.length));
  }
});

Deno.test("after the last result that is wanted no task begins, and the results before it are there", async () => {
  const begun: number[] = [];
  const results = await mapAtOnce(NUMBERS, 3, async (number) => {
    begun.push(number);
    await wait(20 - 2 * number);
    return number;
  }, (number) => number === 4);
  assertEquals(begun, results);
  assertEquals(results.slice(0, 5), [0, 1, 2, 3, 4]);
  assertEquals(results.length < NUMBERS.length, true);
});

Deno.test("the first error is thrown when the tasks that began have ended, and no other task begins", async () => {
  const ended: number[] = [];
  const thrown = mapAtOnce(NUMBERS, 2, async (number) => {
    await wait(number === 1 ? 1 : 30);
    ended.push(number);
    if (number <= 1) throw new RangeError(`task ${number}`);
  });
  await assertRejects(() => thrown, RangeError, "task 1");
  assertEquals(ended, [1, 0]);
});
