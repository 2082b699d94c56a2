/** What the lessons claim beside any picture, derived again from its numbers: every bundled recording, act, attempt and switch. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { givenOf } from '../../lab/reading/given.ts'
import { fullHindsight, neededReread, readingOf, type Hindsight } from '../../lab/reading/hindsight.ts'
import { stopsOf } from '../../lab/run/stages.ts'
import { RunLog } from '../../lab/run/run-log.ts'
import { logRatios } from '../../lab/run/log-ratio.ts'
import { readRecording } from '../../lab/run/recording.ts'
import { currentStep, type AttemptView } from '../../lab/run/view.ts'
import { percent } from '../../lab/text/format.ts'
import { pieceOf, tokenText } from '../../lab/text/token.ts'
import type { LessonInput } from './facts.ts'
import { wrongBlame } from './lessons/when-it-fails.ts'
import type { Sentence, Word } from './page.ts'
import { lessonPages } from './pages.ts'

const folder = new URL('../../../public/recordings/', import.meta.url)
const switches: readonly ((attempt: AttemptView) => Hindsight)[] = [
  () => fullHindsight,
  () => ({ ...fullHindsight, feedback: false }),
  () => ({ ...fullHindsight, feedback: false, solution: false }),
  ({ attempt }) => ({ ...fullHindsight, edited: { [attempt]: 'Other words.' } }),
  ({ attempt }) => ({
    ...fullHindsight,
    edited: { [attempt]: 'Other words.' },
    swapped: { [attempt]: 'attempt 999' },
  }),
]

const textOf = (word: Word) => (typeof word === 'string' ? word : 'say' in word ? word.say : word.code)
const text = (sentence: Sentence) => sentence.map(textOf).join('')

/** The picture with the teacher re-reading where the switches ask for it; its numbers are turned about, so they are others. */
function pictureOf(input: Omit<LessonInput, 'reading' | 'mode'>, hindsight: Hindsight): LessonInput {
  const attempt = input.attempt!
  const needed = neededReread(attempt, hindsight)
  const positions = attempt.positions?.map((p) => ({ ...p, teacher: [...p.student].reverse() })) ?? null
  const reread = { attempt: attempt.attempt, status: 'done', unknownWords: [], note: '', positions } as const
  const rereads = needed ? { [needed.key]: { ...reread, pieces: needed.pieces } } : {}
  return { ...input, mode: 'sdpo', reading: readingOf({ hindsight, rereads }, attempt) }
}

function check(input: LessonInput, about: string): void {
  const attempt = input.attempt!
  const reading = input.reading!
  const given = attempt.reprompt ? givenOf(attempt, reading) : null
  const pages = lessonPages(input)
  const credit = logRatios(reading.positions ?? [])
  const nameOf = (id: number) => tokenText(pieceOf(input.whole.vocabulary, id)).bare
  for (const page of pages)
    for (const sentence of [page.headline, ...page.sentences]) {
      const said = text(sentence)
      expect(said, about).not.toMatch(/\bno of\b|undefined|NaN|null/)
      sentence.forEach((word, i) => {
        const verb = typeof word === 'string' && /^ and (would write|leans more to) $/.exec(word)?.[1]
        if (!verb || page.title === 'When it fails') return
        const doubted = textOf(sentence[sentence[i - 1] === ' too' ? i - 2 : i - 1]!)
        const rival = textOf(sentence[i + 1]!)
        const holds = (reading.positions ?? []).some((p, token) => {
          const first = p.teacher.indexOf(Math.max(...p.teacher))
          const named = p.ids.map((_, c) => c).filter((c) => c > 0 && nameOf(p.ids[c]!) === rival)
          return (
            tokenText(attempt.pieces[token]!).bare === doubted &&
            named.some((c) => (verb === 'would write' ? p.teacher[c] === p.teacher[first] : c !== first))
          )
        })
        expect(holds, `${about}: ${said}`).toBe(true)
      })
    }
  const [, opinion, hindsight, teacher] = pages.map((page) =>
    [page.headline, ...page.sentences].map(text).join(' '),
  )
  if (given?.kind !== 'feedback') {
    expect(opinion, about).not.toMatch(/has read what went wrong|Told what (the judge said|went wrong)/)
    expect(hindsight, about).not.toContain('with these words after it. Hide them')
  }
  if (given?.kind === 'solution' || given?.kind === 'nothing')
    expect(hindsight, about).not.toContain('Nobody told it')
  if (given?.kind === 'nothing') expect(opinion, about).not.toMatch(/it doubts|trusts/)
  const pinned = pages[1]!.sentences
    .flat()
    .find((word) => typeof word === 'object' && 'say' in word && word.code)
  if (pinned && typeof pinned === 'object' && 'say' in pinned && pinned.effect.kind === 'token')
    expect([Math.min(...credit), Math.max(...credit)], about).toContain(credit[pinned.effect.token])
  const asked = /It says (.+?%)(?:; the student had said (.+?%)\.|, as the student did)/.exec(teacher!)
  const at = pages[3]!.sentences
    .flat()
    .find((w) => typeof w === 'object' && 'say' in w && w.effect.kind === 'token')
  if (asked && at && typeof at === 'object' && 'say' in at && at.effect.kind === 'token') {
    const position = reading.positions![at.effect.token]!
    expect(asked[1], about).toBe(percent(Math.exp(position.teacher[0]!)))
    expect(asked[2] ?? asked[1], about).toBe(percent(Math.exp(position.student[0]!)))
  }
}

describe.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('beside %s', (file) => {
  it('every page is true of its picture', async () => {
    const { recording } = await readRecording(readFileSync(new URL(file, folder), 'utf8'))
    const log = RunLog.of(recording.events)
    const whole = log.view(log.length)
    for (const stop of stopsOf(recording.events)) {
      const view = log.view(stop.at)
      const step = currentStep(view)!
      for (const attempt of step.attempts)
        switches.forEach((hindsight, i) => {
          const input = { view, whole, step, attempt, bundled: file.replace('.json', '') }
          check(
            pictureOf(input, hindsight(attempt)),
            `${file}, update ${step.step} ${stop.stage}, attempt ${attempt.attempt}, switch ${i}`,
          )
        })
    }
  })

  it('the blame that it calls wrong falls on a token that a solution has as well', async () => {
    const { recording } = await readRecording(readFileSync(new URL(file, folder), 'utf8'))
    const log = RunLog.of(recording.events)
    const wrong = wrongBlame(log.view(log.length))
    if (!wrong) return
    const solution = log
      .view(log.length)
      .steps.flatMap((s) => s.attempts)
      .find((a) => a.attempt === wrong.solution)!
    expect(solution.passed).toBe(true)
    expect(solution.tokens.slice(0, wrong.token + 1)).toEqual(wrong.attempt.tokens.slice(0, wrong.token + 1))
    expect(wrong.attempt.credit![wrong.token]!).toBeLessThanOrEqual(-0.5)
  })
})
