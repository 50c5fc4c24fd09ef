/**
 * The laws as functions: what must hold for every run of a strategy and for every event log, each with a report that says
 * held, failed or not applicable, on how many cases, and the smallest case that breaks it.
 *
 * {@linkcode prove} tries all that apply to a strategy, {@linkcode proveLog} all that apply to an event log.
 *
 * @module
 */

export { batchingOfLog } from "./batching_of_log.ts";
export { batchingOfRun } from "./batching_of_run.ts";
export { checkpointOfLog } from "./checkpoint_of_log.ts";
export { checkpointOfRun } from "./checkpoint_of_run.ts";
export { conservationOfLog } from "./conservation_of_log.ts";
export { conservationOfRun } from "./conservation_of_run.ts";
export { determinismOfLog } from "./determinism_of_log.ts";
export { determinismOfRun } from "./determinism_of_run.ts";
export { type EventLog, eventLogOf } from "./event_log.ts";
export { formatProof } from "./format_proof.ts";
export { idempotencyOfLog } from "./idempotency_of_log.ts";
export { type CounterExample, LAW_NAMES, type LawNumber, type LawReport, type Verdict } from "./law_report.ts";
export type { LogLawOptions } from "./log_trial.ts";
export { lookAheadOfLog } from "./look_ahead_of_log.ts";
export { lookAheadOfRun } from "./look_ahead_of_run.ts";
export { metamorphicOfLog } from "./metamorphic_of_log.ts";
export { metamorphicOfRun } from "./metamorphic_of_run.ts";
export { parityOfLog } from "./parity_of_log.ts";
export { parityOfRun } from "./parity_of_run.ts";
export type { EngineName } from "./played_log.ts";
export { type StrategyModule, StrategyProcessError } from "./process_runner.ts";
export { CANNOT_SEE, type ProofReport, prove } from "./prove.ts";
export { proveLog } from "./prove_log.ts";
export { replayOfLog } from "./replay_of_log.ts";
export { replayOfRun } from "./replay_of_run.ts";
export type { ProveOptions } from "./tried_run.ts";
