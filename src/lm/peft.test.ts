import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sameBase } from './base-name.ts'
import { describe, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { llamaConfigSchema } from './config.ts'
import { formulaAdapter } from './formula-adapter.testing.ts'
import { LlamaModel } from './llama-model.ts'
import {
  openPeft,
  peftConfigName,
  peftFiles,
  peftWeightsName,
  thetaOfPeft,
  zipped,
  type NamedFile,
} from './peft.ts'
import { readSafetensors, writeSafetensors, type HostTensor } from './safetensors.ts'
import type { Tokenizer } from './tokenizer.ts'

const file = (name: string) => readFileSync(new URL(`../../reference/${name}`, import.meta.url))
const config = llamaConfigSchema.parse(JSON.parse(file('llama-0.9m/config.json').toString()))
const [rank, alpha] = [4, 8]
const theta = formulaAdapter(config, { rank, a_scale: 0.05, b_scale: 0.02 }, 0.3)
const files = peftFiles(theta, config, { rank, alpha, base: 'llama-0.9m' })

const settings = (change: object): NamedFile[] =>
  files.map((own) =>
    own.name === peftConfigName
      ? { ...own, bytes: json({ ...JSON.parse(new TextDecoder().decode(own.bytes)), ...change }) }
      : own,
  )
const tensors = (change: (all: Map<string, HostTensor>) => void): NamedFile[] =>
  files.map((own) => {
    if (own.name !== peftWeightsName) return own
    const all = readSafetensors(own.bytes)
    change(all)
    return { ...own, bytes: writeSafetensors(all) as Uint8Array<ArrayBuffer> }
  })
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const loaded = async (given: NamedFile[], initial: Float32Array = new Float32Array(theta.length)) =>
  thetaOfPeft(await openPeft(given), config, initial)

describe('an adapter that went home', () => {
  /** What peft made of these very files over transformers (reference/scripts/peft_adapter.py). */
  const reference = JSON.parse(file('peft/llama-0.9m.json').toString()) as {
    adapter_sha256: string
    adapter_config: object
    cases: { prompt: number[]; response: number[]; base_log_probs: number[]; adapter_log_probs: number[] }[]
  }

  it('is the files that peft was given', () => {
    expect(
      createHash('sha256')
        .update(files.find(({ name }) => name === peftWeightsName)!.bytes)
        .digest('hex'),
    ).toBe(reference.adapter_sha256)
    expect(JSON.parse(new TextDecoder().decode(files[0]!.bytes))).toEqual(reference.adapter_config)
  })

  it('gives the log-probs here that it gives in peft', async () => {
    const weights = file('llama-0.9m/model.safetensors')
    const model = new LlamaModel(nativeRuntime(), {
      config,
      tokenizer: null as unknown as Tokenizer,
      weights: readSafetensors(weights),
      lora: { rank, scale: alpha / rank },
    })
    for (const [policy, key] of [
      [null, 'base_log_probs'],
      [await loaded(files), 'adapter_log_probs'],
    ] as const) {
      const scored = await model.score(policy, reference.cases, 1)
      reference.cases.forEach(({ response, [key]: expected }, i) => {
        response.forEach((token, t) =>
          expect(
            Math.abs(scored[i]!.logProbs[t * config.vocabulary + token]! - expected[t]!),
            `${key}, row ${i}, token ${t}`,
          ).toBeLessThan(1e-4),
        )
      })
    }
    await model.dispose()
  })
})

describe('an adapter that comes back', () => {
  it('is the same vector, from two files or from a zip with a folder', async () => {
    expect(await loaded(files)).toEqual(theta)
    const zip = zipped(files.map((own) => ({ ...own, name: `adapter/${own.name}` })))
    expect(await loaded([{ name: 'adapter.zip', bytes: zip }])).toEqual(theta)
  })

  it('may be on some modules alone, or store its scale the other way', async () => {
    const initial = formulaAdapter(config, { rank, a_scale: 1, b_scale: 0 }, 1)
    const some = await loaded(
      tensors((all) => {
        for (const name of [...all.keys()]) if (!/\.[qv]_proj\./.test(name)) all.delete(name)
      }),
      initial,
    )
    const rows = rank * config.hiddenSize
    expect(some.slice(0, rows)).toEqual(theta.slice(0, rows))
    expect(some.slice(-rows)).toEqual(initial.slice(-rows))
    expect((await openPeft(settings({ use_rslora: true }))).alpha).toBe(alpha * 2)
  })

  const refused: [string, NamedFile[], RegExp][] = [
    ['no adapter at all', [{ name: 'notes.txt', bytes: json('') }], /no adapter_config.json among notes.txt/],
    ['a damaged zip', [{ name: 'a.zip', bytes: json('no zip') }], /a.zip is not a zip/],
    ['another method', settings({ peft_type: 'PROMPT_TUNING' }), /PROMPT_TUNING, not LORA/],
    ['DoRA', settings({ use_dora: true }), /DoRA/],
    ['trained biases', settings({ bias: 'all' }), /bias: all/],
    ['PiSSA', settings({ init_lora_weights: 'pissa_niter_4' }), /pissa_niter_4.*untouched base/],
    ['OLoRA', settings({ init_lora_weights: 'olora' }), /olora/],
    ['CorDA', settings({ init_lora_weights: 'corda' }), /corda/],
    ['layers that repeat', settings({ layer_replication: [[0, 2]] }), /layer_replication/],
    ['aLoRA', settings({ alora_invocation_tokens: [1, 2] }), /alora_invocation_tokens/],
    ['QA-LoRA', settings({ use_qalora: true }), /QA-LoRA/],
    ['a rank that no adapter has', settings({ r: 2 ** 31 }), /rank above/],
    ['no tensors', tensors((all) => all.clear()), /holds no tensors/],
    [
      'a NaN',
      tensors((all) => {
        ;[...all.values()][0]!.data[3] = NaN
      }),
      /lora_A.* holds NaN \(value 3 of/,
    ],
    ['whole modules', settings({ modules_to_save: ['lm_head'] }), /lm_head/],
    ['ranks that differ', settings({ rank_pattern: { q_proj: 2 } }), /q_proj/],
    [
      'another rank than its weights',
      settings({ r: 8 }),
      /is \[4, 128\]; this model's is \[8, 128\].*llama-0.9m/,
    ],
    [
      'a layer that is not there',
      tensors((all) =>
        all.set('base_model.model.model.layers.9.mlp.up_proj.lora_A.weight', {
          shape: [1],
          data: new Float32Array(1),
        }),
      ),
      /layers.9.mlp.up_proj/,
    ],
    [
      'half a pair',
      tensors((all) => all.delete('base_model.model.model.layers.0.mlp.up_proj.lora_B.weight')),
      /up_proj.lora_A has no other half/,
    ],
  ]
  it.each(refused)('is refused with its reason: %s', async (_, given, reason) => {
    await expect(loaded(given, new Float32Array(1 << 20))).rejects.toMatchObject({
      message: 'This adapter cannot be used.',
      reason: expect.stringMatching(reason),
    })
  })
})

describe('the base of an adapter', () => {
  it('is its hub id alone, the revision apart; a file of one\u2019s own has none', () => {
    const named = (base: string) =>
      JSON.parse(
        new TextDecoder().decode(peftFiles(theta, config, { rank, alpha, base })[0]!.bytes),
      ) as Record<string, unknown>
    expect(named('HuggingFaceTB/SmolLM2-135M-Instruct@main')).toMatchObject({
      base_model_name_or_path: 'HuggingFaceTB/SmolLM2-135M-Instruct',
      revision: 'main',
    })
    expect(named('file:model.safetensors 538090408 1719')).toMatchObject({ base_model_name_or_path: null })
    expect(named('file:model.safetensors 538090408 1719')).not.toHaveProperty('revision')
  })
  it('is the same whatever the revision', () => {
    expect(sameBase('a/b', 'a/b@main')).toBe(true)
    expect(sameBase('a/b', 'a/c@main')).toBe(false)
  })
})
