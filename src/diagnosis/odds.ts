/**
 * How likely an answer was along the run, as far as its events show: where attempts share a beginning with the
 * answer and part from it at one token, both readers' odds of that token were told at every update.
 */
import type { RunFacts } from './facts.ts'

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
 * The token at which the first attempt parts from the one that passed, and how likely it was at every update up to
 * that one which came to it with attempts. Null where the first attempt is the one, or is its beginning, or they part at mere white space.
 */
export function turnOf({ attempts, pieces }: RunFacts): Turn | null {
  const found = attempts.find(({ passed }) => passed)
  const first = attempts[0]
  if (!found || !first || found === first) return null
  let at = 0
  while (at < found.tokens.length && found.tokens[at] === first.tokens[at]) at++
  const id = found.tokens[at]
  const token = id === undefined ? undefined : pieces[String(id)]
  if (id === undefined || token === undefined || token.trim() === '' || at >= first.tokens.length) return null
  const begins = found.tokens.slice(0, at)
  const seen = new Map<number, { student: number; teacher: number; count: number }>()
  for (const { step, tokens, positions } of attempts) {
    if (step > found.step || !positions || !begins.every((each, i) => tokens[i] === each)) continue
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
