/** A text of another's, read by the loaded model: its own numbers again where it wrote it, and words where it cannot. */
import { afterAll, expect, it } from 'vitest'
import { engine, judge, loadTiny, start } from './live.testing.ts'
import type { AnyCommand } from './numbered.testing.ts'

afterAll(() => judge.dispose())

it('gives the numbers that the model itself sampled with, and others behind another prompt', async () => {
  const { send, of } = engine()
  await send(loadTiny, start({ budget: 1, attemptsPerStep: 1, temperature: 1 }), { type: 'advance' })
  const [started] = of('run-started')
  const [sampled] = of('attempt-sampled')
  await send({ type: 'read-text', prompts: [started!.question, 'another question'], text: sampled!.text })
  const { pieces, readings } = of('text-read')[0]!
  expect(pieces.join('')).toContain(sampled!.text.trim().split(/\s/)[0])
  readings[0]!.forEach((value, i) => expect(value).toBeCloseTo(sampled!.logProbs[i]!, 3))
  expect(readings[1]).not.toEqual(readings[0])
  expect(readings[1]).toHaveLength(pieces.length)
})

it('says why it cannot, without a model, of nothing, and of too much', async () => {
  const { send, of } = engine()
  const ask = (text: string): AnyCommand => ({ type: 'read-text', prompts: ['a question'], text })
  await send(ask('some words'))
  await send(loadTiny, ask(''), ask('list '.repeat(5000)))
  expect(of('fault').map(({ during, message }) => [during, message])).toEqual([
    ['text', 'There is no model to run.'],
    ['text', 'There is nothing here for the model to read.'],
    ['text', 'The loaded model cannot read this attempt.'],
  ])
})
