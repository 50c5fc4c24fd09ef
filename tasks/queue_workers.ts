/**
 * Workers of a queue as processes of their own, which can be killed.
 *
 * @module
 */

import type { RedisServer } from "./redis_server.ts";

/** The variables that BullMQ reads. */
export const QUEUE_VARIABLES = "NODE_ENV,MSGPACKR_NATIVE_ACCELERATION_DISABLED";

/** A worker that was started. */
export interface WorkerProcess extends AsyncDisposable {
  /** Is fulfilled with true once it takes trials, and with false if it ends before. */
  readonly ready: Promise<boolean>;
  /** Is fulfilled when it has ended, with all that it said. */
  readonly ended: Promise<string>;
  /** Ends it at once, as kill -9 does. */
  kill(): void;
}

/**
 * Starts a worker with one thread.
 *
 * @param modules Paths of the modules that it serves.
 * @param redis Where the jobs are.
 * @param options Further arguments of `deno task queue:worker`.
 */
export function startWorker(
  modules: readonly string[],
  redis: Pick<RedisServer, "address" | "port">,
  options: readonly string[] = [],
): WorkerProcess {
  const root = new URL("../", import.meta.url);
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--quiet", "--allow-read", `--allow-net=127.0.0.1:${redis.port}`],
      ...[
        `--allow-env=${QUEUE_VARIABLES},CRACKTRADER_*`,
        "--allow-ffi=./rust/lib",
        "tasks/queue_worker.ts",
        ...modules,
      ],
      ...["--redis", redis.address, "--threads", "1", "--lock-ms", "1000", "--stalled-ms", "500", ...options],
    ],
    ...{ cwd: root, stdin: "null", stdout: "piped", stderr: "piped" } as const,
  }).spawn();
  const ready = Promise.withResolvers<boolean>();
  let said = "", hasEnded = false;
  const hear = async (stream: ReadableStream<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      said += decoder.decode(bytes, { stream: true });
      if (said.includes("Takes trials")) ready.resolve(true);
    }
  };
  const ended = Promise.all([hear(process.stdout), hear(process.stderr), process.status]).then(() => {
    hasEnded = true;
    ready.resolve(false);
    return said;
  });
  const kill = (): void => {
    if (!hasEnded) process.kill("SIGKILL");
  };
  return {
    ...{ ready: ready.promise, ended, kill },
    async [Symbol.asyncDispose](): Promise<void> {
      kill();
      await ended;
    },
  };
}
