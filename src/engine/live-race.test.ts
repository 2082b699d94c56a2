import { afterAll, describe, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { createLocalJudge } from '../verify/local.ts'
import { LiveEngine } from './live.ts'
import { OpenModel, ReadModel } from './live-model.ts'
import {
  commandSchema,
  engineEventSchema,
  runEventSchema,
  type Command,
  type EngineEvent,
  type RunEvent,
} from './protocol.ts'
import { numbered, type AnyCommand } from './numbered.testing.ts'
import { tinyFiles, tinyProblem, tinyRunConfig } from './tiny.testing.ts'

const runtime = nativeRuntime({ threads: 1 })
const judge = createLocalJudge()
afterAll(() => judge.dispose())

const adapter = tinyRunConfig().adapter

/** An engine with its model loaded, everything it said, and a way to wait until it has nothing to do. */
async function engine() {
  const said: (EngineEvent | RunEvent)[] = []
  const listeners = new Set<() => void>()
  let busy = false
  const changed = () => [...listeners].forEach((listener) => listener())
  const live = new LiveEngine({
    onEngineEvent: (event) => void (said.push(engineEventSchema.parse(event)), changed()),
    onRunEvent: (_, event) => void (said.push(runEventSchema.parse(event)), changed()),
    keep: () => undefined,
    lost: () => undefined,
    busy: (now) => void ((busy = now), changed()),
    load: async () => {
      const source = ReadModel.read({ id: 'tiny', name: 'tiny' }, tinyFiles())
      return {
        model: new OpenModel(source, runtime, { adapter, model: source.open(runtime, adapter) }),
        backend: { name: 'node', threads: 1, reason: 'A test.' },
        lost: null,
      }
    },
    judge,
    now: () => 0,
  })
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!holds()) return
        listeners.delete(check)
        resolve()
      }
      listeners.add(check)
      check()
    })
  const send = (...commands: AnyCommand[]) =>
    commands.forEach((command) => live.send(commandSchema.parse(numbered(command))))
  const idle = () => until(() => !busy)
  const of = <T extends (EngineEvent | RunEvent)['type']>(type: T) =>
    said.filter((e): e is Extract<EngineEvent | RunEvent, { type: T }> => e.type === type)
  send({ type: 'load', model: { kind: 'bundled', id: 'tiny' }, backend: 'auto' })
  await idle()
  return { said, send, idle, until, of }
}

const race = (change: Partial<Extract<Command, { type: 'race' }>['config']> = {}, raceId = 1): Command => ({
  type: 'race',
  raceId,
  problem: tinyProblem,
  config: { arms: ['sdpo', 'best-of-k'], seeds: 2, budget: 4, run: tinyRunConfig(), ...change },
})
const timeless = (events: readonly RunEvent[]) =>
  events.map((e) =>
    e.type === 'step-updated'
      ? { ...e, timings: null }
      : e.type === 'attempt-judged'
        ? { ...e, verdict: { ...e.verdict, timeMs: 0 } }
        : e,
  )
const runEvents = (said: readonly (EngineEvent | RunEvent)[]) =>
  timeless(
    said.flatMap((event) => {
      const run = runEventSchema.safeParse(event)
      return run.success && run.data.type !== 'sampling' ? [run.data] : []
    }),
  )

describe('a race in the engine', () => {
  it('tells every step, and that it is done', async () => {
    const { send, idle, of } = await engine()
    send(race())
    await idle()
    expect(of('fault')).toEqual([])
    expect(of('race-started')[0]).toMatchObject({ raceId: 1, config: { seeds: 2 }, model: { id: 'tiny' } })
    expect(of('race-step')).toHaveLength(8)
    expect(of('race-step').filter(({ step }) => step.finished)).toHaveLength(4)
    expect(of('race-ended')).toEqual([{ type: 'race-ended', raceId: 1, reason: 'done' }])
    send({ type: 'race-arms', arms: ['sdpo', 'best-of-k', 'multi-turn'] })
    await idle()
    expect(
      of('race-step')
        .slice(8)
        .map(({ step }) => step.arm),
    ).toEqual(Array(8).fill('multi-turn'))
    expect(of('race-ended')).toHaveLength(2)
  })

  it('leaves the run under way as it would have been without it', async () => {
    const alone = await engine()
    alone.send({ type: 'start', problem: tinyProblem, config: tinyRunConfig() }, { type: 'play' })
    await alone.idle()
    const beside = await engine()
    beside.send(
      { type: 'start', problem: tinyProblem, config: tinyRunConfig() },
      race({ run: tinyRunConfig({ adapter: { kind: 'lora', rank: 2, alpha: 4 } }) }),
      { type: 'play' },
    )
    await beside.idle()
    expect(beside.of('fault')).toEqual([])
    expect(runEvents(beside.said)).toEqual(runEvents(alone.said))
    // The base and its sessions are shared, so the race takes the run's adapter.
    expect(beside.of('race-started')[0]!.config.run.adapter).toEqual(adapter)
    expect(beside.of('race-step')).toHaveLength(8)
    const at = (type: string) => beside.said.findIndex((event) => event.type === type)
    expect(at('step-updated')).toBeLessThan(beside.said.findLastIndex((event) => event.type === 'race-step'))
    expect(at('race-step')).toBeLessThan(at('run-finished'))
  })

  it('lets a run begin between two steps, pauses, and goes on', async () => {
    const { send, idle, until, of, said } = await engine()
    send(race())
    await until(() => of('race-step').length === 1)
    send(
      { type: 'start', problem: tinyProblem, config: tinyRunConfig() },
      { type: 'race-pause', paused: true },
    )
    await idle()
    const paused = of('race-step').length
    expect(paused).toBeLessThan(4)
    expect(of('run-started')).toHaveLength(1)
    expect(said.at(-1)!.type).not.toBe('race-ended')
    send({ type: 'race-pause', paused: false })
    await idle()
    expect(of('race-step')).toHaveLength(8)
    expect(of('race-ended').map((e) => e.reason)).toEqual(['done'])
  })

  it('ends when it is stopped, when another begins, and when a run needs another adapter', async () => {
    const { send, idle, until, of } = await engine()
    send(race({ budget: 64 }))
    await until(() => of('race-step').length === 2)
    send({ type: 'race-stop' })
    await idle()
    send(race({ budget: 64 }, 2))
    await until(() => of('race-step').some((e) => e.raceId === 2))
    send(race({ budget: 64 }, 3))
    await until(() => of('race-step').some((e) => e.raceId === 3))
    send({
      type: 'start',
      problem: tinyProblem,
      config: tinyRunConfig({ adapter: { kind: 'lora', rank: 4, alpha: 8 } }),
    })
    await idle()
    expect(of('race-ended').map(({ raceId, reason }) => `${raceId} ${reason}`)).toEqual([
      '1 stopped',
      '2 stopped',
      '3 replaced',
    ])
    expect(of('fault')).toEqual([])
    send({ type: 'race-arms', arms: ['grpo'] })
    await idle()
    expect(of('fault')[0]).toMatchObject({ during: 'race', message: 'There is no race to go on with.' })
  })
})
