/**
 * A run that has ended, looked at: what is true of all or most of its attempts and why it may have gone so, each
 * finding with its figures, the first the one to act on; and one next step.
 */
import { chanceOf, guessedFromFeedback, rightAnswerOf } from '../outlook/known.ts'
import { commonest } from '../outlook/phrasing.ts'
import type { ProgramKind } from '../problems/problem.ts'
import { solvedBy } from '../problems/solved-on.ts'
import { arms } from '../sdpo/arms.ts'
import { driftOf, type Drift } from './drift.ts'
import type { AttemptFacts, RunFacts } from './facts.ts'
import { reachOf, turnOf, type Reach, type Turn } from './odds.ts'

export type Finding =
  | { kind: 'solved'; attempt: number }
  | { kind: 'turn'; turn: Turn }
  | { kind: 'guess'; chance: number; passed: number; of: number; within: number }
  | { kind: 'guesser'; attempt: number; within: number }
  | { kind: 'rivals'; sdpo: number; multiTurn: number; of: number; budget: number }
  | { kind: 'unsolved'; of: number }
  | { kind: 'not-its-form'; asked: ProgramKind }
  | { kind: 'drift'; drift: Drift }
  | { kind: 'cut'; count: number; of: number; limit: number }
  | { kind: 'no-feedback'; of: number }
  | { kind: 'one-feedback'; of: number }
  | { kind: 'idle'; count: number; of: number; reason: string }
  | { kind: 'alike'; count: number; of: number; text: string }
  | { kind: 'same-error'; count: number; of: number; error: string }
  | { kind: 'teacher-unmoved'; reach: Reach }
  | { kind: 'student-behind'; reach: Reach & { student: NonNullable<Reach['student']> } }
  | { kind: 'price'; more: number; arm: string }

export type NextStep =
  | { kind: 'rewind'; step: number }
  | { kind: 'length'; maxNewTokens: number }
  | { kind: 'edit' }
  | { kind: 'model' }
  | { kind: 'extend' }

export interface Diagnosis {
  findings: readonly [Finding, ...Finding[]]
  /** Null where there is nothing to mend. */
  next: NextStep | null
}

/** Of fewer attempts nothing is said but that they failed. */
const fewestAttempts = 16
/** Share of the attempts from which on they are said to be of one kind. */
const mostOf = 0.75
/** Share of the attempts that may be cut before it is said. */
const someCut = 0.25
/** Nats of log-odds below which the teacher is said not to have moved, and from which on it has. */
const unmoved = 0.5
const moved = 1

/** Null before an attempt was judged. */
export function diagnose(facts: RunFacts): Diagnosis | null {
  const of = facts.attempts.length
  if (of === 0) return null
  const found = facts.attempts.find(({ passed }) => passed)
  if (found) {
    const turn = turnOf(facts)
    return {
      findings: [
        { kind: 'solved', attempt: found.attempt },
        ...guessOf(facts, found),
        ...(turn ? [{ kind: 'turn', turn } as const] : []),
        ...rivalsOf(facts),
      ],
      next: null,
    }
  }
  const reasons = [...formOf(facts), ...(of < fewestAttempts ? [] : reasonsOf(facts))]
  return {
    findings: [{ kind: 'unsolved', of }, ...reasons, ...priceOf(facts), ...rivalsOf(facts)],
    next: nextOf(reasons),
  }
}

/** A pass where blind guesses pass as often, or that whoever reads the feedback alone may have; nothing where it is more than that, or guesses are not of a few. */
function guessOf({ problem, attempts }: RunFacts, found: AttemptFacts): Finding[] {
  const tries = attempts.indexOf(found) + 1
  const within = guessedFromFeedback(problem, tries)
  if (within !== null && within > 0.05) return [{ kind: 'guesser', attempt: tries, within }]
  const chance = chanceOf(problem)
  if (chance === null) return []
  const passed = attempts.filter((attempt) => attempt.passed).length
  if (tail(passed, attempts.length, chance) <= 0.05) return []
  return [{ kind: 'guess', chance, passed, of: attempts.length, within: 1 - (1 - chance) ** tries }]
}

/** Probability of at least `k` of `n` by luck. */
function tail(k: number, n: number, p: number): number {
  let term = (1 - p) ** n
  let below = 0
  for (let i = 0; i < k; i++) {
    below += term
    term *= ((n - i) / (i + 1)) * (p / (1 - p))
  }
  return Math.max(0, 1 - below)
}

