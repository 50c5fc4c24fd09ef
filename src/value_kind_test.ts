import { assertEquals } from "@std/assert";
import { valueKind } from "./value_kind.ts";

Deno.test("an object is told by its kind alone, and anything else as it is", () => {
  class Own {
    field = 1;
  }
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const nameless = Object.create({
    get constructor(): never {
      throw new Error("no name");
    },
  });
  const kinds: readonly (readonly [value: unknown, kind: string])[] = [
    [7, "7"],
    ["x", '"x"'],
    [null, "null"],
    [undefined, "undefined"],
    [Own, 'the function "Own"'],
    [Promise.resolve(new Own()), "a promise"],
    [[new Own()], "an array"],
    [{ own: new Own() }, "a plain object"],
    [Object.create(null), "a plain object"],
    [new Own(), 'an object of class "Own"'],
    [new Map([[1, 2]]), 'an object of class "Map"'],
    [nameless, "an object"],
    [proxy, "an object"],
  ];
  for (const [value, kind] of kinds) assertEquals(valueKind(value), kind);
});
