/**
 * How likely an answer was along the run, as far as its events show: where attempts share a beginning with the
 * answer and part from it at one token, both readers' odds of that token were told at every update.
 */
import type { Problem } from '../problems/problem.ts'
import type { AttemptFacts, RunFacts } from './facts.ts'

/** One update's student and self-teacher at the token that decides; probabilities. */
interface Odds {
  step: number
  student: number
  /** Mean over the attempts that came to it; the teacher read each one's own feedback. */
  teacher: number
}

export interface Turn {
  /** Text before the token, the same in all attempts that are looked at. */
  before: string
  token: string
  /** By step, ascending. */
  odds: readonly Odds[]
}

/**
 * A token that decided, and how likely it was at every update up to the first attempt that passed which came to it with
 * attempts: where the right word begins in that attempt, or else, of the tokens at which an earlier attempt parts from it,
 * the one whose chance rose most. Null where the first attempt is the one, and where none parts from it but at mere
 * white space or its end.
 */
export function turnOf({ problem, attempts, pieces }: RunFacts): Turn | null {
  const found = attempts.findIndex(({ passed }) => passed)
  if (found < 1) return null
  const right = attempts[found]!
  const answer = answerAt(problem, right.tokens, pieces)
  const named = answer === null ? null : turnAt(attempts, right, answer, pieces)
  if (named) return named
  const written = right.cut ? right.tokens.length : right.tokens.length - 1
  const places = new Set(
    attempts
      .slice(0, found)
      .map(({ tokens }) => ({ at: sharedBy(tokens, right.tokens), end: tokens.length }))
      .filter(({ at, end }) => at < Math.min(end, written))
      .map(({ at }) => at),
  )
  const turns = [...places].flatMap((at) => turnAt(attempts, right, at, pieces) ?? [])
  return turns.sort((a, b) => riseOf(b) - riseOf(a))[0] ?? null
}

/** The token with which a right word begins; null where the problem names none, or the attempt does not say it so. */
function answerAt(
  { program }: Problem,
  tokens: readonly number[],
  pieces: RunFacts['pieces'],
): number | null {
  const words =
    program.kind === 'question' && program.rule.type === 'words'
      ? program.rule.right
      : program.kind === 'answer' && program.answer.type === 'exact'
        ? program.answer.accepted
        : []
  const texts = tokens.map((id) => pieces[String(id)] ?? '')
  const at = texts.findIndex((_, i) => {
    const rest = texts.slice(i).join('')
    const apart = /^\s/.test(rest) || !/[\p{L}\p{N}]$/u.test(texts.slice(0, i).join(''))
    return apart && words.some((word) => rest.trimStart().toLowerCase().startsWith(word.toLowerCase()))
  })
  return at < 0 ? null : at
}

/** How many tokens two attempts begin with alike. */
function sharedBy(a: readonly number[], b: readonly number[]): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}

/** What was seen at one update alone comes last. */
function riseOf({ odds }: Turn): number {
  return odds.length < 2 ? -1 : odds.at(-1)!.student - odds[0]!.student
}

function turnAt(
  attempts: RunFacts['attempts'],
  right: AttemptFacts,
  at: number,
  pieces: RunFacts['pieces'],
): Turn | null {
  const id = right.tokens[at]!
  const token = pieces[String(id)]
  if (token === undefined || token.trim() === '') return null
  const begins = right.tokens.slice(0, at)
  const seen = new Map<number, { student: number; teacher: number; count: number }>()
  for (const { step, tokens, positions } of attempts) {
    if (step > right.step || !positions || !begins.every((each, i) => tokens[i] === each)) continue
    const position = positions[at]
    const place = position?.ids.indexOf(id) ?? -1
    if (!position || place < 0) continue
    const { student, teacher, count } = seen.get(step) ?? { student: 0, teacher: 0, count: 0 }
    seen.set(step, {
      student: student + Math.exp(position.student[place]!),
      teacher: teacher + Math.exp(position.teacher[place]!),
      count: count + 1,
    })
  }
  const odds = [...seen]
    .sort(([a], [b]) => a - b)
    .map(([step, { student, teacher, count }]) => ({
      step,
      student: student / count,
      teacher: teacher / count,
    }))
  const before = begins.map((each) => pieces[String(each)] ?? '').join('')
  return odds.length === 0 ? null : { before, token, odds }
}

/** A right answer that was never written, where it would have gone on from what was: nats of log-odds. */
export interface Reach {
  /** Attempts at which a token that begins the rest of the answer was among the likeliest of a reader. */
  attempts: number
  /** Mean move from the student's log-odds to the teacher's. */
  teacherMoves: number
  /** The student's mean probability over those of the first half of the run's updates, and of the second; null where one half has none. */
  student: { early: number; late: number } | null
}

/** `right`: a whole response that is right. Null where no attempt comes to it. */
export function reachOf({ attempts, pieces }: RunFacts, right: string): Reach | null {
  const moves: { step: number; student: number; move: number }[] = []
  for (const { step, tokens, positions } of attempts) {
    if (!positions) continue
    let written = ''
    for (let at = 0; at < positions.length && right.startsWith(written); at++) {
      const { ids, student, teacher } = positions[at]!
      const rest = right.slice(written.length)
      const sampled = pieces[String(tokens[at])] ?? ''
      const place = ids.findIndex((id, i) => {
        const piece = pieces[String(id)] ?? ''
        return i > 0 && piece !== '' && rest.startsWith(piece) && !rest.startsWith(sampled || '\u0000')
      })
      if (place > 0)
        moves.push({
          step,
          student: Math.exp(student[place]!),
          move: logOdds(teacher[place]!) - logOdds(student[place]!),
        })
      written += sampled
    }
  }
  if (moves.length === 0) return null
  const steps = [...new Set(moves.map(({ step }) => step))].sort((a, b) => a - b)
  const half = steps[Math.floor(steps.length / 2)]!
  const mean = (of: readonly number[]) => of.reduce((sum, x) => sum + x, 0) / of.length
  const early = moves.filter(({ step }) => step < half).map(({ student }) => student)
  const late = moves.filter(({ step }) => step >= half).map(({ student }) => student)
  return {
    attempts: moves.length,
    teacherMoves: mean(moves.map(({ move }) => move)),
    student: early.length > 0 && late.length > 0 ? { early: mean(early), late: mean(late) } : null,
  }
}

function logOdds(logP: number): number {
  return logP - Math.log(Math.max(1 - Math.exp(logP), 1e-9))
}
