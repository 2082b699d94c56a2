/** An adapter taken home from the engine, and a run that starts from it. */
import { afterAll, describe, expect, it } from 'vitest'
import { adapter, engine, judge, loadTiny, start } from './live.testing.ts'
import type { AnyCommand } from './numbered.testing.ts'

afterAll(() => judge.dispose())

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
