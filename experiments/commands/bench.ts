/**
 * npm run bench -- [NAME ...] [--json OUT] [--threads N] [--turns N] [--smollm2 FILE] [--qwen FILE] [--python PATH]
 *
 * Speed held against bars and against peers, each interleaved with ours in one session, as medians (docs/SPEED.md):
 *   bundled            a step of the bundled model in Node
 *   smollm2-node       a step of SmolLM2-135M in Node, its parts, and each beside its own matrix products
 *   smollm2-chromium   the same in Chromium on WebAssembly
 *   qwen-node, qwen-chromium   Qwen2.5-0.5B, packed: --qwen FILE.gguf, or its shape with random weights
 *   generation         tokens a second in Chromium beside wllama
 *   jax                products and a training step on WebAssembly beside jax-js
 *   pytorch            a step in Node beside PyTorch, transformers and peft (--python, a Python that has them)
 * Peers are installed by `npm ci --prefix experiments/bench`. What is not here is said and left out. Exits 1 where a bar falls, 2 on bad input.
 */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { optionsOf } from '../../scripts/command-options.ts'
import { messageOf } from '../../src/explained-error.ts'
import { bundledNode } from '../bench/bundled.ts'
import { jaxJs } from '../bench/jax.ts'
import { Unavailable, type Measure } from '../bench/measure.ts'
import { pytorch } from '../bench/pytorch.ts'
import type { BenchRow } from '../bench/row.ts'
import { qwenChromium, qwenNode, smollm2Chromium, smollm2Node } from '../bench/steps.ts'
import { generation } from '../bench/wllama.ts'
import { progress } from '../lib/progress.ts'

const measures: Readonly<Record<string, Measure>> = {
  bundled: bundledNode,
  jax: jaxJs,
  'smollm2-node': smollm2Node,
  pytorch,
  'smollm2-chromium': smollm2Chromium,
  generation,
  'qwen-node': qwenNode,
  'qwen-chromium': qwenChromium,
}

const { values, positionals } = optionsOf(import.meta.url, {
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    threads: { type: 'string', default: '2' },
    turns: { type: 'string', default: '3' },
    smollm2: { type: 'string', default: '.cache/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf' },
    qwen: { type: 'string' },
    python: { type: 'string' },
  },
})
const names = positionals.length > 0 ? positionals : Object.keys(measures)
const unknown = names.find((name) => !measures[name])
if (unknown !== undefined) {
  console.error(`There is no measure ${unknown}; there are ${Object.keys(measures).join(', ')}.`)
  process.exit(2)
}
const options = {
  threads: Number(values.threads),
  turns: Number(values.turns),
  smollm2: values.smollm2,
  qwen: values.qwen ?? null,
  python: values.python ?? null,
}
const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  node: process.version,
  threads: options.threads,
  /** Others' work on the machine when it began; above 1 a figure against a bar says little, and one beside a peer still does. */
  load: loadavg()[0]!,
}
console.log(
  `${machine.processor}, ${machine.cores} cores, Node ${machine.node}, ${machine.threads} threads, load ${machine.load.toFixed(1)}`,
)
const rows: BenchRow[] = []
const left: Record<string, string> = {}
for (const [i, name] of names.entries()) {
  progress(`${name}, ${i + 1} of ${names.length}`)
  try {
    const own = await measures[name]!(options)
    rows.push(...own)
    progress('')
    for (const row of own) console.log(said(row))
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    left[name] = messageOf(error)
    console.log(`${name}: not measured. ${messageOf(error)}`)
  }
}
if (values.json)
  writeFileSync(
    values.json,
    JSON.stringify(
      { command: `npm run bench -- ${process.argv.slice(2).join(' ')}`, machine, rows, left },
      null,
      1,
    ) + '\n',
  )
process.exit(rows.some(({ holds }) => holds === false) ? 1 : 0)

function said({ name, ours, other, ratio, bar, holds }: BenchRow): string {
  const number = (value: number) => String(Number(value.toPrecision(3)))
  const beside = other === null ? '' : ` beside ${number(other)}`
  const compared = ratio === null ? '' : `, ${number(ratio)} times`
  const verdict = bar === null ? '' : `, bar ${bar}: ${holds ? 'holds' : 'falls'}`
  return `${name}: ${number(ours)}${beside}${compared}${verdict}`
}
