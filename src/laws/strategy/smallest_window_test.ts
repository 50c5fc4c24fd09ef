import { assertEquals } from "@std/assert";
import { smallestWindow, type StepWindow } from "./smallest_window.ts";

Deno.test("smallestWindow leaves out all that the fault does not take", async () => {
  const fails = ({ from, until }: StepWindow): Promise<boolean> => Promise.resolve(from <= 40 && until >= 58);
  const found = await smallestWindow({ from: 0, until: 1000 }, 57, fails, 100);
  assertEquals(found, { from: 40, until: 58 });
});

Deno.test("smallestWindow keeps the whole stretch if nothing less shows the fault", async () => {
  const fails = ({ from, until }: StepWindow): Promise<boolean> => Promise.resolve(from === 0 && until === 100);
  assertEquals(await smallestWindow({ from: 0, until: 100 }, 30, fails, 100), { from: 0, until: 100 });
});

Deno.test("smallestWindow tries no more stretches than it may, and returns one that shows the fault", async () => {
  let tried = 0;
  const fails = ({ from, until }: StepWindow): Promise<boolean> => {
    tried++;
    return Promise.resolve(from <= 500 && until > 800);
  };
  const found = await smallestWindow({ from: 0, until: 1000 }, 800, fails, 5);
  assertEquals(tried, 5);
  assertEquals(await fails(found), true);
});
