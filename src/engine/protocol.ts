/**
 * What the lab and the engine say to each other: commands one way, the events of a run (defined by
 * the method, src/sdpo/events.ts) and of the engine's own life the other. Every message is checked
 * where it crosses a border (worker, file, link).
 */
import { z } from 'zod'
import { problemSchema, type Problem } from '../problems/problem.ts'
import { armSchema, runConfigSchema } from '../sdpo/config.ts'
import {
  backendInfoSchema,
  backendNameSchema,
  modelInfoSchema,
  positionSchema,
  probeSchema,
  promptPieceSchema,
  runEventSchema,
} from '../sdpo/events.ts'
import type { RunEvent } from '../sdpo/events.ts'
import type { RunSnapshot } from '../sdpo/run-snapshot.ts'
import type { LearnerSnapshot } from '../sdpo/learner.ts'
import { measuredSchema } from '../outlook/measured.ts'
import { worthSchema } from '../outlook/worth.ts'
import { raceConfigSchema, raceStepSchema } from '../sdpo/race-step.ts'
import { modelChoiceSchema } from './model-choice.ts'

export { stageSchema, probeSchema, runEventSchema } from '../sdpo/events.ts'
export type { ModelChoice } from './model-choice.ts'
export type { BranchRequest } from '../sdpo/queries.ts'
export type { RaceConfig, RaceStep } from '../sdpo/race-step.ts'
export type {
  BackendInfo,
  BackendName,
  Stage,
  ModelInfo,
  Position,
  Probe,
  PromptPiece,
  RunEvent,
  RunEventOf,
  Signals,
  WhatIfKind,
} from '../sdpo/events.ts'

const bytesSchema = z.instanceof(Uint8Array<ArrayBuffer>)

/** Chosen by who asks, another for every question; the answer, or the fault in its place, carries it back. */
const requestId = z.number().int()
/**
 * Chosen by who starts a run, takes one up or goes back in one; every event of the run carries it. A run that goes back
 * has another id from there, so that what still comes of the course it left is known as such.
 */
const runId = z.number().int()

