/** One input read, and what of it no input may do: throw what is no refusal, take a second of CPU, keep the memory it took. */
import { Rng } from '../../src/rng.ts'
import { fuzzed, type FuzzKind } from './fuzz-kinds.ts'
import { refusalOf } from '../../src/headless/inspect-file.ts'

const mostCpuMs = 1000
const mostBytes = 100e6

/** Null where all is as it should be. A tokenizer's errors are told by who opens the model, with the file's name. */
export async function faultOf(kind: FuzzKind, seed: number, n: number): Promise<string | null> {
  const input = fuzzed(kind, Rng.of(seed, kind, n))
  const [cpu, before] = [process.cpuUsage(), memory()]
  let fault: string | null = null
  try {
    await input.read()
  } catch (error) {
    const told = refusalOf(error) !== null || (kind === 'tokenizer' && error instanceof Error)
    if (!told) fault = `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
  const { user, system } = process.cpuUsage(cpu)
  const ms = (user + system) / 1000
  if (ms > mostCpuMs) fault = `took ${Math.round(ms)} ms of CPU`
  const grown = memory() - before
  if (grown > mostBytes + 2 * input.size) fault = `left ${Math.round(grown / 1e6)} MB behind`
  return fault
}

function memory(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
