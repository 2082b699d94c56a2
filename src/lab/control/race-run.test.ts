import { afterEach, describe, expect, it } from 'vitest'
import type { EngineEvent, RaceStep, RunEvent } from '../../engine/protocol.ts'
import { sampleProblem, sampleRun } from '../../engine/scripted-run.testing.ts'
import { ScriptedEngine, silentLibrary } from '../../engine/scripted.testing.ts'
import type { Arm } from '../../sdpo/config.ts'
import type { Page } from '../actions/action.ts'
import { actionOf } from '../actions/registry.ts'
import { createLab, type Lab } from '../lab.ts'
import { memoryStore } from '../history/async-store.testing.ts'
import { costWords, racePrimary } from '../words/race-words.ts'

const header = sampleRun({ seed: 5, steps: 1, attempts: 1, passes: 1 })[0] as Extract<
  RunEvent,
  { type: 'run-started' }
>
const labs: Lab[] = []
afterEach(() => labs.splice(0).forEach((lab) => lab.dispose()))

/** A lab whose engine says what the test has it say; its model is there unless `cold`. */
function racing({ cold = false } = {}) {
  const engine = new ScriptedEngine((command) =>
    command.type === 'load'
      ? [
          {
            kind: 'engine',
            event: { type: 'ready', model: header.model, backend: header.backend, contextLength: 256 },
          },
        ]
      : [],
  )
  const lab = createLab({
    createEngine: () => engine,
    createLibrary: () => silentLibrary,
    model: 'tiny',
    liveBytes: 12e6,
    presets: [sampleProblem, { ...sampleProblem, id: 'other', title: 'Other' }],
    lessonPages: 7,
    fetchRecording: async () => '',
    firstRecording: 'first',
    preferenceStore: null,
    runStore: memoryStore(),
    address: () => '',
  })
  labs.push(lab)
  lab.choices.setSource('live')
  if (!cold) lab.live.load()
  const state = () => lab.store.getState()
  const last = () => engine.commands.at(-1)!
  const raced = () => engine.commands.flatMap((command) => (command.type === 'race' ? [command] : []))
  const started = (): EngineEvent => {
    const { raceId, problem, config } = raced().at(-1)!
    return { type: 'race-started', raceId, problem, config, model: header.model, backend: header.backend }
  }
  const step = (
    arm: Arm,
    attempts: number,
    firstPass: number | null = null,
    seed = state().settings.config.seed,
  ): EngineEvent => {
    const step: RaceStep = {
      arm,
      seed,
      attempts,
      firstPass,
      finished: firstPass !== null,
      tokens: { prompt: 0, sampled: attempts * 10, teacher: 0, trained: 0 },
      ms: attempts * 50,
    }
    return { type: 'race-step', raceId: raced().at(-1)!.raceId, step }
  }
  const ended = (reason: Extract<EngineEvent, { type: 'race-ended' }>['reason']): EngineEvent => ({
    type: 'race-ended',
    raceId: raced().at(-1)!.raceId,
    reason,
  })
  return {
    lab,
    engine,
    state,
    last,
    raced,
    started,
    step,
    ended,
    press: (id: Parameters<typeof actionOf>[0], page = noPage) => actionOf(id).perform(lab, page),
  }
}
const noPage: Page = {
  copy: async () => undefined,
  download: () => undefined,
  picture: async () => undefined,
  player: async (recording) => recording,
  folder: async () => new Blob(),
  pickFile: async () => null,
  pickFiles: async () => [],
  visit: () => undefined,
  speak: () => undefined,
  print: () => undefined,
}

