import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { sampleProblem } from '../../problems/sample.testing.ts'
import { loadPresets } from '../../problems/sets.ts'
import { armSchema, defaultRunConfig, runConfigSchema, type RunConfig } from '../../sdpo/config.ts'
import { referencePresets } from '../../sdpo/presets.ts'
import { judgeScripts, verlZip } from './project.ts'
import { verlRows } from './settings.ts'
import { nestedYaml } from './yaml.ts'

const model = { id: 'HuggingFaceTB/SmolLM2-135M-Instruct@abc', name: 'SmolLM2' } as never
const scripts = ['verl', 'trl'].flatMap((folder) =>
  readdirSync(`python/${folder}`)
    .filter((name) => (folder === 'verl' ? /\.(py|sh)$/.test(name) : judgeScripts.test(name)))
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(`python/${folder}/${name}`)) })),
)
const filesOf = (config: RunConfig, problem = sampleProblem) =>
  unzipSync(verlZip({ problem, config, model, question: 'What?' }, scripts))
const theirs = (config: RunConfig): Record<string, unknown> =>
  Object.assign({}, ...verlRows(config).map((row) => row.theirs)) as Record<string, unknown>

it('is a folder with a dataset as verl reads it, the settings and the judge', () => {
  const files = filesOf(defaultRunConfig)
  expect(JSON.parse(strFromU8(files['dataset.json']!))).toMatchObject({
    data_source: 'sdpo-lab',
    prompt: [{ role: 'user', content: 'What?' }],
    reward_model: { style: 'rule' },
  })
  const yaml = strFromU8(files['lab.yaml']!)
  expect(yaml).toContain('    path: "HuggingFaceTB/SmolLM2-135M-Instruct"\n')
  expect(yaml.startsWith('defaults:\n  - ppo_trainer\n')).toBe(true)
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['reward.py', 'run.sh', 'judge.py', 'run.json']))
})

it('has every setting of a run in its table', () => {
  const leaves = (value: object, at: string): string[] =>
    Object.entries(value).flatMap(([name, each]) =>
      each !== null && typeof each === 'object' && !['distillation', 'teacher', 'adapter'].includes(name)
        ? leaves(each as object, `${at}${name}.`)
        : [`${at}${name}`],
    )
  const told = new Set(verlRows(defaultRunConfig).map(({ ours }) => ours))
  // Of arms that do not go.
  expect(leaves(runConfigSchema.parse(defaultRunConfig), '').filter((name) => !told.has(name))).toEqual([
    'window',
    'loss.lambda',
  ])
})

it('gives the reference\u2019s own defaults back', () => {
  const of = 'actor_rollout_ref.actor.self_distillation'
  expect(theirs({ ...defaultRunConfig, ...referencePresets.yaml })).toMatchObject({
    [`${of}.full_logit_distillation`]: true,
    [`${of}.distillation_topk`]: 100,
    [`${of}.distillation_add_tail`]: true,
    [`${of}.alpha`]: 0.5,
    [`${of}.teacher_regularization`]: 'ema',
    [`${of}.teacher_update_rate`]: 0.05,
    [`${of}.is_clip`]: 2,
  })
})

it('takes two arms, and says of the others why not', () => {
  for (const arm of armSchema.options)
    if (arm === 'sdpo' || arm === 'grpo') expect(() => theirs({ ...defaultRunConfig, arm })).not.toThrow()
    else expect(() => theirs({ ...defaultRunConfig, arm })).toThrow('does not go to verl')
})

it('nests settings by their paths', () => {
  expect(nestedYaml({ 'a.b': 1, 'a.c.d': 'x: {y}', e: null })).toBe(
    'a:\n  b: 1\n  c:\n    d: "x: {y}"\ne: null',
  )
})

const python = spawnSync('python3', ['-c', 'import resource, sys; sys.exit(sys.version_info < (3, 10))'])
it.skipIf(python.status !== 0)('rewards with feedback, as verl asks for it', async () => {
  const problem = (await loadPresets()).find(({ id }) => id === 'py-second')!
  const folder = mkdtempSync(path.join(tmpdir(), 'sdpo-verl-'))
  for (const [name, bytes] of Object.entries(filesOf(defaultRunConfig, problem)))
    writeFileSync(path.join(folder, name), bytes)
  const ask = `import json, reward
print(json.dumps([reward.compute_score(data_source="sdpo-lab", solution_str=said, ground_truth="", extra_info={"truncated": False}) for said in json.loads(input())]))`
  const { stdout, stderr } = spawnSync('python3', ['-c', ask], {
    cwd: folder,
    input: JSON.stringify([problem.solution, 'def f(): pass']),
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  const [right, wrong] = JSON.parse(stdout || `"${stderr}"`) as {
    score: number
    acc: number
    feedback: string
  }[]
  expect(right).toMatchObject({ score: 1, acc: 1 })
  expect(wrong).toMatchObject({ acc: 0 })
  expect(wrong!.feedback.length).toBeGreaterThan(10)
})
