/**
 * What the self-teacher of an attempt could have read in place of what it did, as the pieces of a prompt: nothing, that
 * it is wrong, somebody else's feedback, a lie, the answer. The same attempt under each shows what of its credit comes
 * from these very words.
 */
import type { PromptPiece, WhatIfKind } from '../../engine/protocol.ts'
import type { Problem } from '../../problems/problem.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import { buildReprompts, repromptOptions } from '../../sdpo/reprompt.ts'
import { whatIfKindSchema } from '../../sdpo/events.ts'
import type { AttemptView, StepView } from '../run/view.ts'
import { lendersOf } from './swapped-feedback.ts'

/** In the order in which one key goes through them. */
export const whatIfKinds: readonly WhatIfKind[] = whatIfKindSchema.options

/** What is asked of the self-teacher: other words, or why there are none of this kind. */
export type WhatIf =
  | { what: WhatIfKind; pieces: readonly PromptPiece[]; from?: string }
  | { what: WhatIfKind; hindrance: string }

interface WhatIfOf {
  step: StepView
  attempt: AttemptView
  problem: Problem
  /** Those whose words may be lent. */
  problems: readonly Problem[]
  /** As the student reads it. */
  question: string
  config: RunConfig
}

/** Of a failed attempt, no more than that, in the heading of a judge: the bundled model reads it with its colon. */
const bareFailure = 'Wrong Answer:'

export function whatIfOf(what: WhatIfKind, about: WhatIfOf): WhatIf {
  const { step, attempt, problem, problems } = about
  const told = (text: string, from?: string): WhatIf => ({
    what,
    pieces: reprompt(about, { feedback: text }),
    ...(from !== undefined && { from }),
  })
  switch (what) {
    case 'nothing':
      return { what, pieces: [{ kind: 'question', text: about.question }] }
    case 'wrong':
      return attempt.verdict?.feedback.trim() === bareFailure
        ? { what, hindrance: 'The judge said no more than this.' }
        : told(bareFailure)
    case 'other-attempt':
    case 'other-problem': {
      const lender = lendersOf(step, attempt, problems, problem).find(
        ({ of }) => of === (what === 'other-attempt' ? 'attempt' : 'problem'),
      )
      if (lender) return told(lender.text, lender.from)
      return {
        what,
        hindrance:
          what === 'other-attempt'
            ? 'Nothing else was said of the other attempts of this update.'
            : 'The judge\u2019s words name no test whose place another problem\u2019s could take.',
      }
    }
    case 'wrong-hint': {
      const text = turnedAround(attempt)
      return text === null
        ? { what, hindrance: 'The judge\u2019s words have nothing in them that could be turned around.' }
        : told(text)
    }
    case 'solution': {
      const { solution, sealed } = problem
      if (solution === undefined) return { what, hindrance: 'No solution of this problem is known.' }
      return sealed
        ? { what, hindrance: 'Whoever made this problem keeps its solution hidden.' }
        : { what, pieces: reprompt(about, { solution }) }
    }
    default:
      return what satisfies never
  }
}

/** What a self-teacher reads with these words, by the run's own templates. */
function reprompt(
  { problem, question, config, attempt }: WhatIfOf,
  { feedback = null, solution }: { feedback?: string | null; solution?: string },
): PromptPiece[] {
  const own = { group: problem.id, prompt: question, response: attempt.text, score: 0, feedback }
  const solved = solution === undefined ? [] : [{ ...own, response: solution, score: 1 }]
  return buildReprompts([own, ...solved], { ...repromptOptions(config.reprompt), includeFeedback: true })
    .reprompts[0]!.pieces
}

/** The judge's words with what came out and what should have in each other's place; null where they do not name both. */
function turnedAround({ verdict, records }: AttemptView): string | null {
  const feedback = verdict?.feedback.trim() ?? ''
  const record = records.find((r) => r.testIndex === (verdict?.told ?? null))
  if (!record || record.actual === '' || record.expected === '' || record.actual === record.expected)
    return null
  const { actual, expected } = record
  const end = feedback.lastIndexOf(expected)
  const at = feedback.lastIndexOf(actual, end - 1)
  if (end < 0 || at < 0 || at + actual.length > end) return null
  return (
    feedback.slice(0, at) +
    expected +
    feedback.slice(at + actual.length, end) +
    actual +
    feedback.slice(end + expected.length)
  )
}
