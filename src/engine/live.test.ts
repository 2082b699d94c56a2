import { afterAll, describe, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { goneOn } from '../sdpo/run-snapshot.ts'
import { createLocalJudge } from '../verify/local.ts'
import { EngineFault } from './live-fault.ts'
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

const runtime = nativeRuntime({ threads: 1 })
const judge = createLocalJudge()
afterAll(() => judge.dispose())

const adapter = tinyRunConfig().adapter
const read = () => ReadModel.read({ id: 'tiny', name: 'tiny' }, tinyFiles())

function loaded(lost: Loaded['lost'] = null): Loaded {
  const source = read()
  return {
    model: new OpenModel(source, runtime, { adapter, model: source.open(runtime, adapter) }),
    backend: { name: 'node', threads: 1, reason: 'A test.' },
    lost,
  }
}

/** An engine with everything it said, and a way to wait for it. */
function engine(load: Host['load'] = async () => loaded()) {
  const said: (EngineEvent | RunEvent)[] = []
  const kept: ResumableRun[] = []
  const losses: string[] = []
  const idle: (() => void)[] = []
  let busy = false
  const live = new LiveEngine({
    say: (event) => said.push(engineEventSchema.parse(event)),
    tell: (_, event) => said.push(runEventSchema.parse(event)),
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

const loadTiny: AnyCommand = { type: 'load', model: { kind: 'bundled', id: 'tiny' }, backend: 'auto' }
const start = (change = {}): AnyCommand => ({
  type: 'start',
  problem: tinyProblem,
  config: tinyRunConfig(change),
})
const timeless = (events: readonly (EngineEvent | RunEvent)[]) =>
  events
    .filter((e) => e.type !== 'sampling' && e.type !== 'paused')
    .map((e) => {
      if (e.type === 'step-updated') return { ...e, timings: null }
      if (e.type === 'attempt-judged') return { ...e, verdict: { ...e.verdict, timeMs: 0 } }
      if (e.type === 'ready') return { ...e, requestId: 0 }
      return e
    })

describe('the live engine', () => {
  it('loads, starts and plays a whole run on a real model', async () => {
    const { send, types, of } = engine()
    await send(loadTiny)
    expect(of('ready')[0]).toMatchObject({
      contextLength: 512,
      model: { id: 'tiny', vocabulary: 85 },
      backend: { name: 'node' },
    })
    await send(start(), { type: 'play' })
    expect(types().filter((type) => type === 'step-updated')).toHaveLength(3)
    expect(of('run-finished')[0]?.reason).toBe('budget')
    expect(of('fault')).toEqual([])
    const [first] = of('step-updated')
    expect(first!.signals.gradNorm).toBeGreaterThan(0)
    expect(of('attempt-rescored').length).toBe(6)
  })

  it('goes one beat at a time, and says where it stands', async () => {
    const { send, of } = engine()
    await send(loadTiny, start())
    for (let i = 0; i < 6; i++) await send({ type: 'advance' })
    expect(of('paused').map(({ step, stage }) => `${step} ${stage}`)).toEqual([
      '1 sampled',
      '1 judged',
      '1 reprompted',
      '1 scored',
      '1 updated',
      '2 sampled',
    ])
  })

  it('pauses after the beat under way, and always answers a pause', async () => {
    const { live, send, settled, of } = engine()
    await send(loadTiny, start())
    await send({ type: 'play' }, { type: 'pause' })
    expect(of('paused')).toHaveLength(1)
    live.send({ type: 'play' })
    await new Promise((resolve) => setTimeout(resolve, 5))
    live.send({ type: 'pause' })
    await settled()
    expect(of('paused')).toHaveLength(2)
    expect(of('run-finished')).toEqual([])
  })

  it('repeats a run from its seed, and from any step after a rewind', async () => {
    const a = engine()
    await a.send(loadTiny, start(), { type: 'play' })
    const b = engine()
    await b.send(loadTiny, start(), { type: 'play' })
    expect(timeless(b.said)).toEqual(timeless(a.said))
    const before = a.said.length
    const secondStep = a.said.findIndex((e) => e.type === 'step-started' && e.step === 2)
    await a.send({ type: 'rewind', step: 1 }, { type: 'play' })
    const again = timeless(a.said.slice(before).filter((e) => e.type !== 'vocabulary'))
    // A rewound run names its configuration again: it may have changed.
    expect(again.slice(1)).toEqual(
      timeless(a.said.slice(secondStep, before).filter((e) => e.type !== 'vocabulary')).slice(1),
    )
  })

  it('is resumed elsewhere from what was kept, to the same end', async () => {
    const a = engine()
    await a.send(loadTiny, start())
    for (let i = 0; i < 7; i++) await a.send({ type: 'advance' })
    const weights = new Map(a.kept.flatMap((kept) => kept.weights))
    const b = engine()
    await b.send(loadTiny)
    b.live.resume(7, { ...a.kept.at(-1)!, weights: [...weights] })
    const [saidA, saidB] = [a.said.length, b.said.length]
    await a.send({ type: 'play' })
    await b.send({ type: 'play' })
    expect(b.of('fault')).toEqual([])
    expect(timeless(b.said.slice(saidB))).toEqual(timeless(a.said.slice(saidA)))
  })

  it('goes on with the run when the same model is loaded again', async () => {
    const { send, of } = engine()
    await send(loadTiny, start(), { type: 'advance' })
    await send({ type: 'advance' })
    await send(loadTiny, { type: 'play' })
    expect(of('fault')).toEqual([])
    expect(of('run-started')).toHaveLength(1)
    expect(of('run-finished')).toHaveLength(1)
  })

  it('rereads an attempt under other words between beats', async () => {
    const { send, of } = engine()
    await send(loadTiny, start(), { type: 'advance' })
    await send({ type: 'advance' })
    await send({
      type: 'reread',
      requestId: 3,
      attempt: 1,
      pieces: [{ kind: 'question', text: tinyProblem.statement }],
      sameWeights: true,
    })
    const [reread] = of('reread-done')
    expect(reread).toMatchObject({ requestId: 3, attempt: 1 })
    // The same words and the same weights: teacher and student are one.
    for (const position of reread!.positions)
      position.teacher.forEach((logProb, i) => expect(logProb).toBeCloseTo(position.student[i]!, 4))
  })

  it('says what is wrong with a problem, and keeps the run that was there', async () => {
    const { send, of } = engine()
    await send(loadTiny, start(), { type: 'advance' })
    const wrong = { ...tinyProblem, tests: [{ args: [2], expected: 5 }] }
    await send({ type: 'start', problem: wrong, config: tinyRunConfig() })
    expect(of('fault')[0]).toMatchObject({
      during: 'run',
      message: "The problem's own solution does not pass its tests.",
    })
    await send({ type: 'play' })
    expect(of('run-finished')).toHaveLength(1)
  })

  it('keeps the model in use when another cannot be loaded', async () => {
    let calls = 0
    const { send, of } = engine(async () => {
      if (calls++ > 0) throw new EngineFault('tokenizer.json is missing.', 'Not there.', 'Put it there.')
      return loaded()
    })
    await send(loadTiny, start(), { ...loadTiny, model: { kind: 'bundled', id: 'other' } } as AnyCommand)
    expect(of('fault')[0]).toMatchObject({ during: 'load', message: 'tokenizer.json is missing.' })
    await send({ type: 'play' })
    expect(of('run-finished')).toHaveLength(1)
  })

  it('asks for what is missing', async () => {
    const { send, of } = engine()
    await send(start())
    await send({ type: 'play' })
    expect(of('fault').map((fault) => fault.message)).toEqual([
      'There is no model to run.',
      'There is no run to go on with.',
    ])
  })

  it('tells the loss of a device once, through its host', async () => {
    let lose = (_reason: string) => {}
    const lost = new Promise<string>((resolve) => (lose = resolve))
    const { live, send, settled, losses, of } = engine(async () => loaded(lost))
    await send(loadTiny, start())
    live.send({ type: 'play' })
    lose('the driver restarted')
    await settled()
    expect(losses).toEqual(['the driver restarted'])
    expect(of('fault')).toEqual([])
  })
})

describe('reading a model', () => {
  it('names the file that is at fault', () => {
    const files = tinyFiles()
    const faultOf = (change: Partial<typeof files>) => {
      try {
        ReadModel.read({ id: 't', name: 't' }, { ...files, ...change }).open(runtime, adapter)
      } catch (error) {
        return error instanceof EngineFault ? error.message : String(error)
      }
      return 'no fault'
    }
    expect(faultOf({})).toBe('no fault')
    expect(faultOf({ config: { model_type: 'gpt2' } })).toBe('config.json cannot be used.')
    expect(faultOf({ tokenizer: { model: {} } })).toBe('tokenizer.json cannot be used.')
    expect(faultOf({ weights: files.weights.slice(0, 400) })).toBe('model.safetensors cannot be used.')
    expect(faultOf({ config: { ...(files.config as object), hidden_size: 32 } })).toBe(
      'model.safetensors cannot be used.',
    )
  })
})

describe('an adapter', () => {
  it('goes home after an update, and a run starts from it as it was', async () => {
    const { send, of } = engine()
    await send(loadTiny, start({ budget: 4, attemptsPerStep: 2, stop: 'budget' }), { type: 'play' })
    await send({ type: 'adapter', step: 2 })
    const { zip } = of('adapter-made')[0]!
    await send({ type: 'fit-adapter', name: 'mine', zip }, {
      ...start({ budget: 2, attemptsPerStep: 2, stop: 'budget' }),
      from: { name: 'mine', zip },
    } as AnyCommand)
    expect(of('adapter-fits')).toEqual([
      {
        type: 'adapter-fits',
        requestId: expect.any(Number) as number,
        name: 'mine',
        rank: adapter.rank,
        alpha: adapter.alpha,
        base: 'tiny',
      },
    ])
    expect(of('run-started').map((event) => event.startsFrom)).toEqual([undefined, 'mine'])
    await send({ type: 'adapter', step: 0 })
    expect(of('adapter-made')[1]!.zip).toEqual(zip)
    expect(of('fault')).toEqual([])
  })

  it('is refused with its reason where it cannot be taken or begun from', async () => {
    const { send, of } = engine()
    await send(
      loadTiny,
      start({ arm: 'best-of-k' }),
      { type: 'adapter', step: 0 },
      { type: 'fit-adapter', name: 'notes', zip: new Uint8Array([1, 2, 3]) },
    )
    await send(start(), { type: 'adapter', step: 0 })
    const { zip } = of('adapter-made')[0]!
    const from = { name: 'mine', zip }
    await send(
      { ...start({ arm: 'best-of-k' }), from } as AnyCommand,
      { ...start({ adapter: { kind: 'lora', rank: adapter.rank + 1, alpha: 1 } }), from } as AnyCommand,
    )
    expect(of('fault').map(({ message, during }) => [during, message])).toEqual([
      ['adapter', 'There is no adapter to take.'],
      ['adapter', 'This adapter cannot be used.'],
      ['run', 'This arm does not start from an adapter.'],
      ['run', 'The adapter has another rank.'],
    ])
    expect(of('fault')[1]!.cause).toContain('notes.zip is not a zip')
  })
})
