import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { stopsOf, type Stop } from '../../lab/run/stages.ts'
import { resolveFocus } from '../../lab/reading/focus.ts'
import { RunLog } from '../../lab/run/run-log.ts'
import { runSettings } from '../../lab/settings/run-settings.ts'
import { readRecording } from '../../lab/run/recording.ts'
import { emptyView, type RunView } from '../../lab/run/view.ts'
import { fullHindsight, readingOf } from '../../lab/reading/hindsight.ts'
import type { LessonInput } from './facts.ts'
import type { Effect, Sentence } from './page.ts'
import { lessonCount, lessonPages } from './pages.ts'

interface Run {
  bundled: string
  log: RunLog
  stops: Stop[]
  whole: RunView
}

async function runOf(bundled: string): Promise<Run> {
  const { recording } = await readRecording(
    readFileSync(new URL(`../../../public/recordings/${bundled}.json`, import.meta.url), 'utf8'),
  )
  const log = RunLog.of(recording.events)
  return { bundled, log, stops: stopsOf(recording.events), whole: log.view(log.length) }
}

let first: Run
let log: RunLog
let stops: Stop[]
let whole: RunView

beforeAll(async () => {
  first = await runOf('first')
  ;({ log, stops, whole } = first)
})

function inputAt(events: number, run = first): LessonInput {
  const view = run.log.view(events)
  const { step, attempt } = resolveFocus(view, { attempt: null, token: null, hovered: null })
  const reading = attempt && readingOf({ hindsight: fullHindsight, rereads: {} }, attempt)
  return { view, whole: run.whole, step, attempt, reading, mode: 'sdpo', bundled: run.bundled }
}

/** Tokens are the model's words, not the lesson's. */
const plain = (sentence: Sentence) =>
  sentence
    .map((word) => (typeof word === 'string' ? word : !('say' in word) || word.code ? 'TOKEN' : word.say))
    .join('')
const text = (input: LessonInput) =>
  lessonPages(input).map((page) =>
    [page.title, plain(page.headline), ...[...page.sentences, page.tryIt].map(plain)].join('\n'),
  )
const effects = (input: LessonInput): Effect[] =>
  lessonPages(input).flatMap((page) =>
    [...page.sentences, page.tryIt].flatMap((sentence) =>
      sentence.flatMap((word) => (typeof word === 'object' && 'say' in word ? [word.effect] : [])),
    ),
  )

describe('the lessons beside the bundled recording', () => {
  it('say something whole at every act, of every bundled run', async () => {
    const runs = [first, await runOf('again'), await runOf('collapse')]
    for (const input of [
      {
        view: emptyView,
        whole: emptyView,
        step: null,
        attempt: null,
        reading: null,
        mode: 'sdpo' as const,
        bundled: null,
      },
      ...runs.flatMap((run) => run.stops.map((stop) => inputAt(stop.at, run))),
    ]) {
      const pages = text(input)
      expect(pages).toHaveLength(lessonCount)
      for (const page of pages) {
        expect(page).not.toMatch(/undefined|NaN|null|Infinity|\s[.,]|\.\./)
        for (const sentence of page.split('\n').slice(2)) expect(sentence).toMatch(/[.?]$/)
      }
    }
  })

  it('name the token that hindsight doubts most, and pin it', () => {
    const scored = stops
      .filter((stop) => stop.stage === 'score')
      .map((stop) => inputAt(stop.at))
      .filter((input) => input.attempt?.credit && Math.min(...input.attempt.credit) <= -0.1)
    expect(scored.length).toBeGreaterThan(0)
    for (const input of scored) {
      const credit = input.attempt!.credit!
      const token = credit.indexOf(Math.min(...credit))
      expect(effects(input)).toContainEqual({ kind: 'token', attempt: input.attempt!.attempt, token })
    }
  })

  it('count what passed as the judge did', () => {
    for (const stop of stops.filter((s) => s.stage === 'judge')) {
      const input = inputAt(stop.at)
      const flat = text(input)[0]!
      if (input.step!.passed === 0) expect(flat).toContain('attempts failed')
      else
        expect(flat).toContain(
          `of ${['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'][input.step!.attempts.length]} attempts passed`,
        )
    }
  })

  it('end each with something to do live', () => {
    for (const { tryIt } of lessonPages(inputAt(log.length)))
      expect(
        tryIt.some(
          (word) =>
            typeof word === 'object' &&
            'say' in word &&
            (word.effect.kind === 'live' || word.effect.kind === 'panel'),
        ),
      ).toBe(true)
    for (const effect of effects(inputAt(log.length)))
      if (effect.kind === 'live' && effect.set)
        expect(runSettings.map(({ id }) => id)).toContain(effect.set.setting)
  })

  it('of asking again count what was drawn: many attempts, fewer different ones, and no update', async () => {
    const again = await runOf('again')
    const texts = again.whole.steps.flatMap((step) => step.attempts.map((attempt) => attempt.text))
    expect(new Set(texts).size).toBeLessThan(texts.length)
    expect(text(inputAt(again.log.length, again))[5]).toContain(
      `${new Set(texts).size} of the ${texts.length} attempts were different, and none passed.`,
    )
    expect(again.whole.passed).toBe(0)
    expect(again.whole.steps.every((step) => step.signals === null)).toBe(true)
  })

  it('of failing name the update at which larger steps ruined the model, and what it wrote then', async () => {
    const collapse = await runOf('collapse')
    const page = lessonPages(inputAt(collapse.log.length, collapse))[6]!
    const ruin = collapse.whole.steps.find((step) => step.signals!.klToStart > 4)!
    expect(effects(inputAt(collapse.log.length, collapse))).toContainEqual({ kind: 'step', step: ruin.step })
    expect(page.headline.join('')).toContain(ruin.signals!.klToStart.toFixed(1))
    expect(whole.steps.every((step) => step.signals!.klToStart < 4)).toBe(true)
  })

  it('lead to the first pass and to moments that exist', () => {
    const input = inputAt(log.length)
    expect(effects(input)).toContainEqual({
      kind: 'attempt',
      attempt: whole.firstPass,
      step: whole.steps.find((step) => step.passed > 0)!.step,
    })
    for (const effect of effects(input))
      if (effect.kind === 'step' || effect.kind === 'attempt')
        expect(whole.steps.some((step) => step.step === effect.step)).toBe(true)
  })
})
