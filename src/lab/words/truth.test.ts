/**
 * What the headline and the words beside the bars claim, derived again from the numbers: in every bundled
 * recording, at every act, for every attempt and every token, under every switch.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Position } from '../../engine/protocol.ts'
import type { CreditMode } from '../reading/credit.ts'
import {
  fullHindsight,
  neededReread,
  readingOf,
  type Hindsight,
  type Reading,
  type Reread,
} from '../reading/hindsight.ts'
import { stopsOf } from '../run/stages.ts'
import { RunLog } from '../run/run-log.ts'
import { readRecording } from '../run/recording.ts'
import { currentStep, type AttemptView } from '../run/view.ts'
import { percent } from '../text/format.ts'
import { plain, type PhrasePart } from '../text/phrase.ts'
import { headlineOf } from './headline.ts'
import { creditPhrase } from './words.ts'
import { pieceOf } from '../text/token.ts'

const folder = new URL('../../../public/recordings/', import.meta.url)
const modes: readonly CreditMode[] = ['sdpo', 'mix', 'grpo']

/** Both readers of every position in one another's place: another reading, whose numbers are known. */
const turned = (positions: readonly Position[]): Position[] =>
  positions.map((p) => ({ ...p, student: p.student, teacher: [...p.student].reverse() }))

interface Switches {
  name: string
  hindsight: (attempt: AttemptView) => Hindsight
}
const switches: readonly Switches[] = [
  { name: 'as it was', hindsight: () => fullHindsight },
  { name: 'feedback hidden', hindsight: () => ({ ...fullHindsight, feedback: false }) },
  { name: 'all hidden', hindsight: () => ({ ...fullHindsight, feedback: false, solution: false }) },
  {
    name: 'edited',
    hindsight: ({ attempt }) => ({ ...fullHindsight, edited: { [attempt]: 'Other words.' } }),
  },
  {
    name: 'lent',
    hindsight: ({ attempt }) => ({
      ...fullHindsight,
      edited: { [attempt]: 'Other words.' },
      swapped: { [attempt]: 'attempt 999' },
    }),
  },
  { name: 'same weights', hindsight: () => ({ ...fullHindsight, sameWeights: true }) },
]

/** The reading under the switches, re-read where it needs to be, or still asked for. */
function readingUnder(attempt: AttemptView, hindsight: Hindsight, done: boolean): Reading {
  const needed = neededReread(attempt, hindsight)
  const reread: Reread | null = needed && {
    attempt: attempt.attempt,
    pieces: needed.pieces,
    status: done ? 'done' : 'asked',
    positions: done ? turned(attempt.positions!) : null,
    unknownWords: [],
    note: '',
  }
  return readingOf({ hindsight, rereads: reread ? { [needed!.key]: reread } : {} }, attempt)
}

const words = (part: PhrasePart) => plain([part])
const tokenAfter = (phrase: readonly PhrasePart[], text: string) => {
  const at = phrase.findIndex((part) => typeof part === 'string' && part.endsWith(text))
  return at < 0 ? null : words(phrase[at + 1]!)
}

/** What is claimed of the teacher's choice is so. */
function checkRival(phrase: readonly PhrasePart[], position: Position, name: (id: number) => string): void {
  const [student, teacher] = [position.student.map(Math.exp), position.teacher.map(Math.exp)]
  const gain = teacher.map((p, i) => p - student[i]!)
  const named = (i: number) => plain([{ token: name(position.ids[i]!) }])
  const best = Math.max(...teacher)
  const most = Math.max(...gain.slice(1))
  for (const [text, check] of [
    [' and would write ', (i: number) => teacher[i] === best && gain[i]! >= 0.1],
    [' and leans more to ', (i: number) => teacher[i]! < best && gain[i] === most && most >= 0.1],
    [', at the expense of ', (i: number) => gain[i]! <= -0.1],
    ['; it takes the place of ', (i: number) => gain[i]! <= -0.1 && teacher[0] === best],
  ] as const) {
    const token = tokenAfter(phrase, text)
    if (token === null) continue
    const holders = position.ids.map((_, i) => i).filter((i) => i > 0 && named(i) === token)
    expect(holders.some(check), `${plain(phrase)} [${text}]`).toBe(true)
  }
  const takes = phrase.findIndex((part) => part === ' takes its place.')
  if (takes > 0) {
    const token = words(phrase[takes - 1]!)
    const holders = position.ids.map((_, i) => i).filter((i) => i > 0 && named(i) === token)
    expect(
      holders.some((i) => teacher[i] === best),
      plain(phrase),
    ).toBe(true)
  }
}

describe.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('in %s', (file) => {
  it('every claim about a token holds', async () => {
    const { recording } = await readRecording(readFileSync(new URL(file, folder), 'utf8'))
    const log = RunLog.of(recording.events)
    let claims = 0
    for (const stop of stopsOf(recording.events)) {
      const view = log.view(stop.at)
      const step = currentStep(view)!
      const name = (id: number) => pieceOf(view.vocabulary, id)
      for (const attempt of step.attempts)
        for (const { name: under, hindsight } of switches)
          for (const done of [true, false]) {
            const reading = readingUnder(attempt, hindsight(attempt), done)
            if (!done && reading.status !== 'asked') continue
            for (const mode of modes)
              for (let token = -1; token < attempt.tokens.length; token++) {
                const phrase = headlineOf({
                  step,
                  attempt,
                  token: token < 0 ? null : token,
                  mode,
                  reading,
                  firstPass: view.firstPass,
                  pieceOf: name,
                })
                const said = plain(phrase)
                const about = `${file}, update ${step.step} ${stop.stage}, attempt ${attempt.attempt}, token ${token}, ${mode}, ${under}: ${said}`
                expect(said, about).toMatch(/^[A-Z][^]*\.$/)
                expect(said, about).not.toMatch(/\bno of\b|has moved: [^]* stays at/)
                claims++
                if (under === 'edited' && reading.status !== 'own')
                  expect(said, about).not.toMatch(/Told that it gave|Told what went wrong|One update later/)
                if (reading.sameWords && /the same model (doubts|trusts|takes)/.test(said))
                  expect.fail(`speaks of hindsight that nobody had: ${about}`)
                const position = token < 0 ? null : reading.positions?.[token]
                if (!position || mode === 'grpo' || attempt.passed) continue
                const change = `${percent(Math.exp(position.student[0]!))} \u2192 ${percent(Math.exp(position.teacher[0]!))}`
                if (/(doubts its|takes back its|trusts its)/.test(said)) expect(said, about).toContain(change)
                const ratio = Math.exp(position.teacher[0]! - position.student[0]!)
                if (said.includes('takes back its')) expect(ratio, about).toBeLessThan(0.2)
                if (said.includes('doubts its')) expect(ratio, about).toBeLessThan(1)
                if (said.includes('trusts its')) expect(ratio, about).toBeGreaterThan(1)
                if (said.includes('the same model')) checkRival(phrase, position, name)
                checkRival(creditPhrase(position, name), position, name)
                const after = attempt.after?.[token]
                if (said.startsWith('One update later')) {
                  const [from, to] = [position.student[0]!, after![0]!].map((p) => percent(Math.exp(p)))
                  expect(said, about).toContain(from === to ? `stays at ${from}` : `${from} \u2192 ${to}`)
                }
              }
          }
    }
    expect(claims).toBeGreaterThan(100)
  })
})
