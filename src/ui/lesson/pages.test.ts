import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { stopsOf, type Stop } from '../../lab/beats.ts'
import { resolveFocus } from '../../lab/focus.ts'
import { RunLog } from '../../lab/fold.ts'
import { readRecording } from '../../lab/recording.ts'
import { emptyView, type RunView } from '../../lab/view.ts'
import { lessonCount, lessonPages, type Effect, type LessonInput, type Sentence } from './pages.ts'

let log: RunLog
let stops: Stop[]
let whole: RunView

beforeAll(async () => {
  const { recording } = await readRecording(readFileSync(new URL('../../../public/recordings/first.json', import.meta.url), 'utf8'))
  log = RunLog.of(recording.events)
  stops = stopsOf(recording.events)
  whole = log.view(log.length)
})

function inputAt(events: number): LessonInput {
  const view = log.view(events)
  const { step, attempt } = resolveFocus(view, { attempt: null, token: null, hovered: null })
  return { view, whole, step, attempt }
}

/** Tokens are the model's words, not the lesson's. */
const plain = (sentence: Sentence) => sentence.map((word) => (typeof word === 'string' ? word : !('say' in word) || word.code ? 'TOKEN' : word.say)).join('')
const text = (input: LessonInput) => lessonPages(input).map((page) => [page.title, plain(page.headline), ...page.sentences.map(plain)].join('\n'))
const effects = (input: LessonInput): Effect[] => lessonPages(input).flatMap((page) => page.sentences.flatMap((sentence) => sentence.flatMap((word) => (typeof word === 'object' && 'say' in word ? [word.effect] : []))))

describe('the lessons beside the bundled recording', () => {
  it('say something whole at every act', () => {
    for (const input of [{ view: emptyView, whole: emptyView, step: null, attempt: null }, ...stops.map((stop) => inputAt(stop.at))]) {
      const pages = text(input)
      expect(pages).toHaveLength(lessonCount)
      for (const page of pages) {
        expect(page).not.toMatch(/undefined|NaN|null|Infinity|\s[.,]|\.\./)
        for (const sentence of page.split('\n').slice(2)) expect(sentence).toMatch(/[.?]$/)
      }
    }
  })

  it('name the token that hindsight doubts most, and pin it', () => {
    const scored = stops.filter((stop) => stop.beat === 'score').map((stop) => inputAt(stop.at)).filter((input) => input.attempt?.credit && Math.min(...input.attempt.credit) <= -0.1)
    expect(scored.length).toBeGreaterThan(0)
    for (const input of scored) {
      const credit = input.attempt!.credit!
      const token = credit.indexOf(Math.min(...credit))
      expect(effects(input)).toContainEqual({ kind: 'token', attempt: input.attempt!.attempt, token })
    }
  })

  it('count what passed as the judge did', () => {
    for (const stop of stops.filter((s) => s.beat === 'judge')) {
      const input = inputAt(stop.at)
      const flat = text(input)[0]!
      if (input.step!.passed === 0) expect(flat).toContain('attempts failed')
      else expect(flat).toContain(`of ${['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'][input.step!.attempts.length]} attempts passed`)
    }
  })

  it('lead to the first pass and to moments that exist', () => {
    const input = inputAt(log.length)
    expect(effects(input)).toContainEqual({ kind: 'attempt', attempt: whole.firstPass, step: whole.steps.find((step) => step.passed > 0)!.step })
    for (const effect of effects(input)) if (effect.kind === 'step' || effect.kind === 'attempt') expect(whole.steps.some((step) => step.step === effect.step)).toBe(true)
  })
})
