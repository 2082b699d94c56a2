/** The engine's body in Node over the tiny model, with everything it said and a way to wait for it. */
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { goneOn } from '../sdpo/run-snapshot.ts'
import { createLocalJudge } from '../verify/local.ts'
import type { Host, Loaded } from './host.ts'
import { LiveEngine } from './live.ts'
import { OpenModel, ReadModel } from './live-model.ts'
import {
  commandSchema,
  engineEventSchema,
  runEventSchema,
  type EngineEvent,
  type ResumableRun,
  type RunEvent,
} from './protocol.ts'
import { numbered, type AnyCommand } from './numbered.testing.ts'
import { tinyFiles, tinyProblem, tinyRunConfig } from './tiny.testing.ts'

export const runtime = nativeRuntime({ threads: 1 })
export const judge = createLocalJudge()

export const adapter = tinyRunConfig().adapter
const read = () => ReadModel.read({ id: 'tiny', name: 'tiny' }, tinyFiles())

export function loaded(lost: Loaded['lost'] = null): Loaded {
  const source = read()
  return {
    model: new OpenModel(source, runtime, { adapter, model: source.open(runtime, adapter) }),
    backend: { name: 'node', threads: 1, reason: 'A test.' },
    lost,
  }
}

/** An engine with everything it said, and a way to wait for it. */
export function engine(load: Host['load'] = async () => loaded()) {
  const said: (EngineEvent | RunEvent)[] = []
  const kept: ResumableRun[] = []
  const losses: string[] = []
  const idle: (() => void)[] = []
  let busy = false
  const live = new LiveEngine({
    onEngineEvent: (event) => said.push(engineEventSchema.parse(event)),
    onRunEvent: (_, event) => said.push(runEventSchema.parse(event)),
    keep: (_, after, state) => {
      const before = kept.at(-1)
      const run = before ? goneOn(structuredClone(before.run), after, state.run) : state.run
      kept.push(structuredClone({ ...state, run }))
    },
    lost: (reason) => losses.push(reason),
    busy: (now) => {
      busy = now
      if (!now) idle.splice(0).forEach((resolve) => resolve())
    },
    load,
    judge,
    now: () => 0,
  })
  const send = async (...commands: AnyCommand[]) => {
    for (const command of commands) live.send(commandSchema.parse(numbered(command)))
    await settled()
  }
  const settled = async () => {
    if (busy) await new Promise<void>((resolve) => idle.push(resolve))
  }
  const types = () => said.map((event) => event.type)
  const of = <T extends (EngineEvent | RunEvent)['type']>(type: T) =>
    said.filter((e): e is Extract<EngineEvent | RunEvent, { type: T }> => e.type === type)
  return { live, said, kept, losses, send, settled, types, of }
}

export const loadTiny: AnyCommand = { type: 'load', model: { kind: 'bundled', id: 'tiny' }, backend: 'auto' }
export const start = (change = {}): AnyCommand => ({
  type: 'start',
  problem: tinyProblem,
  config: tinyRunConfig(change),
})
export const timeless = (events: readonly (EngineEvent | RunEvent)[]) =>
  events
    .filter((e) => e.type !== 'sampling' && e.type !== 'paused')
    .map((e) => {
      if (e.type === 'step-updated') return { ...e, timings: null }
      if (e.type === 'attempt-judged') return { ...e, verdict: { ...e.verdict, timeMs: 0 } }
      if (e.type === 'ready') return { ...e, requestId: 0 }
      return e
    })