describe('driving a race', () => {
  it('asks for the model first, with its size', () => {
    const { state, press, last } = racing({ cold: true })
    expect(racePrimary(state())).toMatchObject({ kind: 'load', label: 'Load model, 12 MB' })
    expect(costWords(state())).toContain('once the model is here')
    press('race-go')
    expect(last().type).toBe('load')
    expect(racePrimary(state()).label).toBe('Start the race')
  })

  it('measures each arm before, and says what the race will cost at most', () => {
    const { lab, engine, state, raced, last, started, step, ended } = racing()
    lab.race.change({ arms: ['sdpo', 'best-of-k'] })
    lab.race.measure()
    lab.race.measure()
    expect(raced()).toHaveLength(1)
    expect(raced()[0]!.config).toMatchObject({ arms: ['sdpo', 'best-of-k'], seeds: 1, budget: 16 })
    engine.say(started(), step('sdpo', 8), step('best-of-k', 8), step('sdpo', 16), step('best-of-k', 16))
    // Two steps of each say it; the rest of the attempts need not be made.
    expect(last()).toEqual({ type: 'race-stop' })
    engine.say(ended('stopped'))
    expect(state().race).toMatchObject({
      phase: 'idle',
      view: null,
      rates: { sdpo: { ms: 50, tokens: 10 }, 'best-of-k': { ms: 50, tokens: 10 } },
    })
    expect(costWords(state())).toContain('6 runs of 64 attempts: at most 19 s and 3840 tokens')
    lab.race.measure()
    expect(raced()).toHaveLength(1)
    // Only what is new is measured.
    lab.race.change({ arms: ['sdpo', 'best-of-k', 'grpo'] })
    lab.race.measure()
    expect(raced()[1]!.config.arms).toEqual(['grpo'])
    engine.say(started(), step('grpo', 8), step('grpo', 16), ended('stopped'))
    // Another problem has attempts of another length.
    lab.problems.choose(state().presets[1]!)
    lab.race.measure()
    expect(raced().at(-1)!.config.arms).toEqual(['sdpo', 'best-of-k', 'grpo'])
  })

  it('starts, pauses, goes on and ends', () => {
    const { lab, engine, state, press, raced, last, started, step, ended } = racing()
    lab.race.change({ arms: ['best-of-k'], seeds: 1 })
    press('race-go')
    expect(raced()[0]).toMatchObject({ problem: { id: sampleProblem.id }, config: { seeds: 1, budget: 64 } })
    engine.say(started(), step('best-of-k', 8))
    expect(racePrimary(state()).label).toBe('Pause the race')
    press('race-go')
    expect(last()).toEqual({ type: 'race-pause', paused: true })
    expect(racePrimary(state()).label).toBe('Go on')
    press('race-go')
    engine.say(step('best-of-k', 16, 11), ended('done'))
    expect(state().race).toMatchObject({ phase: 'done', view: { lanes: [{ firstPass: 11 }] } })
    // With the same seeds it would be the same again.
    expect(racePrimary(state()).label).toBe('Race with new seeds')
    press('race-go')
    expect(raced()[1]!.config.run.seed).toBe(raced()[0]!.config.run.seed + 1)
    press('race-stop')
    engine.say(ended('stopped'))
    expect(state().race.phase).toBe('stopped')
    lab.race.change({ budget: 32 })
    press('race-go')
    expect(raced()[2]!.config).toMatchObject({ budget: 32, run: { seed: raced()[0]!.config.run.seed } })
  })

  it('takes arms in and out as it goes', () => {
    const { lab, engine, state, press, last, started, step, ended } = racing()
    lab.race.change({ arms: ['sdpo', 'best-of-k'], seeds: 1 })
    press('race-go')
    engine.say(started())
    lab.race.hold('sdpo', true)
    expect(last()).toEqual({ type: 'race-arms', arms: ['best-of-k'] })
    lab.race.hold('sdpo', false)
    lab.race.change({ arms: ['multi-turn', 'sdpo'] })
    expect(last()).toEqual({ type: 'race-arms', arms: ['sdpo', 'multi-turn'] })
    engine.say(step('sdpo', 8, 2), step('multi-turn', 3, 3), ended('done'))
    lab.race.change({ arms: ['sdpo', 'multi-turn', 'grpo'] })
    expect(last()).toEqual({ type: 'race-arms', arms: ['sdpo', 'multi-turn', 'grpo'] })
    expect(state().race.phase).toBe('running')
    // Another problem is another race: the arms of the old one are let be.
    engine.say(step('grpo', 8, 2), ended('done'))
    const before = engine.commands.length
    lab.problems.choose(state().presets[1]!)
    lab.race.change({ arms: ['sdpo'] })
    expect(engine.commands).toHaveLength(before)
    expect(racePrimary(state()).kind).toBe('start')
  })

  it('is over when the last arm that had something to do is left out, and waits when it is only held', () => {
    const { lab, engine, state, press, started, step, ended } = racing()
    lab.race.change({ arms: ['sdpo', 'best-of-k'], seeds: 1 })
    press('race-go')
    engine.say(started(), step('sdpo', 8, 2), step('best-of-k', 8))
    lab.race.hold('best-of-k', true)
    engine.say(ended('done'))
    expect(racePrimary(state()).label).toBe('Go on')
    press('race-go')
    expect(state().race).toMatchObject({ phase: 'running', held: [] })
    lab.race.change({ arms: ['sdpo'] })
    expect(state().race.phase).toBe('done')
  })

  it('hears nothing of a race before it', () => {
    const { lab, engine, state, press, started, step } = racing()
    lab.race.change({ seeds: 1 })
    press('race-go')
    engine.say(started())
    const late = step('sdpo', 8)
    press('race-go')
    press('race-stop')
    engine.say({ type: 'race-ended', raceId: 1, reason: 'stopped' })
    press('race-go')
    engine.say(late, started())
    expect(state().race.view!.lanes).toEqual([])
  })

  it('says what broke, and goes on or starts again', () => {
    const { engine, state, press, last, started, ended } = racing()
    press('race-go')
    engine.say(started(), {
      type: 'fault',
      during: 'race',
      message: 'It broke.',
      cause: 'A cause.',
      wayOut: 'Go on.',
    })
    expect(state().race).toMatchObject({ phase: 'paused', note: 'It broke. A cause. Go on.' })
    expect(state().engine.phase).toBe('ready')
    press('race-go')
    expect(last()).toEqual({ type: 'race-pause', paused: false })
    expect(state().race.note).toBeNull()
    engine.say(ended('lost'))
    expect(state().race).toMatchObject({ phase: 'stopped', note: expect.stringContaining('Start it again') })
  })

  it('gives its files', () => {
    const { engine, press, started, step } = racing()
    const files: string[] = []
    const page: Page = { ...noPage, download: (name) => void files.push(name) }
    press('export-race', page)
    press('race-go')
    engine.say(started(), step('sdpo', 8))
    press('export-race', page)
    press('export-race-csv', page)
    expect(files).toEqual([
      expect.stringMatching(/^sdpo-lab-race-.*\.json$/),
      expect.stringMatching(/\.csv$/),
    ])
  })
})
