/** What is asked of a self-teacher in a what-if, and that the recordings have it where the page looks first. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { presets } from '../../problems/presets.ts'
import { logRatios } from '../run/log-ratio.ts'
import { readRecording, writeRecording, compactEvents } from '../run/recording.ts'
import { RunLog } from '../run/run-log.ts'
import { attemptOf, type RunView } from '../run/view.ts'
import { mostTellingAttempt } from './focus.ts'
import { wordsOf } from './hindsight.ts'
import { whatIfKinds, whatIfOf, type WhatIf } from './what-if.ts'

const fileOf = (name: string) =>
  readFileSync(new URL(`../../../public/recordings/${name}.json`, import.meta.url), 'utf8')
async function runOf(name: string): Promise<RunView> {
  const { recording } = await readRecording(fileOf(name))
  return RunLog.of(recording.events).view(recording.events.length)
}
const told = (whatIf: WhatIf) =>
  'hindrance' in whatIf
    ? whatIf.hindrance
    : whatIf.pieces
        .filter(({ kind }) => kind === 'feedback' || kind === 'solution')
        .map((piece) => piece.text.slice(...wordsOf(piece)))
        .join('')

describe('what is asked', () => {
  it('of the first picture: nothing, less, somebody else\u2019s, a lie, the answer', async () => {
    const whole = await runOf('first')
    const attempt = attemptOf(whole, 8)!
    const about = {
      step: whole.steps[0]!,
      attempt,
      problem: whole.problem!,
      problems: presets,
      question: whole.question,
      config: whole.config!,
    }
    const words = whatIfKinds.map((what) => told(whatIfOf(what, about)))
    expect(attempt.verdict!.feedback).toBe(
      'Wrong Answer: wrong numbers\nInput: [3,8,1,0,8]\nOutput: [0,16]\nExpected: [11,3]',
    )
    expect(words.slice(0, 3)).toEqual([
      '',
      'Wrong Answer:',
      'Wrong Answer: wrong numbers\nInput: [0,2,6,8,3]\nOutput: [4,16]\nExpected: [11,5]',
    ])
    expect(words[3]).toMatch(/^Wrong Answer: wrong numbers\nInput: .*\nOutput: \[0,16\]\nExpected: /)
    expect(words[3]).not.toContain('[3,8,1,0,8]')
    expect(words.slice(4)).toEqual([
      'Wrong Answer: wrong numbers\nInput: [3,8,1,0,8]\nOutput: [11,3]\nExpected: [0,16]',
      whole.problem!.solution,
    ])
    const sealed = { ...about, problem: { ...about.problem, sealed: true } }
    expect(whatIfOf('solution', sealed)).toHaveProperty('hindrance')
  })
})

describe('the recordings', () => {
  it.each(['first', 'anchors', 'smollm2'])(
    '%s has the what-ifs of the attempt that it opens on, of its tokens',
    async (name) => {
      const whole = await runOf(name)
      const { attempt } = mostTellingAttempt(whole)!
      expect(whole.whatIfs[attempt]!.map(({ what }) => what)).toEqual(
        expect.arrayContaining(['nothing', 'wrong', 'solution']),
      )
      for (const [number, reads] of Object.entries(whole.whatIfs))
        for (const { positions } of reads)
          expect(positions.map(({ ids }) => ids[0])).toEqual(attemptOf(whole, Number(number))!.tokens)
    },
  )

  it('read the question alone as the student does, before the first update', async () => {
    const whole = await runOf('first')
    for (const { attempt } of whole.steps[0]!.attempts) {
      const alone = whole.whatIfs[attempt]!.find(({ what }) => what === 'nothing')!
      expect(Math.max(...logRatios(alone.positions).map(Math.abs))).toBeLessThan(0.001)
    }
  })

  it('are written again as they are, and readings of other tokens are left out', async () => {
    const { recording } = await readRecording(fileOf('anchors'))
    const again = await readRecording(writeRecording(compactEvents(recording.events)))
    const reads = recording.events.filter(({ type }) => type === 'attempt-reread')
    expect(reads.length).toBeGreaterThan(0)
    expect(again.recording.events.filter(({ type }) => type === 'attempt-reread')).toEqual(reads)
    const [read] = reads
    if (read?.type !== 'attempt-reread') throw new Error('none')
    const cut = { ...read, what: 'wrong-hint' as const, positions: read.positions.slice(1) }
    const view = RunLog.of([...recording.events, cut]).view(recording.events.length + 1)
    expect(view.whatIfs[read.attempt]!.some(({ what }) => what === 'wrong-hint')).toBe(false)
  })
})
