/** Recordings from before a verdict said which test it told, and before a piece said where its words stand. */
import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { runEventSchema, type RunEvent } from '../../engine/protocol.ts'
import { templateSets } from '../../sdpo/templates.ts'
import { restoreEvent } from './restore.ts'

const [judged] = sampleRun({ steps: 1 }).filter((event) => event.type === 'attempt-judged')
const record = { input: 'xs = [9]', expected: '[8]', actual: '[7]', passed: false }
const records = [
  { ...record, testIndex: 0, input: 'xs = [1]', actual: '[2]' },
  { ...record, testIndex: 1 },
]

describe('an old recording', () => {
  it('has the test that its feedback told found in the text', () => {
    const { told: _, ...verdict } = judged!.verdict
    const told = (feedback: string) =>
      (
        restoreEvent({ ...judged, verdict: { ...verdict, feedback }, records }) as Extract<
          RunEvent,
          { type: 'attempt-judged' }
        >
      ).verdict.told
    expect(told('Wrong Answer\nInput: [9]\nOutput: [7]')).toBe(1)
    expect(told('It threw.')).toBeNull()
  })

  it('keeps what a newer one says', () => {
    const feedback = 'Input: [9], output: [7]'
    const newer = { ...judged, verdict: { ...judged!.verdict, feedback, told: null }, records }
    expect(restoreEvent(newer)).toMatchObject({ verdict: { told: null } })
    const pieces = [{ kind: 'feedback', text: 'said', words: [1, 2] }]
    expect(restoreEvent({ type: 'attempt-reprompted', attempt: 1, mask: 1, pieces })).toMatchObject({
      pieces,
    })
  })

  it('has the words of each piece told from its heading', () => {
    const wordsOf = (kind: 'feedback' | 'solution', text: string) => {
      const event = restoreEvent({
        type: 'attempt-reprompted',
        attempt: 1,
        mask: 1,
        pieces: [
          { kind: 'question', text: 'q' },
          { kind, text },
        ],
      }) as Extract<RunEvent, { type: 'attempt-reprompted' }>
      expect(event.pieces[0]).toEqual({ kind: 'question', text: 'q' })
      return text.slice(...event.pieces[1]!.words!)
    }
    const said = 'Wrong Answer\n\n$& {x}'
    for (const { feedback, solution } of Object.values(templateSets)) {
      expect(
        wordsOf(
          'feedback',
          feedback.replace('{feedback_raw}', () => said),
        ),
      ).toBe(said)
      expect(
        wordsOf(
          'solution',
          solution.replace('{successful_previous_attempt}', () => said),
        ),
      ).toBe(said)
    }
    expect(wordsOf('feedback', `\n${templateSets.yaml.feedback.replace('{feedback_raw}', () => said)}`)).toBe(
      said,
    )
    expect(wordsOf('feedback', 'No heading that we know')).toBe('No heading that we know')
  })
})

it('an event that is as it should be is not copied, and is what zod makes of it', () => {
  const run = sampleRun({ steps: 2 })
  const same = run.filter((event) => restoreEvent(event) === event).map(({ type }) => type)
  expect(new Set(same)).toEqual(
    new Set([
      'vocabulary',
      'step-started',
      'attempt-sampled',
      'attempt-judged',
      'attempt-scored',
      'advantages',
      'step-updated',
      'attempt-rescored',
      'run-finished',
    ]),
  )
  for (const event of run) expect(restoreEvent(event)).toEqual(runEventSchema.parse(event))
})

it('a step of more attempts than a page can show is left out', () => {
  const step = (attempts: number) => ({
    type: 'step-started',
    step: 1,
    attempts: Array.from({ length: attempts }, (_, i) => i + 1),
  })
  expect(restoreEvent(step(64))).toEqual(step(64))
  expect(restoreEvent(step(200_000))).toBeNull()
})
