/** What another reading of an attempt changes, in sentences, from the credits of both; and what is asked of the self-teacher, in words. */
import type { Position, PromptPiece, WhatIfKind } from '../../engine/protocol.ts'
import { mostTelling, negligibleCredit } from '../reading/credit.ts'
import { wordsOf } from '../reading/hindsight.ts'
import { logRatios } from '../run/log-ratio.ts'
import type { AttemptView } from '../run/view.ts'
import type { WhatIfView } from '../state/what-if.ts'
import { signed } from '../text/format.ts'
import type { Phrase, PhrasePart } from '../text/phrase.ts'

export const whatIfTitle = 'What if it had read something else?'

export const whatIfNames: Readonly<Record<WhatIfKind, string>> = {
  nothing: 'Nothing',
  wrong: 'Only \u201cwrong\u201d',
  'other-attempt': 'Another attempt\u2019s',
  'other-problem': 'Another problem\u2019s',
  'wrong-hint': 'A wrong hint',
  solution: 'The solution',
}

/** Whose words the run's own reading has. */
export function ownName({ reprompt }: AttemptView): string {
  const feedback = reprompt?.pieces.some(({ kind }) => kind === 'feedback') ?? false
  const from = reprompt?.solutionFrom ?? null
  if (from === null) return 'This feedback'
  return feedback ? `This feedback, attempt ${from}` : `Attempt ${from}\u2019s text`
}

/** What a prompt has beside the question, in a line. */
export function beside(pieces: readonly PromptPiece[]): string {
  const words = pieces
    .filter(({ kind }) => kind === 'feedback' || kind === 'solution')
    .map((piece) => piece.text.slice(...wordsOf(piece)).trim())
  return words.length === 0
    ? 'The question alone, as the student reads it.'
    : words.join(' ').replaceAll(/\s*\n\s*/g, ' ')
}

function told({ what, from }: WhatIfView): string {
  switch (what) {
    case 'nothing':
      return 'With nothing more to read'
    case 'wrong':
      return 'Told only that it is wrong'
    case 'other-attempt':
    case 'other-problem':
      return `Told what was said of ${from ?? 'another'}`
    case 'wrong-hint':
      return 'Told the wrong way round'
    case 'solution':
      return 'Shown the solution'
    default:
      return what satisfies never
  }
}

/** Empty while one of the two readings is not known. */
export function whatIfPhrases(view: WhatIfView, pieceOf: (id: number) => string): readonly Phrase[] {
  const { attempt, positions } = view
  if (!positions || !attempt.positions) return []
  const [own, other] = [logRatios(attempt.positions), logRatios(positions)]
  const [most, then] = [mostTelling(own), mostTelling(other)]
  if (most === null || then === null) return []
  const token = (at: number): PhrasePart => ({ token: attempt.pieces[at]! })
  const moves = (credits: readonly number[], at: number) => Math.abs(credits[at]!) >= negligibleCredit
  if (!moves(own, most))
    return [
      ['What it read moves no token.'],
      moves(other, then)
        ? [`${told(view)}, it moves `, token(then), ' most: ', { strong: signed(other[then]!) }, '.']
        : [`${told(view)}, it moves none either.`],
    ]
  return [
    ['What it read moves ', token(most), ' most: ', { strong: signed(own[most]!) }, '.'],
    [
      told(view),
      ': ',
      { strong: signed(other[most]!) },
      ...choices(attempt.positions[most]!, positions[most]!, pieceOf),
      '.',
    ],
    !moves(other, then)
      ? ['Then no token moves.']
      : then !== most
        ? ['Then ', token(then), ' moves most: ', { strong: signed(other[then]!) }, '.']
        : own[most]! > 0 === other[most]! > 0
          ? ['It moves most then too.']
          : ['It moves most then too, the other way.'],
  ]
}

/** What it would write there, where both readings tell. */
function choices(own: Position, other: Position, pieceOf: (id: number) => string): PhrasePart[] {
  const [before, after] = [firstChoice(own), firstChoice(other)]
  if (before === null || after === null) return []
  return before === after
    ? ['; either way it would write ', { token: pieceOf(after) }, ' there']
    : ['; it would write ', { token: pieceOf(after) }, ' there and not ', { token: pieceOf(before) }]
}

/** The teacher's likeliest token; null where one that is not among the candidates could be likelier. */
function firstChoice({ ids, teacher }: Position): number | null {
  const odds = teacher.map(Math.exp)
  const best = odds.indexOf(Math.max(...odds))
  const rest = 1 - odds.reduce((sum, p) => sum + p, 0)
  return odds[best]! >= rest ? ids[best]! : null
}
