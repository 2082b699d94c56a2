/**
 * Writes the adapter of the reference vectors as peft's files, for reference/scripts/peft_adapter.py:
 *
 *   npx tsx experiments/lib/formula-adapter.ts OUT FOLDER|FILE.gguf --rank N --alpha N
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { optionsOf } from '../../scripts/command-options.ts'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { formulaAdapter } from '../../src/lm/formula-adapter.testing.ts'
import { ggufTokenizerFiles } from '../../src/lm/gguf-tokenizer.ts'
import { peftFiles } from '../../src/lm/peft.ts'
import { bytesRange } from '../../src/lm/weights/bytes.ts'
import { openGguf } from '../../src/lm/weights/gguf-source.ts'

const { positionals, values } = optionsOf(import.meta.url, {
  allowPositionals: true,
  options: { rank: { type: 'string', default: '4' }, alpha: { type: 'string', default: '8' } },
})
const [out, model] = positionals
if (!out || !model) throw new Error('Name the folder to write to, and a model: its folder, or its GGUF file.')
const stated = model.endsWith('.gguf')
  ? (await openGguf(bytesRange(model, new Uint8Array(readFileSync(model))), ggufTokenizerFiles)).config
  : JSON.parse(readFileSync(join(model, 'config.json'), 'utf8'))
const config = llamaConfigSchema.parse(stated)
const [rank, alpha] = [Number(values.rank), Number(values.alpha)]
mkdirSync(out, { recursive: true })
for (const { name, bytes } of peftFiles(
  formulaAdapter(config, { rank, a_scale: 0.05, b_scale: 0.02 }, 0.3),
  config,
  { rank, alpha, base: basename(model) },
))
  writeFileSync(join(out, name), bytes)
