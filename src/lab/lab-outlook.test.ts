import { describe, expect, it, vi } from 'vitest'
import type { RunConfig } from '../sdpo/config.ts'
import type { Measured } from '../outlook/measured.ts'
import { make, ready, settled, state } from './lab.testing.ts'
import { ScriptedEngine, type Answer } from '../engine/scripted.testing.ts'

const words: Measured = {
  unread: [],
  readsAll: true,
  questionTokens: 9,
  contextLength: 256,
  answerTokens: 4,
  writable: null,
  rightRate: null,
  samples: [],
  shift: null,
  step: null,
  done: 'words',
}

function live(answer: Answer = () => []) {
  const engine = new ScriptedEngine((command) => (command.type === 'load' ? [ready] : answer(command)))
  const lab = make({ createEngine: () => engine })
  lab.choices.setSource('live')
  lab.live.load()
  const look = async () => {
    await settled()
    lab.outlook.look()
  }
  const asked = () => engine.commands.flatMap((command) => (command.type === 'outlook' ? [command] : []))
  return { lab, engine, asked, look }
}

describe('what can be expected of a run', () => {
  it('is asked once there are a model and a problem, and again only of another problem or other settings', async () => {
    const { lab, asked, look } = live((command) =>
      command.type === 'outlook'
        ? [
            { kind: 'engine', event: { type: 'outlook-measured', measured: words } },
            { kind: 'engine', event: { type: 'outlook-ended' } },
          ]
        : [],
    )
    await look()
    expect(asked().map(({ depth, problem }) => [depth, problem.id])).toEqual([
      ['words', state(lab).problem!.id],
    ])
    expect(state(lab).outlook).toMatchObject({ phase: 'measured', measured: words })
    lab.choices.setTheme('dark')
    lab.choices.changeConfig({ ...state(lab).settings.config, seed: 9, budget: 8 })
    await look()
    expect(asked()).toHaveLength(1)
    lab.choices.changeConfig({ ...state(lab).settings.config, maxNewTokens: 48 })
    await look()
    expect(asked()).toHaveLength(2)
    lab.problems.choose(state(lab).presets[1]!)
    await look()
    expect(asked().at(-1)!.problem.id).toBe('other')
    lab.outlook.tryFirst()
    expect(asked().at(-1)!.depth).toBe('samples')
  })

  it('keeps the attempts and their reading for another arm, and asks for its step alone', async () => {
    const { lab, engine, asked, look } = live()
    const change = async (config: Partial<RunConfig>) => {
      lab.choices.changeConfig({ ...state(lab).settings.config, ...config })
      await look()
    }
    await look()
    engine.say({ type: 'outlook-measured', measured: words })
    await change({ arm: 'grpo' })
    expect(asked().at(-1)).not.toHaveProperty('known')
    engine.say({ type: 'outlook-measured', measured: { ...words, done: 'samples' } })
    await change({ arm: 'best-of-k' })
    expect(asked()).toHaveLength(3)
    expect(asked().at(-1)).toMatchObject({ depth: 'samples', known: { done: 'samples' } })
    // They stay in sight meanwhile.
    expect(state(lab).outlook).toMatchObject({ phase: 'measuring', measured: { done: 'samples' } })
    await change({ temperature: 0.7 })
    expect(asked().at(-1)).not.toHaveProperty('known')
  })

  it('is let go of when a run begins, with what is known by then', async () => {
    const { lab, engine, look } = live()
    await look()
    engine.say({ type: 'outlook-measured', measured: words })
    expect(state(lab).outlook.phase).toBe('measuring')
    lab.live.start()
    engine.say({ type: 'outlook-ended' })
    expect(state(lab).outlook).toMatchObject({ phase: 'measured', measured: words })
  })

  it('does not take the answer to an older question', async () => {
    const { lab, engine, look } = live()
    await look()
    const [first] = engine.commands.flatMap((command) =>
      command.type === 'outlook' ? [command.requestId] : [],
    )
    lab.problems.choose(state(lab).presets[1]!)
    await look()
    engine.say({ type: 'outlook-measured', requestId: first!, measured: words })
    expect(state(lab).outlook).toMatchObject({ phase: 'measuring', measured: null })
  })

  it('lets attempts be as long as the known answer needs, where the model has room for it', async () => {
    const { lab, engine, asked, look } = live()
    await look()
    const { maxNewTokens } = state(lab).settings.config
    engine.say({ type: 'outlook-measured', measured: { ...words, answerTokens: 300 } })
    await import('../engine/catalogue.ts')
    expect(state(lab).settings.config.maxNewTokens).toBe(maxNewTokens)
    engine.say({ type: 'outlook-measured', measured: { ...words, answerTokens: 35 } })
    await vi.waitFor(() => expect(state(lab).settings.config.maxNewTokens).toBe(48))
    expect(state(lab).notices.at(-1)!.text).toContain('48 tokens')
    // It is measured anew under them.
    await look()
    expect(asked()).toHaveLength(2)
  })

  it('says why where it could not be measured', async () => {
    const { lab, engine, look } = live()
    await look()
    engine.say({
      type: 'fault',
      during: 'outlook',
      message: 'It could not be measured.',
      cause: 'No memory.',
      wayOut: 'Begin all the same.',
    })
    expect(state(lab).outlook).toMatchObject({ phase: 'failed' })
    expect(state(lab).engine.phase).toBe('ready')
  })
})