/** Outside any run: the engine's own life. */
export const engineEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('load-progress'),
    loadedBytes: z.number(),
    totalBytes: z.number(),
    what: z.string(),
  }),
  /** The model before was let go of, and its run ended: another one is on its way. */
  z.object({ type: z.literal('released') }),
  /** Answer to `load`. */
  z.object({
    type: z.literal('ready'),
    requestId,
    model: modelInfoSchema,
    backend: backendInfoSchema,
    contextLength: z.number(),
  }),
  /** Answer to `adapter`: the student's adapter after a step, as a zip of peft's two files. */
  z.object({ type: z.literal('adapter-made'), requestId, step: z.number().int(), zip: bytesSchema }),
  /** Answer to `worth`: one a measure of telling; none for a problem that is no question. */
  z.object({ type: z.literal('worth-measured'), requestId, worth: z.array(worthSchema) }),
  /** Answer to `base-rate`: of so many samples of the untouched model so many pass, and these come most often. */
  z.object({
    type: z.literal('base-rate-measured'),
    requestId,
    samples: z.number().int(),
    passed: z.number().int(),
    usual: z.array(z.object({ text: z.string(), count: z.number().int() })),
  }),
  /** Answer to `fit-adapter`: runs on this model can start from it, with its rank and alpha. */
  z.object({
    type: z.literal('adapter-fits'),
    requestId,
    name: z.string(),
    rank: z.number().int(),
    alpha: z.number(),
    base: z.string().nullable(),
  }),
  /** Answer to `read-text`: the model's own tokens of the text, and their log-probabilities behind each prompt, nats. */
  z.object({
    type: z.literal('text-read'),
    requestId,
    pieces: z.array(z.string()),
    readings: z.array(z.array(z.number())),
    unknownWords: z.array(z.string()),
  }),
  /** Answers to `outlook`, as each part is measured, until all is told, or a run or another such question comes first. */
  z.object({ type: z.literal('outlook-measured'), requestId, measured: measuredSchema }),
  z.object({ type: z.literal('outlook-ended'), requestId }),
  /** Something broke: a sentence, its cause, and the way out. The state before it is kept. */
  z.object({
    type: z.literal('fault'),
    message: z.string(),
    cause: z.string(),
    wayOut: z.string(),
    during: z.enum([
      'load',
      'run',
      'read',
      'race',
      'branch',
      'value',
      'probe',
      'base-rate',
      'worth',
      'adapter',
      'text',
      'outlook',
    ]),
    /** Of the run or the race that it broke, else of the question that it answers; null where there was none yet. */
    id: z.number().int().nullable(),
  }),
  z.object({
    type: z.literal('paused'),
    run: runId,
    step: z.number().int(),
    stage: z.enum(['sampled', 'judged', 'reprompted', 'scored', 'updated']),
  }),
  /** Answer to `reread`: the same attempt under another reprompt. */
  z.object({
    type: z.literal('reread-done'),
    requestId,
    attempt: z.number().int(),
    positions: z.array(positionSchema),
    unknownWords: z.array(z.string()),
  }),
  /** Answer to `branch`: the run's events have it. */
  z.object({ type: z.literal('branched'), requestId }),
  /** Answer to `value`: the run's events have it. */
  z.object({ type: z.literal('valued'), requestId }),
  /** A race begins, with the configuration as it is run: the adapter is the run's under way, whose model it shares. */
  z.object({
    type: z.literal('race-started'),
    raceId: z.number().int(),
    problem: problemSchema,
    config: raceConfigSchema,
    model: modelInfoSchema,
    backend: backendInfoSchema,
  }),
  z.object({ type: z.literal('race-step'), raceId: z.number().int(), step: raceStepSchema }),
  /** 'done': every run of its arms has finished; adding an arm goes on. 'replaced': the model it ran on is another now; 'lost': the engine it ran in is. */
  z.object({
    type: z.literal('race-ended'),
    raceId: z.number().int(),
    reason: z.enum(['done', 'stopped', 'replaced', 'lost']),
  }),
])
export type EngineEvent = z.infer<typeof engineEventSchema>

