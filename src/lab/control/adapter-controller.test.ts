import { expect, it } from 'vitest'
import { sampleProblem, sampleRun } from '../../engine/scripted-run.testing.ts'
import { ScriptedEngine, silentLibrary, type ScriptedEvent } from '../../engine/scripted.testing.ts'
import type { AnyEvent } from '../../engine/numbered.testing.ts'
import type { RunEvent } from '../../engine/protocol.ts'
import type { Page } from '../actions/action.ts'
import type { ActionId } from '../state/action-ids.ts'
import { actionOf } from '../actions/registry.ts'
import { createLab } from '../lab.ts'
import { memoryStore } from '../history/async-store.testing.ts'

const events = sampleRun({ seed: 5, steps: 2, attempts: 2, passes: 1 })
const header = events[0] as Extract<RunEvent, { type: 'run-started' }>
const says = (event: AnyEvent): ScriptedEvent => ({ kind: 'engine', event })

it('the adapter is taken home after the update that is shown, and runs start from one', async () => {
  const zip = new Uint8Array([80, 75])
  const engine = new ScriptedEngine((command): ScriptedEvent[] => {
    switch (command.type) {
      case 'load':
        return [says({ type: 'ready', model: header.model, backend: header.backend, contextLength: 256 })]
      case 'start':
        return events.map((event) => ({ kind: 'run', event }))
      case 'adapter':
        return [says({ type: 'adapter-made', step: command.step, zip })]
      case 'fit-adapter':
        return [
          says(
            command.name === 'wrong'
              ? {
                  type: 'fault',
                  during: 'adapter',
                  message: 'This adapter cannot be used.',
                  cause: 'It is DoRA.',
                  wayOut: 'Choose another.',
                }
              : { type: 'adapter-fits', name: command.name, rank: 3, alpha: 6, base: 'another' },
          ),
        ]
      default:
        return []
    }
  })
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
    runStore: memoryStore(),
    address: () => '',
  })
  const saved: string[] = []
  let chosen = new File([zip], 'wrong.zip')
  const page: Page = {
    copy: async () => undefined,
    download: (name) => saved.push(name),
    picture: async () => undefined,
    player: async (recording) => recording,
    folder: async () => new Blob(),
    pickFile: async () => null,
    pickFiles: async () => [chosen],
    visit: () => undefined,
    speak: () => undefined,
    print: () => undefined,
  }
  const press = (id: ActionId) => actionOf(id).perform(lab, page)
  const state = () => lab.store.getState()
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20))

  lab.choices.setSource('live')
  lab.live.load()
  expect(actionOf('take-adapter').enabled(state())).toBe(false)
  lab.problems.choose(sampleProblem)
  lab.live.start()
  await settle()
  lab.time.seekEnd()
  expect(actionOf('take-adapter').label(state())).toBe('Take the adapter home, after update 1')
  press('take-adapter')
  expect(saved).toEqual([`sdpo-lab-adapter-${sampleProblem.id}-update-1.zip`])

  press('start-from-adapter')
  await settle()
  expect(state().startsFrom).toBeNull()
  expect(state().notices.at(-1)).toMatchObject({
    tone: 'error',
    text: 'This adapter cannot be used. It is DoRA. Choose another.',
  })

  chosen = new File([zip], 'mine.zip')
  press('start-from-adapter')
  await settle()
  expect(state().settings.config.adapter).toEqual({ kind: 'lora', rank: 3, alpha: 6 })
  expect(state().notices.at(-1)!.text).toContain(`It names another as its base; this is ${header.model.id}.`)
  lab.live.start()
  expect(engine.commands.findLast((command) => command.type === 'start')).toMatchObject({
    from: { name: 'mine', zip },
  })
  expect(actionOf('start-from-adapter').label(state())).toContain('base model again, not from mine')
  press('start-from-adapter')
  lab.live.start({ arm: 'sdpo' })
  expect(engine.commands.findLast((command) => command.type === 'start')).not.toHaveProperty('from')
  lab.dispose()
})
