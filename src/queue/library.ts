/**
 * The libraries behind this room, and the parts of them that it uses: BullMQ, which keeps jobs in Redis, and the client of
 * Redis. They are loaded when a queue is opened, by names that are put together, so that no module of the package has
 * their 10 MB in its graph.
 *
 * @module
 */

import { reasonOf } from "../host.ts";
import { QueueError } from "./queue_error.ts";

/** The one version of BullMQ that this room is written for. */
export const BULLMQ_VERSION = "6.7.0";
/** The one version of the client of Redis that this room is written for. */
export const REDIS_CLIENT_VERSION = "6.3.1";

/** Variables of the environment that the libraries read when they are loaded. */
const VARIABLES = "NODE_ENV,MSGPACKR_NATIVE_ACCELERATION_DISABLED";

/** A connection to Redis. */
export interface RedisClient {
  /** False once it is closed. */
  readonly isOpen: boolean;
  /** False while it is opened, also anew. */
  readonly isReady: boolean;
  /** Opens the connection. */
  connect(): Promise<unknown>;
  /** Sends a command; `typeMapping` says in which form answers come. */
  sendCommand(args: readonly (string | Uint8Array)[], options?: object): Promise<unknown>;
  /** Hears errors of the connection. */
  on(event: "error", hear: (error: Error) => void): unknown;
  /** Closes the connection at once. */
  destroy(): void;
}

/** A job as a worker gets it. */
export interface QueueJob {
  /** Its id. */
  readonly id?: string;
  /** The trials. */
  readonly data: unknown;
}

/** The jobs of a name. */
export interface JobQueue {
  /** Waits for the connection. */
  waitUntilReady(): Promise<unknown>;
  /** Adds a job with its trials, its id and when it is removed; one whose id is there is left out. */
  add(name: string, data: unknown, opts: object): Promise<unknown>;
  /** Removes a job that no worker has, and returns 1; 0 if a worker has it. */
  remove(id: string): Promise<number>;
  /** Returns how many workers are connected. */
  getWorkersCount(): Promise<number>;
  /** Hears errors of the connection. */
  on(event: "error", hear: (error: Error) => void): unknown;
  /** Gives its connections back. */
  close(): Promise<void>;
}

/** Tells what becomes of jobs. */
export interface JobEvents {
  /** Waits for the connection. */
  waitUntilReady(): Promise<unknown>;
  /** Hears of jobs. */
  on(
    event: "completed" | "failed",
    hear: (told: { readonly jobId: string; readonly failedReason?: string }) => void,
  ): unknown;
  /** Hears errors of the connection. */
  on(event: "error", hear: (error: Error) => void): unknown;
  /** Gives its connections back. */
  close(): Promise<void>;
}

/** Takes jobs. */
export interface JobWorker {
  /** Waits for the connection. */
  waitUntilReady(): Promise<unknown>;
  /** Hears errors of the connection. */
  on(event: "error", hear: (error: Error) => void): unknown;
  /** Waits for the jobs that it has, and takes no more. */
  close(): Promise<void>;
}

/** The parts of both libraries that are used. */
export interface QueueLibrary {
  /** Makes a connection, which `connect` opens. */
  createClient(options: object): RedisClient;
  /** Opens the jobs of a name. */
  readonly Queue: new (name: string, options: object) => JobQueue;
  /** Opens the events of a name. */
  readonly QueueEvents: new (name: string, options: object) => JobEvents;
  /** Takes the jobs of a name. */
  readonly Worker: new (name: string, make: (job: QueueJob) => Promise<unknown>, options: object) => JobWorker;
  /** An error behind which a job is not tried again. */
  readonly UnrecoverableError: new (message: string) => Error;
}

/**
 * Loads the libraries.
 *
 * @throws {QueueError} UNAVAILABLE if they cannot be had; NOT_PERMITTED without the permission that they ask for.
 */
export async function loadQueueLibrary(): Promise<QueueLibrary> {
  // Names that are put together stay out of the graph of whoever imports this module.
  const names = [
    ["npm:bullmq", BULLMQ_VERSION].join("@"),
    ["npm:@redis/client", REDIS_CLIENT_VERSION].join("@"),
  ] as const;
  try {
    const [bullmq, redis] = await Promise.all([
      import(names[0]) as Promise<Omit<QueueLibrary, "createClient">>,
      import(names[1]) as Promise<Pick<QueueLibrary, "createClient">>,
    ]);
    const { Queue, QueueEvents, Worker, UnrecoverableError } = bullmq;
    return { Queue, QueueEvents, Worker, UnrecoverableError, createClient: redis.createClient };
  } catch (cause) {
    const isRefused = cause instanceof Error && cause.name === "NotCapable";
    throw new QueueError(
      isRefused ? "NOT_PERMITTED" : "UNAVAILABLE",
      isRefused
        ? `Cannot load BullMQ: pass --allow-env=${VARIABLES}, which it reads`
        : `Cannot load ${names.join(" and ")}: ${reasonOf(cause)}; run deno cache ${
          names.join(" ")
        } while there is a network`,
      { cause },
    );
  }
}
