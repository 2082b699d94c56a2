/**
 * A run IS its events: what the test-time loop yields, and what live, recorded, resumed and shared
 * runs are folds of. Attempts are numbered from 1 through the whole run; steps from 1.
 */
import { z } from 'zod'
import { problemSchema } from '../problems/problem.ts'
import { testRecordSchema, verdictSchema } from '../verify/verdict.ts'
import { runConfigSchema } from './config.ts'
import { finishReasonSchema } from './stop.ts'

export const backendNameSchema = z.enum(['webgpu', 'wasm', 'node', 'server'])
export type BackendName = z.infer<typeof backendNameSchema>

export const modelInfoSchema = z.object({
  id: z.string(),
  name: z.string(),
  parameters: z.number().int(),
  adapterParameters: z.number().int(),
  vocabulary: z.number().int(),
  contextLength: z.number().int(),
  bytes: z.number().int(),
  /** False where words outside its vocabulary are one unknown token to it. Absent in older recordings. */
  readsAll: z.boolean().optional(),
  /** Its chat template has a switch for thinking. Absent: it has none, or the recording is older. */
  mayThink: z.boolean().optional(),
  /**
   * On a server, which makes attempts, or reads given ones too, and trains none here. Absent: on this machine.
   */
  served: z.enum(['writes', 'reads']).optional(),
})
export type ModelInfo = z.infer<typeof modelInfoSchema>

export const backendInfoSchema = z.object({
  name: backendNameSchema,
  threads: z.number().int(),
  /** One sentence: why this backend (measured milliseconds of both, or what is missing). */
  reason: z.string(),
})
export type BackendInfo = z.infer<typeof backendInfoSchema>

/** A piece of a prompt; `kind` says what hindsight it carries. Concatenated, the pieces are the whole prompt. */
export const promptPieceSchema = z.object({
  kind: z.enum(['question', 'solution', 'feedback', 'closing']),
  text: z.string(),
  /** Where in the text the solution's or the judge's own words stand, [start, end]: the rest is the template's heading. Absent where all of it is of one kind. */
  words: z.tuple([z.number().int().min(0), z.number().int().min(0)]).optional(),
})
export type PromptPiece = z.infer<typeof promptPieceSchema>

/**
 * Both readers' opinion at one position: the union of both top-k, the sampled token first, then by
 * the larger probability. Natural logs, at the run's temperature.
 */
export const positionSchema = z.object({
  ids: z.array(z.number().int()),
  student: z.array(z.number()),
  teacher: z.array(z.number()),
  /** Divergence of the run's loss at this position, nats, before weights. */
  divergence: z.number(),
  studentEntropy: z.number(),
  teacherEntropy: z.number(),
})
export type Position = z.infer<typeof positionSchema>

/** The five stages of one update. Arms that do not train have the first two, GRPO has no reprompt. */
export const stageSchema = z.enum(['sample', 'judge', 'reprompt', 'score', 'update'])
export type Stage = z.infer<typeof stageSchema>