/** A model of few words writes expressions and nothing else, whatever it is asked for. */
function formOf({ problem, model }: RunFacts): Finding[] {
  const asked = problem.program.kind
  return model.readsAll || asked === 'expression' ? [] : [{ kind: 'not-its-form', asked }]
}

/** What is true of most attempts of a run that found nothing, what to mend first first. */
function reasonsOf(facts: RunFacts): Finding[] {
  const { attempts, problem } = facts
  const of = attempts.length
  const reasons: Finding[] = []
  const drift = driftOf(facts)
  if (drift && drift.before > 0) reasons.push({ kind: 'drift', drift })
  const cut = attempts.filter((attempt) => attempt.cut)
  if (cut.length >= of * someCut)
    reasons.push({
      kind: 'cut',
      count: cut.length,
      of,
      limit: Math.max(...cut.map(({ tokens }) => tokens.length)),
    })
  const told = new Set(attempts.map(({ feedback }) => feedback))
  if (told.size === 1) reasons.push({ kind: told.has('') ? 'no-feedback' : 'one-feedback', of })
  const idle = facts.updates.flatMap(({ skipped }) => skipped ?? [])
  const [reason] = commonest(idle)
  if (reason !== null && idle.length >= facts.updates.length * mostOf)
    reasons.push({ kind: 'idle', count: idle.length, of: facts.updates.length, reason })
  const [error, errors] = commonest(attempts.flatMap((attempt) => attempt.error ?? []))
  if (error !== null && errors >= of * mostOf) reasons.push({ kind: 'same-error', count: errors, of, error })
  const [text, alike] = commonest(attempts.map((attempt) => attempt.text.trim()))
  if (text !== null && alike >= of * mostOf) reasons.push({ kind: 'alike', count: alike, of, text })
  const right = rightAnswerOf(problem)
  const reach = right === null ? null : reachOf(facts, right)
  if (reach && reach.teacherMoves < unmoved) reasons.push({ kind: 'teacher-unmoved', reach })
  else if (reach?.student && reach.teacherMoves >= moved && reach.student.late <= reach.student.early)
    reasons.push({ kind: 'student-behind', reach: { ...reach, student: reach.student } })
  // There is no update before it to go back to: what is true from the start on is to be mended first.
  if (drift && drift.before === 0) reasons.push({ kind: 'drift', drift })
  return reasons
}

/** What other runs of this preset on this model came to, by learning and by multi-turn at its best; nothing where one was not run. */
function rivalsOf({ problem, model }: RunFacts): Finding[] {
  const runs = solvedBy(problem, model)?.runs ?? []
  const sdpo = runs.find(({ arm }) => arm === 'sdpo')
  const rivals = runs.filter(({ arm }) => /^multi-turn\b(?!\+)/.test(arm))
  const [best] = rivals.toSorted((a, b) => b.solved - a.solved)
  if (!sdpo || !best || best.of !== sdpo.of || best.budget !== sdpo.budget) return []
  return [{ kind: 'rivals', sdpo: sdpo.solved, multiTurn: best.solved, of: sdpo.of, budget: sdpo.budget }]
}

/** What the time of the updates would have bought, in attempts; nothing for arms that do not train. */
function priceOf({ config, updates, attempts }: RunFacts): Finding[] {
  if (!arms[config.arm].trains) return []
  const making = updates.reduce((sum, { ms }) => sum + ms.attempts, 0)
  const learning = updates.reduce((sum, { ms }) => sum + ms.learning, 0)
  const steps = new Set(updates.map(({ step }) => step))
  const made = attempts.filter(({ step }) => steps.has(step)).length
  const more = making > 0 ? Math.floor((learning / making) * made) : 0
  return more > 0 ? [{ kind: 'price', more, arm: config.arm }] : []
}

function nextOf(reasons: readonly Finding[]): NextStep {
  const first = reasons.find(({ kind }) => kind !== 'idle')
  switch (first?.kind) {
    case 'drift':
      return first.drift.before > 0 ? { kind: 'rewind', step: first.drift.before } : { kind: 'model' }
    case 'cut':
      return { kind: 'length', maxNewTokens: first.limit * 2 }
    case 'no-feedback':
    case 'one-feedback':
      return { kind: 'edit' }
    case 'not-its-form':
    case 'same-error':
    case 'alike':
    case 'teacher-unmoved':
      return { kind: 'model' }
    default:
      return { kind: 'extend' }
  }
}
