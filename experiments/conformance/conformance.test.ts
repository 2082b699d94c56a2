import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { readSafetensors } from '../../src/lm/safetensors.ts'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { conform } from './run.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (name: string) => readFileSync(join(root, 'reference', name))
type File = Record<string, unknown>
const vectors = JSON.parse(read('sdpo-vectors.json').toString()) as File
const solutions = JSON.parse(read('sdpo-solution-vectors.json').toString()) as File
const updates = JSON.parse(read('update.json').toString()) as File

const runtime = nativeRuntime({ threads: 1 })
const check = (file: File) =>
  conform({
    file,
    runtime: async () => runtime,
    languageModel: async () => Promise.reject(new Error('No model.')),
    model: async () => {
      const bytes = read('llama-0.9m/model.safetensors')
      return {
        config: llamaConfigSchema.parse(JSON.parse(read('llama-0.9m/config.json').toString())),
        weights: readSafetensors(bytes),
      }
    },
  })

/** A file of few cases: every tenth of the 276 distillation cases keeps each kind of loss. */
const small = (): File => {
  const copy = structuredClone(vectors) as File & { distill_cases: { id: string }[] }
  copy.distill_cases = copy.distill_cases.filter((_, i) => i % 10 === 0)
  return copy
}

/** Where the expected numbers of a section are, one path each. */
const changes: [section: string, path: (string | number)[], failing: string][] = [
  ['distill_cases', [3, 'expect', 'loss'], 'distill_cases'],
  ['distill_cases', [5, 'expect', 'grad_student_logits', 17], 'distill_cases'],
  ['distill_cases', [0, 'expect', 'per_token_loss', 2], 'distill_cases'],
  ['microbatch', ['cases', 2, 'expect', 'reported_loss'], 'micro2/a0.5/topk'],
  ['microbatch', ['cases', 1, 'expect', 'accumulated_grad_student_logits', 3], 'micro1/a1.0/full'],
  ['grpo_advantage', [1, 'expect', 'advantages', 0], 'binary/stdTrue'],
  ['clipped_policy_loss', [4, 'expect', 'grad_log_prob', 1], '3x5/lo0.2/hi0.2/c3.0/seq-mean-token-sum-norm'],
  ['clipped_policy_loss', [0, 'expect', 'ppo_kl'], '3x5/lo0.2/hi0.2/c3.0/token-mean:'],
  ['ema_teacher', [1, 'expect', 'teacher_after_each_step', 3, 5], 'rate0.01'],
  ['trust_region_teacher', ['cases', 1, 'expect', 'teacher_log_probs', 4], 'mix 0.05'],
  ['adamw', ['expect', 'params_after_each_step', 2, 1], 'step 2'],
  [
    'reprompt',
    [0, 'expect', 'metrics', 'self_distillation/success_group_fraction'],
    'mixed_group/yaml/defaults',
  ],
  ['reprompt', [3, 'expect', 'self_distillation_mask', 1], 'mixed_group/yaml/no_fb'],
  ['trl_sdpo', ['cases', 9, 'expect', 'loss'], 'topk_logits/a0.0/tailFalse/clip2.0'],
  ['trl_sdpo', ['mix_cases', 1, 'expect', 'grad_student_logits', 3], 'mix/'],
  ['discovery', ['expect_discovery_at_k', '64'], 'discovery@64'],
  ['discovery', ['pass_at_k', 1, 'expect', 1], 'pass@k, 32 of 64'],
]

function changed(file: File, section: string, path: readonly (string | number)[]): File {
  const copy = structuredClone(file)
  let at = copy[section] as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>
  const last = path.at(-1)!
  at[last] = (at[last] as number) + 0.01
  return copy
}

