import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { gzipSync } from "node:zlib";
import { urlOfPath } from "../../host.ts";
import { csv, parseCsv } from "./csv.ts";
import { BYTES_LIMIT, checkSize } from "./source_bytes.ts";

const TEXT = "Date,Open,High,Low,Close\n2024-01-02,10,12,9,11\n2024-01-03,11,12,10,12\n";
const PLAIN = new TextEncoder().encode(TEXT);
const PACKED = new Uint8Array(gzipSync(PLAIN));

/** Runs with a path in a folder that is removed afterwards. */
async function withFile(name: string, bytes: Uint8Array, run: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/${name}`;
    await Deno.writeFile(path, bytes);
    await run(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs with a server on this machine that gives these answers by path. */
async function withServer(
  answers: Readonly<Record<string, () => Response>>,
  run: (address: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const answer = answers[new URL(request.url).pathname];
    return answer === undefined ? new Response("there is none", { status: 404 }) : answer();
  });
  try {
    await run(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

function body(bytes: Uint8Array, headers: Record<string, string> = {}): () => Response {
  return () => new Response(bytes.slice(), { headers });
}

Deno.test("csv() unpacks gzip by its first bytes, whatever the file is called, and strips both endings", async () => {
  const plain = parseCsv(PLAIN, "prices.csv");
  for (const name of ["prices.csv.gz", "prices.gz", "prices.csv", "prices.CSV.GZ", "prices.txt.gzip", "prices.dat"]) {
    await withFile(name, PACKED, async (path) => assertEquals(await csv(path), plain, name));
  }
  await withFile("prices.csv.gz", PLAIN, async (path) => assertEquals(await csv(path), plain));
  await withFile("a b#c.csv.gz", PACKED, async (path) => {
    assertEquals((await csv(urlOfPath(path))).name, "a b#c");
  });
});

Deno.test("csv() reads the members of gzip files that were joined", async () => {
  const [head, tail] = [TEXT.slice(0, 40), TEXT.slice(40)].map((part) => gzipSync(new TextEncoder().encode(part)));
  const joined = Uint8Array.of(...head!, ...tail!);
  await withFile("joined.csv.gz", joined, async (path) => assertEquals((await csv(path)).length, 2));
});

Deno.test("a damaged gzip file is an error that names the file", async () => {
  const damaged: Readonly<Record<string, Uint8Array>> = {
    cut: PACKED.subarray(0, PACKED.length - 5),
    "cut early": PACKED.subarray(0, 12),
    "only its first bytes": PACKED.subarray(0, 2),
    "a bit flipped": PACKED.map((byte, index) => index === 20 ? byte ^ 1 : byte),
    "a checksum flipped": PACKED.map((byte, index) => index === PACKED.length - 6 ? byte ^ 1 : byte),
    "something behind it": Uint8Array.of(...PACKED, 1, 2, 3),
  };
  for (const [what, bytes] of Object.entries(damaged)) {
    await withFile("x.csv.gz", bytes, async (path) => {
      const error = await assertRejects(() => csv(path), RangeError) as Error;
      assertEquals(error.message.startsWith(`Cannot unpack ${path}: its gzip data is damaged or cut (`), true, what);
    });
  }
  await withFile("twice.csv.gz", new Uint8Array(gzipSync(PACKED)), async (path) => {
    await assertRejects(
      () => csv(path),
      RangeError,
      `Cannot read ${path}: it is packed with gzip twice; unpack it once`,
    );
  });
  await withFile("empty.csv.gz", new Uint8Array(gzipSync(new Uint8Array())), async (path) => {
    await assertRejects(() => csv(path), RangeError, `Cannot read ${path}: it is empty`);
  });
});

Deno.test("a file above the limit is refused by its size, before it takes memory", async () => {
  await withFile("large.csv", PLAIN, async (path) => {
    await Deno.truncate(path, 3 * 2 ** 30);
    const before = Deno.memoryUsage().rss;
    await assertRejects(
      () => csv(path),
      RangeError,
      `Cannot read ${path}: it has 3221225472 bytes and the limit is 2147483648; split it into files by time`,
    );
    assertEquals(Deno.memoryUsage().rss - before < 2 ** 30, true);
  });
  assertEquals(checkSize(BYTES_LIMIT, "x.csv"), undefined);
  assertThrows(() => checkSize(BYTES_LIMIT + 1, "x.csv"), RangeError, "it has 2147483649 bytes and the limit is");
});

Deno.test("csv() names a folder, and what is no path", async () => {
  const folder = await Deno.makeTempDir();
  await assertRejects(() => csv(folder), RangeError, `Cannot read ${folder}: it is a folder; name a file in it`);
  await Deno.remove(folder);
  for (const [path, shown] of [[5, "5"], [null, "null"], ["", '""'], [undefined, "undefined"], [{}, "{}"]] as const) {
    await assertRejects(
      () => csv(path as never),
      TypeError,
      `Cannot read ${shown}: pass the path of a file as a text, or a URL`,
    );
  }
  await assertRejects(
    () => csv(new URL("ftp://example.com/x.csv")),
    TypeError,
    "Cannot read ftp://example.com/x.csv: only files, http and https are read; get it in another way",
  );
  await assertRejects(() => csv("http://"), TypeError, 'Cannot read "http://": it is no address');
});

Deno.test("csv() reads an address, packed or not, and names the feed by its path", async () => {
  const plain = parseCsv(PLAIN, "prices.csv");
  const answers = {
    "/v1/prices.csv": body(PLAIN),
    "/prices.csv.gz": body(PACKED, { "content-type": "application/gzip" }),
    "/encoded/prices.csv.gz": body(PACKED, { "content-encoding": "gzip" }),
    "/moved": () => new Response(null, { status: 302, headers: { location: "/v1/prices.csv" } }),
    "/query": body(PLAIN),
  };
  await withServer(answers, async (address) => {
    for (const path of ["/v1/prices.csv", "/prices.csv.gz", "/encoded/prices.csv.gz", "/v1/prices.csv?from=a/b#c"]) {
      assertEquals(await csv(address + path), plain, path);
      assertEquals(await csv(new URL(address + path)), plain, path);
    }
    assertEquals((await csv(`${address}/moved`)).length, 2);
    assertEquals((await csv(`${address}/query?symbol=aapl.csv`)).name, "query");
  });
});

Deno.test("an answer other than a file is an error that names address and status, without a password", async () => {
  const cut = PACKED.subarray(0, 30);
  const answers = {
    "/refused.csv": () => new Response("no", { status: 403, statusText: "Forbidden" }),
    "/empty.csv": () => new Response(null, { status: 204 }),
    "/page.csv": body(new TextEncoder().encode("<!doctype html><title>Sign in</title>")),
    "/cut.csv.gz": body(cut),
    "/large.csv": () => new Response(PLAIN, { status: 500 }),
  };
  await withServer(answers, async (address) => {
    const refused = (path: string, message: string) => assertRejects(() => csv(address + path), RangeError, message);
    const remedy = "check the address, and what the source asks for before it gives prices";
    await refused("/none.csv", `Cannot read ${address}/none.csv: the server answered 404 Not Found; ${remedy}`);
    await refused("/refused.csv", `Cannot read ${address}/refused.csv: the server answered 403 Forbidden; ${remedy}`);
    await refused("/large.csv", `Cannot read ${address}/large.csv: the server answered 500 Internal Server Error;`);
    await refused("/empty.csv", `Cannot read ${address}/empty.csv: it is empty`);
    await refused("/page.csv", `Cannot read ${address}/page.csv: it is an HTML page;`);
    await refused("/cut.csv.gz", `Cannot unpack ${address}/cut.csv.gz: its gzip data is damaged or cut`);
    const host = address.slice("http://".length);
    await assertRejects(
      () => csv(`http://me:secret@${host}/none.csv`),
      RangeError,
      `Cannot read http://${host}/none.csv: the server answered 404`,
    );
  });
});

Deno.test("an answer that breaks off is an error that names the address", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const address = `http://127.0.0.1:${listener.addr.port}/x.csv`;
  const answered = (async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(1000));
    const head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    await connection.write(new TextEncoder().encode(head + TEXT));
  })();
  await assertRejects(() => csv(address), RangeError, `Cannot read ${address}: `);
  await answered;
});

Deno.test("an address that nobody answers is an error with Deno's words and a remedy", async () => {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => new Response());
  const address = `http://127.0.0.1:${server.addr.port}/x.csv`;
  await server.shutdown();
  const error = await assertRejects(() => csv(address), RangeError) as Error;
  assertEquals(error.message.startsWith(`Cannot read ${address}: error sending request`), true, error.message);
  assertEquals(error.message.endsWith("; check the address and the network"), true, error.message);
});

Deno.test({
  name: "an address without permission is an error that says which permission to pass",
  permissions: { net: false },
  fn: async () => {
    const error = await assertRejects(() => csv("http://example.com/x.csv"), Deno.errors.NotCapable) as Error;
    assertEquals(
      error.message,
      'Cannot read http://example.com/x.csv: Requires net access to "example.com:80", run again with the --allow-net flag; ' +
        "pass --allow-net=example.com",
    );
  },
});