export const commandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('load'),
    requestId,
    model: modelChoiceSchema,
    backend: backendNameSchema.exclude(['node', 'server']).or(z.literal('auto')),
  }),
  /** `from`: a zip as `adapter-made` has it, which the student and its teacher begin as; its rank is the run's. */
  z.object({
    type: z.literal('start'),
    run: runId,
    problem: problemSchema,
    config: runConfigSchema,
    from: z.object({ name: z.string(), zip: bytesSchema }).optional(),
  }),
  /** The student's adapter after a step of the run (0: at its start). */
  z.object({ type: z.literal('adapter'), requestId, step: z.number().int() }),
  /** What each measure of telling is worth for a question, on this model. */
  z.object({ type: z.literal('worth'), requestId, problem: problemSchema, config: runConfigSchema }),
  /** How often the untouched model passes, by so many samples at the settings' temperature. */
  z.object({
    type: z.literal('base-rate'),
    requestId,
    problem: problemSchema,
    config: runConfigSchema,
    samples: z.number().int().min(1).max(8192),
  }),
  /** Can a run on this model start from this adapter? */
  z.object({ type: z.literal('fit-adapter'), requestId, name: z.string(), zip: bytesSchema }),
  z.object({ type: z.literal('play') }),
  z.object({ type: z.literal('pause') }),
  /** Run to the end of the next stage, then pause. */
  z.object({ type: z.literal('advance') }),
  /** Continue the run from after this step (0: from the base), on the stored adapter; later events are dropped by the lab. */
  z.object({ type: z.literal('rewind'), run: runId, step: z.number().int() }),
  /** Takes effect from the next step. */
  z.object({ type: z.literal('configure'), config: runConfigSchema }),
  z.object({
    type: z.literal('reread'),
    requestId,
    attempt: z.number().int(),
    pieces: z.array(promptPieceSchema),
    /** The teacher reads with the student's weights of that step: what is left is the effect of the words alone. */
    sameWeights: z.boolean().optional(),
  }),
  /** The student goes on from an attempt, or from a branch of it, with another token (0-based position); answered by `attempt-branched`. The run stays as it is. */
  z.object({
    type: z.literal('branch'),
    requestId,
    attempt: z.number().int(),
    at: z.number().int().min(0),
    id: z.number().int().min(0),
    take: z.number().int().min(0),
    from: z.array(z.number().int().min(0)).optional(),
  }),
  /** The student writes on from every prefix of an attempt, `samples` times each; answered by `attempt-valued`. The run stays as it is. */
  z.object({
    type: z.literal('value'),
    requestId,
    attempt: z.number().int(),
    samples: z.number().int().min(1).max(1024),
  }),
  /** All prompts that are followed from here on, through this run and the next ones. */
  z.object({ type: z.literal('probes'), requestId, probes: z.array(probeSchema) }),
  /** The untouched model reads a text that anybody may have written, behind each of the prompts. */
  z.object({
    type: z.literal('read-text'),
    requestId,
    prompts: z.array(z.string()).min(1).max(2),
    text: z.string(),
  }),
  z.object({ type: z.literal('stop') }),
  /** Measured before a run, part by part between whatever else is asked; a run, or another such question, ends it. */
  z.object({
    type: z.literal('outlook'),
    requestId,
    problem: problemSchema,
    config: runConfigSchema,
    depth: z.enum(['words', 'samples']),
    /** What was measured with another arm: its attempts and their reading stand, and the step alone is timed. */
    known: measuredSchema.optional(),
  }),
  /** The arms on one problem, step by step between whatever else is asked; the run under way stays as it is. Ends the race before. */
  z.object({
    type: z.literal('race'),
    raceId: z.number().int(),
    problem: problemSchema,
    config: raceConfigSchema,
  }),
  z.object({ type: z.literal('race-pause'), paused: z.boolean() }),
  /** The arms that go on; the others wait where they are. */
  z.object({ type: z.literal('race-arms'), arms: z.array(armSchema) }),
  z.object({ type: z.literal('race-stop') }),
])
export type Command = z.infer<typeof commandSchema>

export type EngineMessage =
  { kind: 'run'; run: number; event: RunEvent } | { kind: 'engine'; event: EngineEvent }

export const engineMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), run: runId, event: runEventSchema }),
  z.object({ kind: z.literal('engine'), event: engineEventSchema }),
])

/** A run between two stages, to be gone on with elsewhere or on another day: its memory, and the learner after some of its steps. */
export interface ResumableRun {
  problem: Problem
  run: RunSnapshot
  weights: [step: number, snapshot: LearnerSnapshot][]
}

/** One face for the worker, the recorded run and the scripted one of the tests. */
export interface Engine {
  send(command: Command): void
  /** Returns the function that unsubscribes. */
  subscribe(listener: (message: EngineMessage) => void): () => void
  dispose(): void
  /**
   * Has the listener told of the run after every stage, with all weights that are kept of it; a recording never tells. The
   * listener settles when it has kept that, or has said that it cannot: a run is at most one update ahead of it.
   */
  keeping(listener: (run: number, kept: ResumableRun) => Promise<void> | void): void
  /** Goes on with a kept run, from here on as `run`, on the model that is loaded. A recording answers with a fault. */
  resume(run: number, kept: ResumableRun): void
}

/** A run as a file holds it (docs/RUN-FILE.md). */
export interface Recording {
  format: 'sdpo-lab-run'
  version: 1
  events: RunEvent[]
}