const runStarted = z.object({
  type: z.literal('run-started'),
  /** Milliseconds since the epoch. */
  at: z.number(),
  problem: problemSchema,
  config: runConfigSchema,
  model: modelInfoSchema,
  backend: backendInfoSchema,
  /** What the student reads, chat template left out. */
  question: z.string(),
  /** The adapter that the student begins as; absent: the base model. */
  startsFrom: z.string().optional(),
})
/** Token texts by id; sent before the first event that names an id not yet known. */
const vocabulary = z.object({ type: z.literal('vocabulary'), pieces: z.record(z.string(), z.string()) })
const stepStarted = z.object({
  type: z.literal('step-started'),
  step: z.number().int(),
  attempts: z.array(z.number().int()),
  /** Present on the first step under a changed configuration. */
  config: runConfigSchema.optional(),
  /** Present on the first step after the run was taken up from what was kept of it, or went back: what it goes on with. */
  resumed: z.object({ backend: backendInfoSchema }).optional(),
})
/** A decoding position finished: the tokens so far of the step's attempts. Progress only: never stored in a recording. */
const sampling = z.object({
  type: z.literal('sampling'),
  step: z.number().int(),
  tokens: z.array(z.array(z.number().int())),
})
const attemptSampled = z.object({
  type: z.literal('attempt-sampled'),
  step: z.number().int(),
  attempt: z.number().int(),
  tokens: z.array(z.number().int()),
  text: z.string(),
  logProbs: z.array(z.number()),
  /** What the attempt itself read, where that is more than the question (multi-turn). */
  pieces: z.array(promptPieceSchema).optional(),
  finish: z.enum(['end', 'length']),
})
const attemptJudged = z.object({
  type: z.literal('attempt-judged'),
  attempt: z.number().int(),
  verdict: verdictSchema,
  records: z.array(testRecordSchema),
})
/** What the teacher reads for an attempt. `mask` 0: neither solution nor feedback, the attempt teaches nothing. */
const attemptReprompted = z.object({
  type: z.literal('attempt-reprompted'),
  attempt: z.number().int(),
  mask: z.union([z.literal(0), z.literal(1)]),
  pieces: z.array(promptPieceSchema),
  /** The attempt whose text is the solution section. */
  solutionFrom: z.number().int().optional(),
})
const attemptScored = z.object({
  type: z.literal('attempt-scored'),
  attempt: z.number().int(),
  positions: z.array(positionSchema),
})
/** GRPO's credit: one number an attempt. */
const advantages = z.object({
  type: z.literal('advantages'),
  step: z.number().int(),
  attempts: z.array(z.number().int()),
  values: z.array(z.number()),
  groupMean: z.number(),
  /** Where not all tokens are distilled: 1 those that are, by attempt and token. */
  selected: z.array(z.array(z.union([z.literal(0), z.literal(1)]))).optional(),
})
const signalsSchema = z.object({
  loss: z.number(),
  /** Before clipping. */
  gradNorm: z.number(),
  /** Mean student entropy over the step's response tokens, nats. */
  entropy: z.number(),
  /** Mean log p_S - log p of the student at the run's start over the step's response tokens: KL to where it began, estimated on its own samples, nats. */
  klToStart: z.number(),
  passRate: z.number(),
})
export type Signals = z.infer<typeof signalsSchema>
/** Wall milliseconds of a step's parts, and how many of them went into compiling. */
export const timingsSchema = z.object({
  sample: z.number(),
  judge: z.number(),
  score: z.number(),
  update: z.number(),
  compile: z.number().optional(),
})
/** How far an update moved the adapter, as Euclidean norms of changes of its numbers (both matrices of a pair together). */
const movementSchema = z
  .object({
    /** Names of a row's columns, as peft has them. */
    projections: z.array(z.string()).min(1),
    /** Of the change, a row a layer. */
    layers: z.array(z.array(z.number().min(0))).min(1),
    /** How many numbers the adapter has. */
    numbers: z.number().int().min(0),
    /** Of the change of all of it. */
    moved: z.number().min(0),
    /** Of the adapter after the update. */
    adapter: z.number().min(0),
    /** Of what it has come from the run's start. */
    sinceStart: z.number().min(0).optional(),
  })
  .refine(({ projections, layers }) => layers.every((row) => row.length === projections.length))
export type Movement = z.infer<typeof movementSchema>
const stepUpdated = z.object({
  type: z.literal('step-updated'),
  step: z.number().int(),
  signals: signalsSchema,
  /** A step that was not taken (non-finite loss or gradient, nothing to learn from), in words; weights are unchanged. */
  skipped: z.string().optional(),
  timings: timingsSchema,
  /** Absent where the step was not taken, where no adapter is trained, and in older recordings. */
  movement: movementSchema.optional().catch(undefined),
})
/** The student after the update, on the same candidates as `attempt-scored`. */
const attemptRescored = z.object({
  type: z.literal('attempt-rescored'),
  attempt: z.number().int(),
  after: z.array(z.array(z.number())),
})
/**
 * Beside the run, which it leaves as it was: the student of an attempt's step went on from it with another token,
 * and that was judged and re-read in its turn.
 */
