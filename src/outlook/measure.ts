/**
 * Measures a problem on a model before a run, part by part, cheapest first: the words, sixteen attempts of the
 * untouched model, what their feedback does to the teacher, and one step of the run's own arm. Whoever asks has
 * a turn after every part.
 */
import { questionOf } from '../problems/prompt.ts'
import { arms } from '../sdpo/arms.ts'
import type { RunConfig } from '../sdpo/config.ts'
import type { RunEvent } from '../sdpo/events.ts'
import type { Learner } from '../sdpo/learner.ts'
import { Run, type RunParts } from '../sdpo/run.ts'
import { errorOf } from '../verify/ending.ts'
import { rightAnswerOf } from './known.ts'
import { plannedSamples, type Measured, type UntouchedSample } from './measured.ts'
import { measureShift } from './shift.ts'

export interface MeasureParts extends Pick<
  RunParts,
  'problem' | 'config' | 'model' | 'judge' | 'modelInfo' | 'backend'
> {
  /** A fresh one, for the step that is timed. */
  learner: () => Promise<Learner>
}

/** How far to go: the words cost nothing, attempts cost what attempts cost. */
export type Depth = 'words' | 'samples'

/** All that is known after each part; the last has `done` 'words' or 'all'. */
export async function* measure(parts: MeasureParts, depth: Depth): AsyncGenerator<Measured, void, void> {
  const { problem, model, config } = parts
  const { tokenizer } = model
  const readsAll = tokenizer.readsAll
  const question = questionOf(problem, { readsAll })
  const right = rightAnswerOf(problem)
  let known: Measured = {
    unread: tokenizer.unknownWords(question),
    readsAll,
    questionTokens: tokenizer.encodeChat([{ role: 'user', content: question }]).length,
    contextLength: model.config.maxPositions,
    answerTokens: right === null ? null : tokenizer.encode(right).length + 1,
    samples: [],
    shift: null,
    step: null,
    done: 'words',
  }
  yield known
  if (depth === 'words' || known.questionTokens >= known.contextLength) return
  for await (const samples of untouched(parts)) {
    known = { ...known, samples, done: 'words' }
    yield known
  }
  const { samples } = known
  known = {
    ...known,
    shift: await measureShift({ model, problem, config, question, right, samples }),
    done: 'samples',
  }
  yield known
  for await (const step of timedStep(parts)) {
    known = { ...known, step, done: step ? 'all' : 'samples' }
    yield known
  }
}

/** Attempts of the base model, a step's worth at a time. */
async function* untouched(parts: MeasureParts): AsyncGenerator<UntouchedSample[], void, void> {
  const samples: UntouchedSample[] = []
  const begun = new Map<number, Omit<UntouchedSample, 'verdict' | 'error'>>()
  const { attemptsPerStep } = parts.config
  const heard = (event: RunEvent) => {
    if (event.type === 'attempt-sampled')
      begun.set(event.attempt, {
        text: event.text,
        tokens: event.tokens.length,
        cut: event.finish === 'length',
      })
    else if (event.type === 'attempt-judged')
      samples.push({
        ...begun.get(event.attempt)!,
        verdict: event.verdict,
        error: errorOf(event.verdict, event.records),
      })
  }
  const run = runOf(
    parts,
    { arm: 'best-of-k', budget: plannedSamples, attemptsPerStep },
    { learner: null, detail: 'bare' },
    heard,
  )
  for (let stage = await run.advance(); stage !== null; stage = await run.advance())
    if (stage === 'judge') yield [...samples]
}

/** One step as the run would make it, with everything that its picture needs, and thrown away; null after each of its stages but the last. */
async function* timedStep(parts: MeasureParts): AsyncGenerator<Measured['step'], void, void> {
  const { config } = parts
  const { trains, stages } = arms[config.arm]
  const learner = trains ? await parts.learner() : null
  let [attempts, ms] = [0, 0]
  const run = runOf(parts, { budget: config.attemptsPerStep }, { learner, detail: 'picture' }, (event) => {
    if (event.type === 'step-started') attempts = event.attempts.length
  })
  for (const stage of stages) {
    const begun = performance.now()
    await run.advance()
    ms += performance.now() - begun
    yield stage === stages.at(-1) ? { ms, attempts } : null
  }
}

function runOf(
  { problem, config, model, judge, modelInfo, backend }: MeasureParts,
  change: Partial<RunConfig>,
  { learner, detail }: { learner: Learner | null; detail: NonNullable<RunParts['detail']> },
  emit: (event: RunEvent) => void,
): Run {
  return new Run({
    problem,
    config: { ...config, ...change, stop: 'budget' },
    model,
    learner,
    judge,
    modelInfo,
    backend,
    startedAt: 0,
    emit,
    detail,
  })
}
