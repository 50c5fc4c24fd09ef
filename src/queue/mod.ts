/**
 * Searches on more than one machine: workers take the trials of `ct.optimize` and `ct.walkForward` from a queue, BullMQ on
 * Redis. The libraries behind it are loaded when a queue is opened.
 *
 * @module
 */

export { queueExecutor, type QueueOptions } from "./queue_executor.ts";
export type { QueuePlace } from "./queue_options.ts";
export { QueueError, type QueueErrorCode } from "./queue_error.ts";
export { type ServedQueue, type ServeOptions, serveQueue } from "./serve_queue.ts";
export { BULLMQ_VERSION, REDIS_CLIENT_VERSION } from "./library.ts";
export type { Executor, ExecutorFactory, SearchBars, SearchWork, TrialJob } from "../search/executor.ts";
