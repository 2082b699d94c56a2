import { setTimeout as after } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { letterConfig, letterProblem } from '../sdpo/fake-model.testing.ts'
import { letterHost } from './letters.testing.ts'
import { LiveEngine } from './live.ts'
import { numbered, type AnyCommand } from './numbered.testing.ts'
import type { EngineEvent, ResumableRun, RunEvent } from './protocol.ts'
import { createLocalJudge } from '../verify/local.ts'

const judge = createLocalJudge()
afterAll(() => judge.dispose())

/** A run that plays, and a page that keeps what it is told when the test says so. */
async function playing() {
  const said: (RunEvent | EngineEvent)[] = []
  const told: { after: number; kept: ResumableRun; keep: () => void }[] = []
  const live = new LiveEngine({
    ...letterHost(judge),
    onEngineEvent: (event) => said.push(event),
    onRunEvent: (_, event) => said.push(event),
    keep: (_, from, kept) =>
      new Promise((resolve) => told.push({ after: from, kept: structuredClone(kept), keep: resolve })),
  })
  const send = (command: AnyCommand) => live.send(numbered(command))
  send({ type: 'load', model: { kind: 'bundled', id: 'tiny' }, backend: 'auto' })
  send({
    type: 'start',
    problem: letterProblem,
    config: letterConfig({ stop: 'budget', budget: 4000, attemptsPerStep: 2 }),
  })
  send({ type: 'play' })
  const updates = () => said.filter(({ type }) => type === 'step-updated').length
  const until = async (done: () => boolean) => {
    const end = performance.now() + 5000
    while (!done()) {
      if (performance.now() > end) throw new Error('Not within 5 s.')
      await after(1)
    }
  }
  return { said, told, send, updates, until }
}

it('a run is at most one update ahead of what is kept, and still hears a pause', async () => {
  const { said, told, send, updates, until } = await playing()
  // The second has begun meanwhile, and does not end.
  await until(() => said.filter(({ type }) => type === 'attempt-sampled').length === 4)
  await after(50)
  expect(updates()).toBe(1)
  expect(said.filter(({ type }) => type === 'step-started')).toHaveLength(2)
  send({ type: 'pause' })
  await until(() => said.some(({ type }) => type === 'paused'))
  for (const { keep } of told) keep()
  await after(50)
  expect(updates()).toBe(1)
  send({ type: 'play' })
  await until(() => updates() === 2)
  await after(50)
  expect(updates()).toBe(2)
})

it('what is told of a run after each stage does not grow with it', async () => {
  const { told, updates, until } = await playing()
  let kept = 0
  await until(() => {
    for (const { keep } of told.slice(kept)) keep()
    kept = told.length
    return updates() >= 40
  })
  const whole = told.filter(({ kept: { run } }) => run.step === null && run.completed > 0)
  for (const {
    after: from,
    kept: { run },
  } of whole) {
    expect(run.completed - from).toBe(1)
    expect(run.attempts.map(({ step }) => step)).toEqual([run.completed, run.completed])
  }
  const sizes = whole.map(({ kept: run }) => JSON.stringify(run).length)
  expect(sizes.at(-1)! / sizes[1]!).toBeLessThan(1.3)
})
