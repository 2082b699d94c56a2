import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { stopsOf, type Stop } from '../run/stages.ts'
import { resolveFocus } from '../reading/focus.ts'
import { RunLog } from '../run/run-log.ts'
import { percent } from '../text/format.ts'
import { headlineOf } from './headline.ts'
import { fullHindsight, readingOf, type Hindsight } from '../reading/hindsight.ts'
import { readRecording } from '../run/recording.ts'
import type { CreditMode } from '../reading/credit.ts'
import { plain } from '../text/phrase.ts'
import { pieceOf } from '../text/token.ts'

let log: RunLog
let stops: Stop[]

beforeAll(async () => {
  const { recording } = await readRecording(
    readFileSync(new URL('../../../public/recordings/first.json', import.meta.url), 'utf8'),
  )
  log = RunLog.of(recording.events)
  stops = stopsOf(recording.events)
})

function at(stop: Stop, mode: CreditMode = 'sdpo', hindsight: Hindsight = fullHindsight) {
  const view = log.view(stop.at)
  const { step, attempt, pinned } = resolveFocus(view, { attempt: null, token: null, hovered: null })
  const phrase = headlineOf({
    step: step!,
    attempt: attempt!,
    token: pinned,
    mode,
    reading: readingOf({ hindsight, rereads: {} }, attempt!),
    firstPass: view.firstPass,
    pieceOf: (id) => pieceOf(view.vocabulary, id),
  })
  /** With a word in place of each token, whose own signs are no punctuation of the sentence. */
  const worded = plain(
    phrase.map((part) => (typeof part === 'object' && 'token' in part ? { ...part, token: 'token' } : part)),
  )
  return { said: plain(phrase), worded, view, step: step!, attempt: attempt!, pinned }
}

describe('the headline beside the bundled recording', () => {
  it('is one whole sentence or two at every act', () => {
    for (const stop of stops) expect(at(stop).said).toMatch(/^[A-Z][^]*[.]$/)
    for (const stop of stops) expect(at(stop).worded).not.toMatch(/undefined|NaN|null|\s[.,]|\.\./)
  })

  it('names what the judge said and the two probabilities of the pinned token', () => {
    const { said, attempt, pinned } = at(stops.find((stop) => stop.stage === 'score')!)
    const position = attempt.positions![pinned!]!
    expect(said).toContain(
      `${percent(Math.exp(position.student[0]!))} \u2192 ${percent(Math.exp(position.teacher[0]!))}`,
    )
    const told = /gave (\S+) and not (\S+),/.exec(said)!
    expect(attempt.verdict!.feedback).toContain(`Output: ${told[1]}`)
    expect(attempt.verdict!.feedback).toContain(`Expected: ${told[2]}`)
  })

  it('says where the student went', () => {
    const { said, attempt, pinned } = at(stops.find((stop) => stop.stage === 'update')!)
    expect(said).toContain(
      `${percent(Math.exp(attempt.positions![pinned!]!.student[0]!))} \u2192 ${percent(Math.exp(attempt.after![pinned!]![0]!))}`,
    )
  })

  it('says what GRPO gives, what hiding the feedback leaves, and what passed first', () => {
    const score = stops.find((stop) => stop.stage === 'score')!
    expect(at(score, 'grpo').said).toBe(
      `GRPO gives all ${at(score).attempt.tokens.length} tokens one number: 0. There is nothing to learn from.`,
    )
    expect(at(score, 'sdpo', { ...fullHindsight, feedback: false }).said).toContain('no gap, no credit')
    const first = stops.find((stop) => stop.stage === 'judge' && log.view(stop.at).firstPass !== null)!
    expect(at(first).said).toMatch(/^Solved: attempt \d+ passes all \d+ tests, the first of \d+ to do so\.$/)
  })
})
