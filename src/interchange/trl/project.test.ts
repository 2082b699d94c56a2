import { strFromU8, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { armSchema, defaultRunConfig, runConfigSchema, type RunConfig } from '../../sdpo/config.ts'
import { referencePresets } from '../../sdpo/presets.ts'
import { sampleProblem } from '../../problems/sample.testing.ts'
import { trlZip } from './project.ts'
import { settingRows } from './settings.ts'

const model = { id: 'HuggingFaceTB/SmolLM2-135M-Instruct@abc', name: 'SmolLM2' } as never
const filesOf = (config: RunConfig) =>
  unzipSync(
    trlZip({ problem: sampleProblem, config, model, question: 'What?' }, [
      { name: 'train.py', bytes: new TextEncoder().encode('pass') },
    ]),
  )
const settingsOf = (config: RunConfig): Record<string, unknown> =>
  (JSON.parse(strFromU8(filesOf(config)['run.json']!)) as { settings: Record<string, unknown> }).settings

it('is a folder with the problem, the question and the run', () => {
  const files = filesOf(defaultRunConfig)
  expect(Object.keys(files).sort()).toEqual(
    ['README.md', 'dataset.jsonl', 'problem.json', 'run.json', 'train.py'].sort(),
  )
  expect(JSON.parse(strFromU8(files['problem.json']!))).toEqual(sampleProblem)
  expect(JSON.parse(strFromU8(files['dataset.jsonl']!))).toMatchObject({
    prompt: [{ role: 'user', content: 'What?' }],
  })
  expect(JSON.parse(strFromU8(files['run.json']!))).toMatchObject({
    model: 'HuggingFaceTB/SmolLM2-135M-Instruct',
  })
})

it('has every setting of a run in its table', () => {
  const leaves = (value: object, path: string): string[] =>
    Object.entries(value).flatMap(([name, each]) =>
      each !== null && typeof each === 'object' && !['distillation', 'teacher'].includes(name)
        ? leaves(each as object, `${path}${name}.`)
        : [`${path}${name}`],
    )
  const told = new Set(settingRows(defaultRunConfig).map(({ ours }) => ours))
  // Not of SDPOConfig: train.py reads them from run.json.
  const apart = [
    'budget',
    'failingTest',
    'window',
    'adapter.kind',
    'adapter.rank',
    'adapter.alpha',
    'loss.lambda',
  ]
  expect(
    leaves(runConfigSchema.parse(defaultRunConfig), '')
      .filter((path) => !told.has(path))
      .sort(),
  ).toEqual(apart.sort())
})

it('maps the reference\u2019s two sets of defaults', () => {
  expect(settingsOf({ ...defaultRunConfig, ...referencePresets.yaml })).toMatchObject({
    distillation_mode: 'topk_logits',
    distillation_alpha: 0.5,
    distillation_topk: 100,
    distillation_add_tail: true,
    distillation_is_clip: 2,
    success_reward_threshold: 0.5,
    teacher_update_rate: 0.05,
  })
  expect(settingsOf({ ...defaultRunConfig, ...referencePresets.dataclass })).toMatchObject({
    distillation_mode: 'full_logits',
    distillation_alpha: 0,
    distillation_is_clip: null,
    include_environment_feedback: false,
  })
  expect(settingsOf({ ...defaultRunConfig, arm: 'sdpo+grpo' }).distillation_weight).toBeCloseTo(0.1, 12)
})

it.each(armSchema.options)('%s: goes, or is refused with the arms that go', (arm) => {
  const made = () => filesOf({ ...defaultRunConfig, arm })
  if (['sdpo', 'grpo', 'sdpo+grpo'].includes(arm)) expect(made()).toBeDefined()
  else expect(made).toThrow(`The arm "${arm}" does not go to TRL.`)
})
