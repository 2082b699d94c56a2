/** What outlives the page: links, files, choices, problems, runs. */
import { describe, expect, it } from 'vitest'
import { sampleProblem } from '../engine/scripted-run.testing.ts'
import { ScriptedEngine } from '../engine/scripted.testing.ts'
import { defaultRunConfig } from '../sdpo/config.ts'
import { memoryStore } from './history/async-store.testing.ts'
import { selectFocus, selectSession, selectWhole } from './state/selectors.ts'
import {
  settled,
  make,
  state,
  label,
  step,
  press,
  opened,
  scripted,
  ready,
  header,
  liveEvents,
} from './lab.testing.ts'

describe('links', () => {
  it('bring back what was on the screen', async () => {
    const lab = await opened()
    lab.time.seekStep(2, 'score')
    lab.looking.focusAttempt(3)
    lab.looking.pinToken(2)
    lab.looking.setCreditMode('grpo')
    lab.looking.setHindsight({ feedback: false })
    lab.choices.setLessonPage(4)
    const link = lab.runs.shareLink()
    expect(link).toBe('https://lab.example/#r=first&u=2&b=score&a=3&t=2&m=grpo&f=0&l=4')
    const other = await opened(link.slice(link.indexOf('#')))
    expect(step(other)).toMatchObject({ step: 2, stage: 'score' })
    expect(selectFocus(state(other))).toMatchObject({ attempt: { attempt: 3 }, pinned: 2 })
    expect(state(other)).toMatchObject({
      source: 'recorded',
      creditMode: 'grpo',
      hindsight: { feedback: false },
      lessonPage: 4,
    })
    expect(other.runs.shareLink()).toBe(link)
  })

  it('to a live run bring its problem, seed and settings, ready to be run again', async () => {
    const { lab, engine } = scripted()
    lab.problems.choose({ ...sampleProblem, id: 'mine', statement: 'my own' })
    lab.live.start({ seed: 42, temperature: 0.5 })
    engine.run({
      ...header,
      problem: { ...sampleProblem, id: 'mine', statement: 'my own' },
      config: { ...defaultRunConfig, seed: 42, temperature: 0.5 },
    })
    const link = lab.runs.shareLink()
    const other = await opened(link.slice(link.indexOf('#')))
    expect(state(other)).toMatchObject({
      source: 'live',
      problem: { id: 'mine', statement: 'my own' },
      settings: { config: { seed: 42, temperature: 0.5 } },
    })
    expect(label(other)).toBe('Load model, 12 MB')
    expect(selectWhole({ ...state(other), source: 'recorded' }).steps).toHaveLength(4)
  })

  it('with nonsense in them still open, and say what was nonsense', async () => {
    const lab = await opened('#r=first&u=99&a=77&t=5&m=blue')
    expect(state(lab).notices[0]!.text).toContain('credit could not be read')
    expect(selectFocus(state(lab)).attempt).not.toBeNull()
    const unknown = await opened('#p=gone&s=1')
    expect(state(unknown).notices[0]!.text).toContain('gone, is not in this lab')
  })
})

describe('nothing the person made is lost', () => {
  it('problems and choices come back in the next visit', () => {
    const content = new Map<string, string>()
    const drawer = {
      getItem: (key: string) => content.get(key) ?? null,
      setItem: (key: string, value: string) => void content.set(key, value),
    }
    const lab = make({ preferenceStore: drawer })
    lab.problems.save({ ...sampleProblem, id: 'mine' })
    lab.choices.setTheme('dark')
    lab.choices.changeConfig({ ...defaultRunConfig, attemptsPerStep: 4 })
    const next = make({ preferenceStore: drawer })
    expect(state(next)).toMatchObject({
      problems: [{ id: 'mine' }],
      settings: { theme: 'dark', config: { attemptsPerStep: 4 } },
    })
    expect(state(lab)).toMatchObject({ source: 'live', problem: { id: 'mine' } })
  })

  it('says when something could not be kept, once', async () => {
    const full = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
    const engine = new ScriptedEngine((command) => (command.type === 'load' ? [ready] : []))
    const lab = make({ createEngine: () => engine, runStore: { ...memoryStore(), write: full } })
    lab.choices.setSource('live')
    lab.live.start()
    engine.run(...liveEvents)
    await settled()
    expect(state(lab).notices.map((notice) => notice.text)).toEqual([expect.stringContaining('no room left')])
    press(lab, 'close')
    expect(state(lab).notices).toEqual([])
  })

  it('a run can be taken out as a file and brought back', async () => {
    const lab = await opened()
    const { name, text } = lab.runs.export()
    expect(name).toBe('sdpo-lab-keep-and-double-seed-3.json')
    const other = make()
    await other.runs.importFile(new Blob([text]))
    expect(selectWhole(state(other))).toMatchObject({ firstPass: 8, sampled: 8 })
    await other.runs.importFile(new Blob(['{}']))
    expect(state(other).notices.at(-1)!.text).toContain('not a run of SDPO Lab')
    expect(selectWhole(state(other)).sampled).toBe(8)
  })

  it('a run left for another problem stays in the history until it is removed', async () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    engine.run(...liveEvents.slice(0, 9))
    lab.problems.choose(state(lab).presets[1]!)
    expect(selectSession(state(lab)).log.length).toBe(0)
    await settled()
    expect(state(lab).history).toMatchObject([{ title: sampleProblem.title, attempts: 2 }])
    await lab.keptRuns.remove(state(lab).history[0]!.id)
    expect(state(lab).history).toEqual([])
  })
})
