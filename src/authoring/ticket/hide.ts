/** A ticket with a secret meaning as a problem: tests are made from the meaning, and it is said how far from the model's habit it lies. */
import type { Problem } from '../../problems/problem.ts'
import { Rng } from '../../rng.ts'
import { families, problemOf, type Drawn } from '../../problems/tickets/drawn.ts'
import { priorPassRate } from '../../problems/tickets/prior-pass-rate.ts'
import { splitOf } from '../../problems/tickets/split.ts'
import { phrasebooks } from './phrasebook.ts'
import { hiddenId } from './hidden-id.ts'
import { codeOfTicket, ticketOfCode } from './link.ts'
import { grammarOf, kindOf, wordsOf, type BuiltTicket } from './ticket.ts'

export type Hidden =
  | {
      kind: 'problem'
      problem: Problem & { solution: string }
      /** How often a reader who takes every word as the model's training did would pass, 0..1. */
      habit: number
      /** The exact program was among those that the model was trained to write. */
      trainedOn: boolean
    }
  | {
      kind: 'complaint'
      message: string
      /** The clause to change, by its place; null where it is none in particular. */
      clause: number | null
    }

const testCount = 8
/** Sets of tests that are drawn before it is said that there are none. */
const draws = 12

export function hide(built: BuiltTicket): Hidden {
  const missing = whatIsMissing(built)
  if (missing !== null) return { kind: 'complaint', message: missing, clause: null }
  const drawn = drawnOf(built)
  if (!drawn) return noTests(built)
  const problem = problemOf(drawn, { id: hiddenId(codeOfTicket(built)), title: titleOf(built) })
  return {
    kind: 'problem',
    problem: { ...problem, suits: 'tiny', solution: drawn.code },
    habit: priorPassRate(drawn),
    trainedOn: splitOf(drawn.code) === 'train',
  }
}

/** The problem that a link's code is of, sealed; null where it is none that this lab can read. */
export function sealedProblem(code: string): Problem | null {
  const built = ticketOfCode(code)
  const hidden = built && hide(built)
  return hidden?.kind === 'problem' ? { ...hidden.problem, sealed: true } : null
}

/** The tests are drawn from the ticket itself, so that the same ticket has the same tests wherever it is opened. */
function drawnOf(built: BuiltTicket): Drawn | null {
  const { ticket, truth } = grammarOf(built)
  const family = families[built.family]
  const code = family.code(ticket, truth)
  for (let draw = 0; draw < draws; draw++) {
    const tests = family.drawTests(Rng.of(draw, 'hide', ticket.text, code), ticket, truth, testCount)
    if (tests) return { family, ticket, truth, code, tests }
  }
  return null
}

function whatIsMissing({ family, clauses }: BuiltTicket): string | null {
  const { kinds, endNeeded } = phrasebooks[family]
  if (clauses.length === 0) return 'Pick a first step.'
  const last = clauses.at(-1)!
  if (endNeeded && kindOf(family, last.group) !== kinds.at(-1)) return 'Say at the end what the report shows.'
  return null
}

/** Which clause is to blame: the one without which there would be tests. */
function noTests(built: BuiltTicket): Hidden {
  const { clauses } = built
  const blamed = clauses.findIndex((_, i) => {
    const rest = { ...built, clauses: clauses.toSpliced(i, 1) }
    return whatIsMissing(rest) === null && drawnOf(rest) !== null
  })
  if (blamed < 0)
    return {
      kind: 'complaint',
      message: 'These steps together leave next to nothing to test. Change the meaning of one.',
      clause: null,
    }
  return {
    kind: 'complaint',
    message: `After the other steps, “${wordsOf(built.family, clauses[blamed]!)}” with this meaning changes nothing, or leaves nothing. Choose another meaning.`,
    clause: blamed,
  }
}

function titleOf({ family, clauses }: BuiltTicket): string {
  const words = wordsOf(family, clauses[0]!)
  return `Hidden: ${words}${clauses.length > 1 ? '…' : ''}`
}
