/** What the self-teacher has read, and what it makes of a token, in words: for the headline, the lessons and the slides alike. */
import { givenOf } from '../reading/given.ts'
import type { Reading } from '../reading/hindsight.ts'
import type { Opinion, Rival } from '../reading/opinion.ts'
import type { AttemptView } from '../run/view.ts'
import { percent } from '../text/format.ts'
import type { PhrasePart } from '../text/phrase.ts'
import { toldRecord } from './summary.ts'

/** What hindsight was, in few words, up to "the same model ...". */
export function hindsightPhrase(attempt: AttemptView, reading: Reading): PhrasePart[] {
  const given = givenOf(attempt, reading)
  switch (given.kind) {
    case 'nothing':
      return ['Told nothing more, the same model ']
    case 'lent':
      return [`Told what was said of ${given.from}, the same model `]
    case 'edited':
      return ['Told your own words, the same model ']
    case 'solution':
      return [`Shown attempt ${given.from}, which passed, the same model `]
    case 'feedback': {
      const { verdict, records } = attempt
      const record = verdict?.status === 'wrong-answer' ? toldRecord(verdict, records) : null
      return record && record.actual.length + record.expected.length <= 32
        ? [
            'Told that it gave ',
            { token: record.actual },
            ' and not ',
            { token: record.expected },
            ', the same model ',
          ]
        : [
            attempt.passed
              ? 'Told what the judge said, the same model '
              : 'Told what went wrong, the same model ',
          ]
    }
    default:
      return given satisfies never
  }
}

/** "would write" is said of the teacher's first choice alone; another token that gains is leaned to. */
export function rivalVerb({ firstChoice }: Rival): string {
  return firstChoice ? 'would write' : 'leans more to'
}

/** "doubts its `*` (69 % -> 14 %) and would write `+`." */
export function opinionPhrase(opinion: Opinion, pieceOf: (id: number) => string): PhrasePart[] {
  const { stance, rival } = opinion
  const change = `${percent(opinion.student)} \u2192 ${percent(opinion.teacher)}`
  const token: PhrasePart = { token: pieceOf(opinion.id), side: opinion.credit < 0 ? 'student' : 'teacher' }
  switch (stance) {
    case 'agrees':
      return ['finds ', token, ' as likely as before: ', { strong: percent(opinion.teacher) }, '.']
    case 'trusts':
      return [
        'trusts its ',
        token,
        ' more: ',
        { strong: change },
        ...(rival ? [', at the expense of ', { token: pieceOf(rival.id), side: 'student' } as const] : []),
        '.',
      ]
    case 'doubts':
    case 'takes-back':
      return [
        stance === 'takes-back' ? 'takes back its ' : 'doubts its ',
        token,
        ' ',
        { strong: `(${change})` },
        ...(rival
          ? [` and ${rivalVerb(rival)} `, { token: pieceOf(rival.id), side: 'teacher' } as const]
          : []),
        '.',
      ]
    default:
      return stance satisfies never
  }
}
