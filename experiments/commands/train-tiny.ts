/**
 * `npm run train:tiny`: trains the bundled model from nothing with the lab's own graphs, and writes
 * models/tiny. Stop it and run it again: it goes on from its last checkpoint.
 *
 *   --tokens N   training tokens (default 32e6; prompts and responses, padding not counted)
 *   --threads N  onnxruntime threads (default 2)
 *   --out DIR    default models/tiny
 *   --work DIR   checkpoints and the model so far, default .cache/train-tiny
 *   --uniform S  share of the samples with feedback or a solution whose meanings are drawn evenly, not by habit (default .5)
 *   --width N --layers N   another size, heads of 32 (default 128 and 4); name another --out and --work with it
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { optionsOf } from '../../scripts/command-options.ts'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { writeSafetensors } from '../../src/lm/safetensors.ts'
import { defaultMixture, evaluationPrompts, type Sample } from '../train-tiny/tickets/samples.ts'
import { Rng } from '../../src/rng.ts'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { modelCard, type CurvePoint } from '../train-tiny/model-card.ts'
import { TrainingStream, type StreamState } from '../train-tiny/stream.ts'
import { Trainer } from '../train-tiny/trainer.ts'

const bundledFolder = 'models/tiny'
const { values: options } = optionsOf(import.meta.url, {
  options: {
    tokens: { type: 'string', default: '32e6' },
    threads: { type: 'string', default: '2' },
    out: { type: 'string', default: bundledFolder },
    work: { type: 'string', default: '.cache/train-tiny' },
    seed: { type: 'string', default: '1' },
    uniform: { type: 'string', default: String(defaultMixture.uniform) },
    width: { type: 'string', default: '128' },
    layers: { type: 'string', default: '4' },
  },
})
const command = `\`npm run train:tiny -- ${process.argv.slice(2).join(' ')}\``
const seed = Number(options.seed)
const tokenGoal = Number(options.tokens)
const mixture = { ...defaultMixture, uniform: Number(options.uniform) }
const peak = 2.5e-3
const warmUp = 200
const evaluateEvery = 1000
const saveEvery = 250

const width = Number(options.width)
const layers = Number(options.layers)
const headDim = 32
if (width % headDim !== 0)
  throw new Error(`--width ${options.width}: heads are ${headDim} wide, so the width is a multiple of it.`)

/** Every size reads the bundled model's words. */
const tokenizerFiles = ['tokenizer.json', 'tokenizer_config.json']
mkdirSync(options.out, { recursive: true })
for (const name of tokenizerFiles)
  if (!existsSync(join(options.out, name))) copyFileSync(join('models/tiny', name), join(options.out, name))
const vocabulary = Object.keys(
  JSON.parse(readFileSync(join(options.out, 'tokenizer.json'), 'utf8')).model.vocab,
).length
const config = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  hidden_size: width,
  num_hidden_layers: layers,
  num_attention_heads: width / headDim,
  num_key_value_heads: width / headDim,
  head_dim: headDim,
  intermediate_size: Math.round((width * 43) / 16),
  vocab_size: vocabulary,
  rms_norm_eps: 1e-5,
  rope_theta: 10000,
  max_position_embeddings: 256,
  tie_word_embeddings: true,
  hidden_act: 'silu',
  bos_token_id: 1,
  eos_token_id: 2,
  pad_token_id: 0,
  torch_dtype: 'float32',
}

/** Held-out hard problems of the dev split, by family and hindsight. */
const evaluations: Record<string, Sample[]> = {}
for (const family of ['lists', 'records'] as const) {
  for (const hindsight of [0, 1, 2, 4, 'solution'] as const) {
    evaluations[`${family}/${hindsight}`] = evaluationPrompts(
      Rng.of(5, 'evaluation', family, hindsight),
      'dev',
      family,
      hindsight,
      128,
    )
  }
}