describe('the reference vectors', () => {
  it('hold, and every named section ran', async () => {
    const { report, failures } = await check(small())
    expect(failures).toEqual([])
    for (const name of [
      'config_defaults',
      'distill_cases',
      'microbatch',
      'grpo_advantage',
      'clipped_policy_loss',
      'ema_teacher',
      'trust_region_teacher',
      'adamw',
      'reprompt',
      'multiturn_prompt',
      'feedback_format',
      'discovery',
      'trl_sdpo',
    ]) {
      expect(report[name]).toMatchObject({ failed: 0 })
      expect(report[name]!.cases).toBeGreaterThan(0)
    }
  })

  it('hold where several attempts of a group succeed, and a change of whose solution is shown fails', async () => {
    const { report, failures } = await check(solutions)
    expect(failures).toEqual([])
    expect(report['reprompt']).toMatchObject({ cases: 192, failed: 0 })
    const first = { reprompt: (solutions['reprompt'] as unknown[]).slice(0, 1) }
    expect(
      (await check(changed(first, 'reprompt', [0, 'expect', 'self_distillation_mask', 0]))).failures[0],
    ).toContain('two_of_three/yaml')
  })

  it.each(changes)('%s: changing %j fails exactly that case', async (section, path, failing) => {
    const file = changed(small(), section, path)
    const wanted =
      section === 'distill_cases'
        ? (file['distill_cases'] as { id: string }[])[path[0] as number]!.id
        : failing
    const { failures } = await check({ distill_inputs: file['distill_inputs'], [section]: file[section] })
    expect(failures).toHaveLength(1)
    expect(failures[0]).toContain(`${section}: ${wanted}`)
  })

  it('fails a case that expects a number where there is NaN, and the other way round', async () => {
    const masked = (
      vectors['distill_cases'] as { id: string; expect: { loss_is_nan: boolean; loss: number | null } }[]
    ).filter((c) => c.id.startsWith('all_masked/full/a1.0'))
    const [nan, zero] = [
      masked.find((c) => c.expect.loss_is_nan)!,
      masked.find((c) => !c.expect.loss_is_nan)!,
    ]
    const swapped = structuredClone([nan, zero])
    swapped[0]!.expect = { ...swapped[0]!.expect, loss_is_nan: false, loss: 0 }
    swapped[1]!.expect = { ...swapped[1]!.expect, loss_is_nan: true, loss: null }
    const run = (cases: unknown) => check({ distill_inputs: vectors['distill_inputs'], distill_cases: cases })
    expect((await run([nan, zero])).failures).toEqual([])
    expect((await run(swapped)).failures).toHaveLength(2)
  })

  it('refuses a part of no known schema', async () => {
    await expect(check({ surprises: [] })).rejects.toThrow(/"surprises"/)
  })
})

describe('whole updates', () => {
  const one = () => ({
    ...structuredClone(updates),
    cases: (structuredClone(updates['cases']) as unknown[]).slice(3, 5),
  })

  it('hold', async () => {
    const { report, failures } = await check(one())
    expect(failures).toEqual([])
    expect(report['update']).toMatchObject({ cases: 2, failed: 0 })
  })

  it.each<[(string | number)[]]>([
    [[1, 'steps', 0, 'loss']],
    [[1, 'steps', 1, 'tokens', 0, 'divergence', 2]],
    [[1, 'steps', 0, 'grad_norm_per_matrix', 'model.layers.1.mlp.up_proj.lora_A']],
    [[1, 'steps', 1, 'adapter_first4_after', 'model.layers.0.self_attn.q_proj.lora_A', 1]],
    [[1, 'steps', 0, 'teacher_first4_after', 'model.layers.0.self_attn.q_proj.lora_B', 0]],
  ])('changing %j fails exactly that case', async (path) => {
    const { failures } = await check(changed(one(), 'cases', path))
    expect(failures).toHaveLength(1)
    expect(failures[0]).toMatch(/^update: alpha 1, top 20 \+ tail/)
  })
})

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const run = (file: File, ...args: string[]) => {
    const path = join(folder, 'file.json')
    writeFileSync(path, JSON.stringify(file))
    return spawnSync(
      process.execPath,
      ['--import', 'tsx', join(root, 'experiments/commands/conformance.ts'), path, ...args],
      { cwd: root, encoding: 'utf8' },
    )
  }
  const pure = { grpo_advantage: vectors['grpo_advantage'] }

  it('prints one JSON object and exits 0', () => {
    const { stdout, status } = run(pure)
    expect(JSON.parse(stdout)).toEqual({
      grpo_advantage: {
        cases: 6,
        failed: 0,
        maxAbsError: expect.any(Number),
        maxRelError: expect.any(Number),
      },
    })
    expect(status).toBe(0)
  })

  it('exits 1 and names the case on a failure', () => {
    const { stdout, stderr, status } = run(changed(pure, 'grpo_advantage', [0, 'expect', 'advantages', 0]))
    expect(JSON.parse(stdout)).toMatchObject({ grpo_advantage: { cases: 6, failed: 1 } })
    expect(stderr).toContain('grpo_advantage: binary/stdFalse: advantages[0] is -0.5, expected -0.49')
    expect(status).toBe(1)
  })

  it('runs the graphs on wasm too', () => {
    const { stdout, status } = run(
      { trust_region_teacher: vectors['trust_region_teacher'] },
      '--backend',
      'wasm',
    )
    expect(JSON.parse(stdout)).toMatchObject({ trust_region_teacher: { cases: 4, failed: 0 } })
    expect(status).toBe(0)
  })

  it('exits 2 with its usage on bad input', () => {
    const { stderr, status } = run(pure, '--backend', 'abacus')
    expect(stderr).toContain('Usage: npm run -s conformance -- FILE')
    expect(status).toBe(2)
    expect(() =>
      execFileSync(
        process.execPath,
        ['--import', 'tsx', join(root, 'experiments/commands/conformance.ts'), join(folder, 'absent.json')],
        { cwd: root, stdio: 'pipe' },
      ),
    ).toThrow(/ENOENT/)
  })
})
