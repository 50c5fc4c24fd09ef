/**
 * A Redis of one's own on this machine: in a folder of its own, without persistence, for a demonstration or a test.
 *
 * @module
 */

/** The way to what is missing. */
export const REDIS_REMEDY =
  "There is no redis-server to run, in which the jobs of a queue lie: apt-get install redis-server";

/** A Redis that runs. */
export interface RedisServer extends AsyncDisposable {
  /** Its address. */
  readonly address: string;
  /** Its port on 127.0.0.1. */
  readonly port: number;
}

/** Tries at a free port. */
const TRIES = 5;
/** Milliseconds for its start. */
const START_MS_MAX = 10_000;

/** Returns whether redis-server can be run. */
export async function hasRedisServer(): Promise<boolean> {
  try {
    return (await new Deno.Command("redis-server", { args: ["--version"], stdin: "null" }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) return false;
    throw error;
  }
}

/**
 * Starts a Redis on a free port.
 *
 * @param options Further arguments, such as `["--requirepass", "secret"]`.
 * @param wanted Its port; any that is free by default.
 * @throws {Error} If there is none, with the apt command.
 */
export async function startRedis(options: readonly string[] = [], wanted?: number): Promise<RedisServer> {
  if (!await hasRedisServer()) throw new Error(REDIS_REMEDY);
  const folder = await Deno.makeTempDir({ prefix: "cracktrader_redis_" });
  for (let attempt = 1;; attempt++) {
    const port = wanted ?? freePort();
    const process = new Deno.Command("redis-server", {
      args: [
        ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--daemonize", "no"],
        ...["--save", "", "--appendonly", "no", "--loglevel", "warning", ...options],
      ],
      ...{ stdin: "null", stdout: "null", stderr: "null" } as const,
    }).spawn();
    let hasEnded = false, isClosed = false;
    process.status.then(() => hasEnded = true);
    const isReady = await answers(port, () => hasEnded);
    const close = async (): Promise<void> => {
      if (!hasEnded) process.kill("SIGKILL");
      await process.status;
    };
    if (isReady) {
      return {
        ...{ address: `redis://127.0.0.1:${port}`, port },
        async [Symbol.asyncDispose](): Promise<void> {
          if (isClosed) return;
          isClosed = true;
          await close();
          await Deno.remove(folder, { recursive: true });
        },
      };
    }
    await close();
    if (attempt === TRIES) {
      await Deno.remove(folder, { recursive: true });
      throw new Error(`Cannot start redis-server on 127.0.0.1: it ended, or did not answer in ${START_MS_MAX} ms`);
    }
  }
}

/** Returns a port that is free now. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Waits until something answers to PING. Whatever it answers, it is a Redis that is ready, or wants a password. */
async function answers(port: number, hasEnded: () => boolean): Promise<boolean> {
  for (const endMs = performance.now() + START_MS_MAX; performance.now() < endMs && !hasEnded();) {
    try {
      using connection = await Deno.connect({ hostname: "127.0.0.1", port });
      await connection.write(new TextEncoder().encode("PING\r\n"));
      if (await connection.read(new Uint8Array(64)) !== null) return true;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