const trainer = new Trainer(
  nativeRuntime({ threads: Number(options.threads) }),
  llamaConfigSchema.parse(config),
  seed,
)
const stream = new TrainingStream(seed, mixture)
interface Progress {
  stream: StreamState
  tokens: number
  seconds: number
  curve: CurvePoint[]
}
const progress: Progress = { stream: stream.state, tokens: 0, seconds: 0, curve: [] }
const saved = trainer.restore(options.work) as Progress | undefined
if (saved) {
  Object.assign(progress, saved)
  stream.state = saved.stream
  console.log(`Going on from step ${trainer.step}, ${(saved.tokens / 1e6).toFixed(1)} M tokens.`)
}
console.log(
  `${trainer.parameters.toLocaleString('en')} parameters, ${vocabulary} tokens; until ${(tokenGoal / 1e6).toFixed(1)} M training tokens.`,
)

let last = performance.now()
let loss = NaN
while (progress.tokens < tokenGoal) {
  const batch = stream.take()
  const done = progress.tokens / tokenGoal
  const learningRate =
    peak * Math.min(1, (trainer.step + 1) / warmUp) * (0.02 + 0.98 * 0.5 * (1 + Math.cos(Math.PI * done)))
  const result = await trainer.train(batch, {
    learningRate,
    beta1: 0.9,
    beta2: 0.98,
    epsilon: 1e-8,
    weightDecay: 0.01,
    maxGradNorm: 1,
  })
  if (!Number.isFinite(result.loss)) throw new Error(`The loss is ${result.loss} at step ${trainer.step}.`)
  loss = Number.isNaN(loss) ? result.loss : 0.98 * loss + 0.02 * result.loss
  progress.tokens +=
    batch.keyBias.reduce((n, bias) => n + (bias === 0 ? 1 : 0), 0) -
    batch.mask.length +
    batch.mask.reduce((a, b) => a + b, 0)
  if (trainer.step % 50 === 0) {
    const now = performance.now()
    progress.seconds += (now - last) / 1000
    last = now
    report()
  }
  if (trainer.step % evaluateEvery === 0) await evaluate()
  if (trainer.step % saveEvery === 0) trainer.save(options.work, progress)
  if (trainer.step % evaluateEvery === 0) publish(options.work)
}
await evaluate()
trainer.save(options.work, progress)
publish(options.out)
console.log(`\nWrote ${options.out}.`)

function publish(folder: string): void {
  writeFileSync(join(folder, 'model.safetensors'), writeSafetensors(trainer.tensors()))
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config, null, 1) + '\n')
  writeFileSync(
    join(folder, 'README.md'),
    modelCard({
      name: options.out === bundledFolder ? 'The bundled model' : `A model trained by ${command}`,
      parameters: trainer.parameters,
      vocabulary,
      config,
      mixture,
      threads: Number(options.threads),
      ...progress,
    }),
  )
}

function report(): void {
  const share = Math.min(1, progress.tokens / tokenGoal)
  const bar = '#'.repeat(Math.round(share * 24)).padEnd(24, '.')
  const rate = progress.tokens / progress.seconds
  process.stdout.write(
    `${process.stdout.isTTY ? '\r' : ''}[${bar}] ${(share * 100).toFixed(1)} % step ${trainer.step} loss ${loss.toFixed(3)} ${(rate / 1000).toFixed(1)} k tokens/s, ${((tokenGoal - progress.tokens) / rate / 60).toFixed(0)} min left${process.stdout.isTTY ? '   ' : '\n'}`,
  )
}

async function evaluate(): Promise<void> {
  const logProbs: Record<string, number> = {}
  for (const [name, rows] of Object.entries(evaluations)) logProbs[name] = await trainer.logProbability(rows)
  progress.curve.push({ step: trainer.step, tokens: progress.tokens, loss, logProbs })
  console.log(
    `\nlog p(truth), held out: ${Object.entries(logProbs)
      .map(([name, x]) => `${name} ${x.toFixed(2)}`)
      .join('  ')}`,
  )
  last = performance.now()
}
