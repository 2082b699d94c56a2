import { afterAll, describe, expect, it } from 'vitest'
import { EngineFault } from './live-fault.ts'
import { ReadModel } from './live-model.ts'
import { adapter, engine, judge, loaded, loadTiny, runtime, start, timeless } from './live.testing.ts'
import type { AnyCommand } from './numbered.testing.ts'
import { tinyFiles, tinyProblem, tinyRunConfig } from './tiny.testing.ts'

afterAll(() => judge.dispose())

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
    const first = timeless(a.said.slice(secondStep, before).filter((e) => e.type !== 'vocabulary'))
    const { backend } = a.of('ready')[0]!
    expect(again).toEqual([{ ...first[0], resumed: { backend } }, ...first.slice(1)])
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
    const { backend } = b.of('ready')[0]!
    const next = a.said.slice(saidA).findIndex((e) => e.type === 'step-started')
    const uninterrupted = timeless(a.said.slice(saidA))
    expect(timeless(b.said.slice(saidB))).toEqual(
      uninterrupted.with(next, { ...uninterrupted[next], resumed: { backend } } as never),
    )
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