const attemptBranched = z.object({
  type: z.literal('attempt-branched'),
  attempt: z.number().int(),
  /** 0-based position of the token that was exchanged, and what took its place. */
  at: z.number().int(),
  id: z.number().int(),
  /** The same branch again has another number, from 0, and another continuation. */
  take: z.number().int(),
  /** Tokens of the branch that this one left; absent: the attempt's own. */
  from: z.array(z.number().int()).optional(),
  /** From the first token on. */
  tokens: z.array(z.number().int()),
  text: z.string(),
  /** Of the student, nats. */
  logProbs: z.array(z.number()),
  finish: z.enum(['end', 'length']),
  verdict: verdictSchema,
  records: z.array(testRecordSchema),
  mask: z.union([z.literal(0), z.literal(1)]),
  /** What the self-teacher read; empty in an arm without one. */
  pieces: z.array(promptPieceSchema),
  /** Null where nobody re-read it. */
  positions: z.array(positionSchema).nullable(),
})
export const probeSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** What the student is asked, chat template left out. */
  prompt: z.string(),
  /** An answer whose probability is watched; '' for none. */
  watch: z.string(),
})
/** A prompt of the person's own that is followed through the run. */
export type Probe = z.infer<typeof probeSchema>
/** The probes from here on, with the words of each that the model's vocabulary lacks. */
const probesSet = z.object({
  type: z.literal('probes-set'),
  probes: z.array(probeSchema.extend({ unknownWords: z.array(z.string()) })),
})
/** The student after a step (0: before the first update) reads a probe; at the run's temperature, nats. */
const probeRead = z.object({
  type: z.literal('probe-read'),
  probe: z.string(),
  step: z.number().int(),
  /** Its likeliest first tokens, likeliest first. */
  ids: z.array(z.number().int()),
  logProbs: z.array(z.number()),
  /** Log-probability of each token of the watched answer; null where none is watched. */
  watched: z.array(z.number()).nullable(),
})
/**
 * Beside the run, which it leaves as it was: of `samples` continuations of each of an attempt's prefixes, written by the
 * student of its step, how many pass. Entry t is that of the first t tokens.
 */
const attemptValued = z.object({
  type: z.literal('attempt-valued'),
  attempt: z.number().int(),
  samples: z.number().int().min(1),
  passed: z.array(z.number().int().min(0)),
})
/** What the self-teacher could have read of an attempt in place of what it did. */
export const whatIfKindSchema = z.enum([
  'nothing',
  'wrong',
  'other-attempt',
  'other-problem',
  'wrong-hint',
  'solution',
])
export type WhatIfKind = z.infer<typeof whatIfKindSchema>
/** Beside the run, which it leaves as it was: the self-teacher of an attempt's step read it again under other words. */
const attemptReread = z.object({
  type: z.literal('attempt-reread'),
  attempt: z.number().int(),
  what: whatIfKindSchema,
  /** Whose words they are, where they are somebody's: `attempt 7`, `the problem "Turned around"`. */
  from: z.string().optional(),
  pieces: z.array(promptPieceSchema),
  positions: z.array(positionSchema),
})
const runFinished = z.object({ type: z.literal('run-finished'), reason: finishReasonSchema })

export const runEventSchema = z.discriminatedUnion('type', [
  runStarted,
  vocabulary,
  stepStarted,
  sampling,
  attemptSampled,
  attemptJudged,
  attemptReprompted,
  attemptScored,
  advantages,
  stepUpdated,
  attemptRescored,
  attemptBranched,
  attemptValued,
  attemptReread,
  probesSet,
  probeRead,
  runFinished,
])
export type RunEvent = z.infer<typeof runEventSchema>
export type RunEventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>
