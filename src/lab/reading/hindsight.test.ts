import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { defaultRunConfig } from '../../sdpo/config.ts'
import { buildReprompts, repromptOptions } from '../../sdpo/reprompt.ts'
import { RunLog } from '../run/run-log.ts'
import { fullHindsight, givenPieces, neededReread, readingOf, shownPieces } from './hindsight.ts'
import { scoredAttempt } from '../run/attempt.testing.ts'
import { beforeScores } from '../run/fold-attempt.ts'
import { attemptOf, type AttemptView } from '../run/view.ts'

const attempt = scoredAttempt(RunLog.of(sampleRun({ steps: 1, masked: [2] })).view(99), 1)
const masked = attemptOf(RunLog.of(sampleRun({ steps: 1, masked: [2] })).view(99), 2)!
const withSolution: AttemptView = {
  ...attempt,
  reprompt: {
    mask: 1,
    solutionFrom: 2,
    pieces: [
      { kind: 'question', text: 'q' },
      { kind: 'solution', text: ' s' },
      { kind: 'feedback', text: ' f' },
      { kind: 'closing', text: ' c' },
    ],
  },
}
const noFeedback = { ...fullHindsight, feedback: false }

describe('what the teacher is given', () => {
  it('is the recorded reprompt while nothing is switched', () => {
    expect(givenPieces(attempt, fullHindsight)).toEqual(attempt.reprompt!.pieces)
    expect(neededReread(attempt, fullHindsight)).toBeNull()
    expect(readingOf({ hindsight: fullHindsight, rereads: {} }, attempt)).toMatchObject({
      status: 'own',
      positions: attempt.positions,
      sameWords: false,
    })
  })

  it('without feedback is the question alone, closing line and all gone, still shown as hidden', () => {
    expect(givenPieces(attempt, noFeedback)).toEqual([attempt.reprompt!.pieces[0]])
    expect(shownPieces(attempt, noFeedback).map((piece) => piece.state)).toEqual(['given', 'hidden', 'given'])
  })

  it('keeps a solution, and the closing line with it', () => {
    expect(givenPieces(withSolution, noFeedback).map((piece) => piece.kind)).toEqual([
      'question',
      'solution',
      'closing',
    ])
    expect(
      givenPieces(withSolution, { ...fullHindsight, feedback: false, solution: false }).map(
        (piece) => piece.kind,
      ),
    ).toEqual(['question'])
  })

  it('rewritten by hand has the new words in the old template, taken to the letter', () => {
    const edited = { ...fullHindsight, edited: { 1: 'try $& and {feedback}' } }
    const piece = shownPieces(attempt, edited)[1]!
    expect(piece).toEqual({
      kind: 'feedback',
      text: '\n\nFeedback:\n\ntry $& and {feedback}',
      words: [13, 34],
      state: 'edited',
    })
    expect(
      shownPieces(attempt, { ...fullHindsight, edited: { 1: attempt.verdict!.feedback } })[1]!.state,
    ).toBe('given')
    expect(shownPieces(attempt, { ...fullHindsight, edited: { 9: 'other' } })[1]!.state).toBe('given')
  })
})

describe('feedback that was cut to fit the window', () => {
  it('keeps its heading and its line break when it is edited', () => {
    const feedback = Array.from({ length: 60 }, (_, i) => `line ${i} of the failure`).join('\n')
    const reprompts = (['lab', 'yaml', 'dataclass'] as const).map(
      (templates) =>
        buildReprompts(
          [{ group: 'q', prompt: 'Write f.', response: 'f', score: 0, feedback }],
          repromptOptions({ ...defaultRunConfig.reprompt, templates }, (text) => text.length <= 400),
        ).reprompts[0]!,
    )
    for (const { pieces } of reprompts) {
      const cut: AttemptView = { ...attempt, reprompt: { mask: 1, solutionFrom: null, pieces } }
      const text = givenPieces(cut, { ...fullHindsight, edited: { 1: 'The list is empty sometimes.' } })
        .map((piece) => piece.text)
        .join('')
      expect(text.trimEnd().replace(/\n+/g, '\n')).toBe(
        'Write f.\nThe following is feedback from your unsuccessful earlier attempt:\nThe list is empty sometimes.\nCorrectly solve the original question.',
      )
    }
  })
})

describe('a reading', () => {
  it('under other words is asked for, then what came of it', () => {
    const { key, pieces } = neededReread(attempt, noFeedback)!
    const state = { hindsight: noFeedback, rereads: {} }
    expect(readingOf(state, attempt)).toMatchObject({ status: 'asked', positions: null, sameWords: true })
    const reread = {
      attempt: 1,
      pieces,
      status: 'done' as const,
      positions: attempt.positions,
      unknownWords: ['zap'],
      note: 'n',
    }
    expect(readingOf({ ...state, rereads: { [key]: reread } }, attempt)).toMatchObject({
      status: 'done',
      positions: attempt.positions,
      unknownWords: ['zap'],
      note: 'n',
    })
  })

  it('is different for different words, and not needed where an attempt teaches nothing or is not scored', () => {
    const keys = [
      noFeedback,
      { ...fullHindsight, edited: { 1: 'a' } },
      { ...fullHindsight, edited: { 1: 'b' } },
    ].map((hindsight) => neededReread(attempt, hindsight)!.key)
    expect(new Set(keys).size).toBe(3)
    expect(neededReread(masked, noFeedback)).toBeNull()
    expect(neededReread(beforeScores(attempt), noFeedback)).toBeNull()
    expect(readingOf({ hindsight: fullHindsight, rereads: {} }, masked).sameWords).toBe(true)
  })
})
