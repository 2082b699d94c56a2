/** A run of a closed tab goes on with the model that it was made on. */
import { expect, it } from 'vitest'
import { choiceId } from '../../engine/model-choice.ts'
import type { ResumableRun, RunEventOf } from '../../engine/protocol.ts'
import { sampleProblem, sampleRun } from '../../engine/scripted-run.testing.ts'
import { ScriptedEngine, silentLibrary, type ScriptedEvent } from '../../engine/scripted.testing.ts'
import { letterRun } from '../../sdpo/fake-model.testing.ts'
import { Adapters } from '../history/adapters.ts'
import { createLab, type Lab } from '../lab.ts'
import { History } from '../history/run-history.ts'
import { memoryStore } from '../history/async-store.testing.ts'

const sample = sampleRun({ seed: 5, steps: 1, attempts: 2, passes: 0 }).filter(
  (event) => event.type !== 'run-finished',
)
const header = sample[0] as RunEventOf<'run-started'>

/** A lab with one kept run, made on a model, and an engine that can load any. */
async function labWith(
  made: string,
  attempts = 400,
): Promise<{ lab: Lab; engine: ScriptedEngine; resumed: ResumableRun[] }> {
  const shelf = memoryStore()
  const { run } = letterRun({ stop: 'budget', budget: attempts })
  for (let i = 0; i < 5; i++) await run.advance()
  const kept: ResumableRun = { problem: sampleProblem, run: run.keep(), weights: [] }
  await new History(shelf).keep(
    {
      id: 'r',
      at: 1,
      title: 'A run',
      seed: 5,
      arm: 'sdpo',
      steps: 1,
      attempts: 2,
      firstPass: null,
      resumable: true,
    },
    0,
    sample.map((event) =>
      event.type === 'run-started'
        ? { ...event, model: { ...event.model, id: made, name: 'Made on this' } }
        : event,
    ),
  )
  await new Adapters(shelf).keep('r', made, kept)
  const resumed: ResumableRun[] = []
  const engine = Object.assign(
    new ScriptedEngine((command): ScriptedEvent[] => {
      if (command.type !== 'load') return []
      const ready: ScriptedEvent = {
        kind: 'engine',
        event: {
          type: 'ready',
          model: { ...header.model, id: choiceId(command.model) },
          backend: header.backend,
          contextLength: 256,
        },
      }
      return engine.commands.filter(({ type }) => type === 'load').length > 1
        ? [{ kind: 'engine', event: { type: 'released' } }, ready]
        : [ready]
    }),
    { resume: (_: number, from: ResumableRun) => void resumed.push(from) },
  )
  const lab = createLab({
    createEngine: () => engine,
    createLibrary: () => silentLibrary,
    model: 'tiny',
    liveBytes: 12e6,
    presets: [sampleProblem],
    lessonPages: 7,
    fetchRecording: async () => '',
    firstRecording: 'first',
    preferenceStore: null,
    runStore: shelf,
    address: () => '',
  })
  return { lab, engine, resumed }
}

it.each([
  ['the bundled one', 'tiny', { kind: 'bundled', id: 'tiny' }],
  [
    'one kept in the browser',
    'owner/other@main',
    { kind: 'stored', key: 'owner/other@main', name: 'Made on this' },
  ],
] as const)('%s is loaded in place of another, and the run goes on', async (_, made, choice) => {
  const { lab, engine, resumed } = await labWith(made)
  lab.choices.setSource('live')
  lab.live.load({ kind: 'stored', key: 'something/else', name: 'Else' })
  await lab.keptRuns.resume('r')
  expect(engine.commands.filter((command) => command.type === 'load').at(-1)).toMatchObject({ model: choice })
  expect(resumed).toHaveLength(1)
  const { live, engine: state, notices } = lab.store.getState()
  expect(live.whole.steps).toHaveLength(1)
  expect(state.model?.id).toBe(made)
  expect(notices).toEqual([])
  lab.dispose()
})

it('a run that had ended when the tab was closed has ended, also where the event of it was not kept', async () => {
  const { lab } = await labWith('tiny', 4)
  lab.choices.setSource('live')
  await lab.keptRuns.resume('r')
  const { live } = lab.store.getState()
  expect(live.whole.finished).toBe('budget')
  expect(live.log.events.filter(({ type }) => type === 'run-finished')).toHaveLength(1)
  lab.dispose()
})

it('files of the person\u2019s are asked for by the model\u2019s name, and the run stays in view', async () => {
  const { lab, engine, resumed } = await labWith('file:model.gguf 12 34')
  lab.choices.setSource('live')
  await lab.keptRuns.resume('r')
  expect(engine.commands.filter((command) => command.type === 'load')).toEqual([])
  expect(resumed).toEqual([])
  const { live, notices } = lab.store.getState()
  expect(live.whole.steps).toHaveLength(1)
  expect(notices).toMatchObject([
    {
      tone: 'error',
      text: 'This run was made on Made on this, from files of yours. Choose the same files under Models, and the run goes on from its last update.',
      acts: ['models'],
    },
  ])
  lab.dispose()
})
