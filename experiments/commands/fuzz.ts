/**
 * What strangers send, almost right: `npm run fuzz -- --seed S --inputs N [--kind K]`. N changed inputs of each kind (or of
 * one) are read by the lab's own readers. None may hang (more than a second of CPU), none may throw anything but a refusal of
 * a fixed form, none may leave more than 100 MB and twice its size behind. Prints what did, a line each, by kind, seed and
 * number, and a summary; exits with 1 where anything did.
 */
import { optionsOf } from '../../scripts/command-options.ts'
import { fuzzKinds, type FuzzKind } from '../lib/fuzz-kinds.ts'
import { startThread } from '../../src/start-thread.ts'

const { values } = optionsOf(import.meta.url, {
  options: {
    seed: { type: 'string', default: '1' },
    inputs: { type: 'string', default: '2000' },
    kind: { type: 'string' },
  },
})
const [seed, inputs] = [Number(values.seed), Number(values.inputs)]
const asked = fuzzKinds.filter((kind) => values.kind === undefined || kind === values.kind)
if (asked.length === 0) throw new Error(`--kind is one of ${fuzzKinds.join(', ')}.`)

/** Wall milliseconds after which an input that has not been read is taken to hang. */
const hangMs = 20_000

/** Reads from a number on; the number after the last that was read, and what was wrong with any. */
function part(kind: FuzzKind, from: number): Promise<{ next: number; faults: string[] }> {
  return new Promise((resolve) => {
    const faults: string[] = []
    let at = from
    const script = new URL('../lib/fuzz-thread.ts', import.meta.url)
    const thread = startThread(script, { kind, seed, from, to: inputs }, { maxOldGenerationSizeMb: 600 })
    const end = (fault?: string) => {
      clearTimeout(watch)
      if (fault) faults.push(`${kind} seed ${seed} input ${at}: ${fault}`)
      void thread.terminate()
      resolve({ next: fault ? at + 1 : inputs, faults })
    }
    let watch = setTimeout(() => end('did not start'), 120_000)
    thread.on('message', ({ n, fault }: { n: number; fault?: string }) => {
      at = n
      if (fault) faults.push(`${kind} seed ${seed} input ${n}: ${fault}`)
      clearTimeout(watch)
      watch = setTimeout(() => end('hangs'), hangMs)
    })
    thread.on('error', (error) => end(`ended its thread: ${String(error)}`))
    thread.on('exit', () => end())
  })
}

let wrong = 0
for (const kind of asked) {
  const begun = performance.now()
  let [next, found] = [0, 0]
  while (next < inputs) {
    const done = await part(kind, next)
    for (const fault of done.faults) console.log(fault)
    found += done.faults.length
    next = done.next
  }
  wrong += found
  console.log(
    `${kind}: ${inputs} inputs, ${found} faults, ${((performance.now() - begun) / 1000).toFixed(0)} s`,
  )
}
process.exit(wrong > 0 ? 1 : 0)
