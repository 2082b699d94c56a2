/**
 * npm run -s agreement -- [FILE.gguf|FOLDER] [--precision f32|f16|packed] [--tokens N] [--attempts N]
 * A few tokens and two updates of a stock model on a graphics device (Dawn) and on onnxruntime-node: prints how far apart they are,
 * as one JSON object. Without a model it takes SmolLM2 where `npm run fetch:smollm2` has put it. Exits 1 where they disagree by more
 * than 1e-4 or draw other tokens, 2 on bad input.
 */
import { parseArgs } from 'node:util'
import { messageOf } from '../../src/explained-error.ts'
import { smollm2Path } from '../../src/lm/smollm2.testing.ts'
import { agreementOf, agrees, readModel } from '../lib/agreement.ts'
import { useBackend } from '../lib/backend.ts'
import { openReal } from '../lib/real-model.ts'

const precisions = ['f32', 'f16', 'packed'] as const

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      precision: { type: 'string', default: 'f32' },
      tokens: { type: 'string', default: '4' },
      attempts: { type: 'string', default: '2' },
    },
  })
  const path = positionals[0] ?? smollm2Path
  const precision = precisions.find((name) => name === values.precision)
  if (!path) throw new Error('Name a model, or fetch one: npm run fetch:smollm2.')
  if (!precision)
    throw new Error(`There is no precision ${values.precision}; there are ${precisions.join(', ')}.`)
  const [tokens, attempts] = [Number(values.tokens), Number(values.attempts)]
  const read = async (backend: 'dawn' | 'node') => {
    await useBackend(backend)
    const { model } = await openReal({
      path,
      threads: 2,
      adapter: { kind: 'lora', rank: 8, alpha: 16 },
      precision,
    })
    const prompt = model.tokenizer.encode('def reverse(words):\n    """Reverse the order of words."""\n')
    const started = performance.now()
    const reading = await readModel(model, prompt, { attempts, tokens })
    await model.dispose()
    console.error(`${backend}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
    return reading
  }
  const own = await read('dawn')
  const agreement = agreementOf(own, await read('node'))
  console.log(JSON.stringify(agreement, null, 2))
  return agrees(agreement) ? 0 : 1
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(messageOf(error))
    process.exit(2)
  },
)
