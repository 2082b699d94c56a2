import { afterAll, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { createLocalJudge } from '../verify/local.ts'
import { LiveEngine } from './live.ts'
import { OpenModel, ReadModel } from './live-model.ts'
import { numbered } from './numbered.testing.ts'
import { commandSchema, engineEventSchema, type EngineEvent, type RunEvent } from './protocol.ts'
import { tinyFiles, tinyProblem, tinyRunConfig } from './tiny.testing.ts'

const runtime = nativeRuntime({ threads: 1 })
const judge = createLocalJudge()
afterAll(() => judge.dispose())

/** A loaded engine, what it says, and a wait for the first event that a test looks for. */
async function loadedEngine() {
  const said: (EngineEvent | RunEvent)[] = []
  const waits = new Set<() => void>()
  const hear = (event: EngineEvent | RunEvent) => {
    said.push(event)
    for (const look of [...waits]) look()
  }
  const until = (type: (EngineEvent | RunEvent)['type']) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!said.some((event) => event.type === type)) return
        waits.delete(look)
        resolve()
      }
      waits.add(look)
      look()
    })
  const live = new LiveEngine({
    onEngineEvent: (event) => hear(engineEventSchema.parse(event)),
    onRunEvent: (_, event) => hear(event),
    keep: () => {},
    lost: () => {},
    busy: () => {},
    load: async () => {
      const source = ReadModel.read({ id: 'tiny', name: 'tiny' }, tinyFiles())
      const { adapter } = tinyRunConfig()
      return {
        model: new OpenModel(source, runtime, { adapter, model: source.open(runtime, adapter) }),
        backend: { name: 'node', threads: 1, reason: 'A test.' },
        lost: null,
      }
    },
    judge,
    now: () => 0,
  })
  const send = (command: Parameters<typeof numbered>[0]) => live.send(commandSchema.parse(numbered(command)))
  send({ type: 'load', model: { kind: 'bundled', id: 'tiny' }, backend: 'auto' })
  await until('ready')
  return { said, until, send }
}

const ask = { type: 'outlook', problem: tinyProblem, config: tinyRunConfig(), depth: 'samples' } as const

it('measures part by part, and says when it is done', async () => {
  const { said, until, send } = await loadedEngine()
  send({ ...ask, requestId: 7 })
  await until('outlook-ended')
  const parts = said.flatMap((event) => (event.type === 'outlook-measured' ? [event] : []))
  expect(parts.every(({ requestId }) => requestId === 7)).toBe(true)
  expect(parts.map(({ measured }) => measured.done).filter((done, i, all) => done !== all[i - 1])).toEqual([
    'words',
    'samples',
    'all',
  ])
  expect(parts.at(-1)!.measured).toMatchObject({ answerTokens: 6, step: { attempts: 2 } })
  expect(parts.at(-1)!.measured.samples).toHaveLength(16)
})

it('lets a run begin at once, and measures no further', async () => {
  const { said, until, send } = await loadedEngine()
  send({ ...ask, requestId: 8 })
  await until('outlook-measured')
  send({ type: 'start', problem: tinyProblem, config: tinyRunConfig() })
  send({ type: 'advance' })
  await until('paused')
  const begun = said.findIndex((event) => event.type === 'run-started')
  expect(said.slice(begun).filter((event) => event.type.startsWith('outlook'))).toEqual([])
  expect(said.flatMap((event) => (event.type === 'outlook-ended' ? [event.requestId] : []))).toEqual([8])
  expect(said.some((event) => event.type === 'outlook-measured' && event.measured.done !== 'words')).toBe(
    false,
  )
})
