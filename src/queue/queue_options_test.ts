import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { queueExecutor, serveQueue } from "./mod.ts";
import { checkedPlace } from "./queue_options.ts";
import { redisAddress, redisError } from "./redis.ts";

Deno.test("an address is shown without its password", () => {
  assertEquals(redisAddress("redis://:secret@10.0.0.5").shown, "10.0.0.5:6379");
  assertEquals(redisAddress("rediss://user:secret@example.org:7000/2").shown, "example.org:7000");
  for (const wrong of ["127.0.0.1:6379", "http://127.0.0.1", "", 6379, "redis://"]) {
    assertThrows(() => redisAddress(wrong), TypeError, 'pass an address such as "redis://127.0.0.1:6379"');
  }
  const hidden = assertThrows(() => redisAddress("http://:secret@10.0.0.5"), TypeError) as TypeError;
  assertEquals(hidden.message.includes("secret"), false);
});

Deno.test("an error of Redis says whether a permission, a password or the server is missing", () => {
  const address = redisAddress("redis://:secret@10.0.0.5");
  const codes = [new Deno.errors.NotCapable("net"), new Error("WRONGPASS no"), new Error("refused")].map((cause) => {
    const { code, message } = redisError(cause, address);
    assertEquals([message.includes("10.0.0.5:6379"), message.includes("secret")], [true, false]);
    return code;
  });
  assertEquals(codes, ["NOT_PERMITTED", "REFUSED", "UNAVAILABLE"]);
});

Deno.test("options that are unknown or out of range are refused by name", async () => {
  assertEquals(checkedPlace({}).keepMs, 86_400_000);
  assertThrows(
    () => queueExecutor({ workers: 2 } as object),
    TypeError,
    'Cannot use option "workers" of queueExecutor',
  );
  assertThrows(() => queueExecutor({ batch: 0 }), RangeError, "Cannot use batch 0");
  assertThrows(() => queueExecutor({ keepMs: 1 }), RangeError, "Cannot use keepMs 1");
  assertThrows(() => queueExecutor({ queue: "a:b" }), RangeError, 'Cannot use queue "a:b"');
  const modules = [new URL("./mod.ts", import.meta.url)];
  await assertRejects(() => serveQueue({ modules: [] }), TypeError, "name the modules of the strategies");
  await assertRejects(() => serveQueue({ modules, lockMs: 0 }), RangeError, "Cannot use lockMs 0");
  await assertRejects(() => serveQueue({ modules, threads: 0.5 }), RangeError, "Cannot use threads 0.5");
  await assertRejects(() => serveQueue({ modules, thread: 1 } as never), TypeError, 'Cannot use option "thread"');
});
