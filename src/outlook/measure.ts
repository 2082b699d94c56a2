/**
 * Measures a problem on a model before a run, part by part, cheapest first: the words, sixteen attempts of the
 * untouched model, what their feedback does to the teacher, and one step of the run's own arm. Whoever asks has
 * a turn after every part.
 */
import type { Problem } from '../problems/problem.ts'
import { questionOf } from '../problems/prompt.ts'
import { mostSteps, programsFor } from '../problems/tickets/find-programs.ts'
import { arms } from '../sdpo/arms.ts'
import type { RunConfig } from '../sdpo/config.ts'
import type { RunEvent } from '../sdpo/events.ts'
import type { Learner } from '../sdpo/learner.ts'
import { rowAt } from '../sdpo/picture.ts'
import { Run, type RunParts } from '../sdpo/run.ts'
import { errorOf } from '../verify/ending.ts'
import { rightAnswerOf } from './known.ts'
import { plannedSamples, type Measured, type UntouchedSample } from './measured.ts'
import { cannotStart } from './outlook.ts'
import { measureShift } from './shift.ts'

export interface MeasureParts extends Pick<
  RunParts,
  'problem' | 'config' | 'model' | 'judge' | 'modelInfo' | 'backend'
> {
  /** A fresh one, for the step that is timed. */
  learner: () => Promise<Learner>
  /** Calls it off: the part under way rejects with the signal's reason. */
  signal?: AbortSignal
}

/** How far to go: the words cost nothing, attempts cost what attempts cost. */
export type Depth = 'words' | 'samples'

/**
 * All that is known after each part; the last has `done` 'words' or 'all'. Where attempts were read before, with another arm,
 * only the step is measured: the untouched model's attempts do not depend on the arm.
 */
export async function* measure(
  parts: MeasureParts,
  depth: Depth,
  before?: Measured,
): AsyncGenerator<Measured, void, void> {
  if (before && before.done !== 'words')
    return yield* withStep(parts, { ...before, step: null, done: 'samples' })
  const { problem, model, config } = parts
  const { tokenizer } = model
  const readsAll = tokenizer.readsAll
  const question = questionOf(problem, { readsAll })
  const { rights, writable } = rightAnswers(problem, readsAll)
  let right = rights[0] ?? null
  let known: Measured = {
    unread: tokenizer.unknownWords(question),
    readsAll,
    questionTokens: tokenizer.encodeChat([{ role: 'user', content: question }]).length,
    contextLength: model.config.maxPositions,
    answerTokens: right === null ? null : tokenizer.encode(right).length + 1,
    writable,
    rightRate: null,
    samples: [],
    shift: null,
    step: null,
    done: 'words',
  }
  yield known
  // Sixteen attempts would say no more.
  if (depth === 'words' || cannotStart(problem, known, config)) return
  if (!readsAll && rights.length > 0) {
    const rates = await ratesOf(parts, question, rights)
    right = rights[rates.indexOf(Math.max(...rates))]!
    known = { ...known, rightRate: rates.reduce((sum, rate) => sum + rate, 0) }
  }
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
  yield* withStep(parts, known)
}

/** What is known, then with one step of the run's own arm. */
async function* withStep(parts: MeasureParts, known: Measured): AsyncGenerator<Measured, void, void> {
  yield known
  for await (const step of timedStep(parts)) yield { ...known, step, done: step ? 'all' : 'samples' }
}

/** What is known to be right, the shortest first; for a model of expressions, where the problem tells none, the programs that it was trained to write. */
function rightAnswers(
  problem: Problem,
  readsAll: boolean,
): { rights: string[]; writable: Measured['writable'] } {
  const told = rightAnswerOf(problem)
  const found = told === null && !readsAll ? programsFor(problem) : null
  if (found === null) return { rights: told === null ? [] : [told], writable: null }
  return { rights: found, writable: { steps: mostSteps, found: found.length > 0 } }
}

/** How likely the untouched student is to write each of these and nothing else. */
async function ratesOf(
  { model, config }: MeasureParts,
  question: string,
  answers: readonly string[],
): Promise<number[]> {
  const { tokenizer } = model
  const prompt = tokenizer.encodeChat([{ role: 'user', content: question }])
  const rows = answers.map((text) => ({
    prompt,
    response: [...tokenizer.encode(text), tokenizer.endTokenId],
  }))
  const scored = await model.score(null, rows, config.temperature)
  return rows.map(({ response }, i) =>
    Math.exp(response.reduce((sum, token, t) => sum + rowAt(scored[i]!, t)[token]!, 0)),
  )
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
  const { signal } = parts
  for (let stage = await run.advance(signal); stage !== null; stage = await run.advance(signal))
    if (stage === 'judge') yield [...samples]
}

/** One step as the run would make it, with everything that its picture needs, and thrown away; null after each of its stages but the last. */
async function* timedStep(parts: MeasureParts): AsyncGenerator<Measured['step'], void, void> {
  const { config, signal } = parts
  const { trains, stages } = arms[config.arm]
  const learner = trains ? await parts.learner() : null
  let [attempts, ms] = [0, 0]
  const run = runOf(parts, { budget: config.attemptsPerStep }, { learner, detail: 'picture' }, (event) => {
    if (event.type === 'step-started') attempts = event.attempts.length
  })
  for (const stage of stages) {
    const begun = performance.now()
    await run.advance(signal)
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
