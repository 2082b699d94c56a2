/** How a kernel of a pass over whole sequences is written down: what it binds, by name, and its code around that. */
import type { TableFormat } from './embedding-table.ts'

/** What a binding is: floats, vectors of four or words that are read, floats that are written, or the number of the layer. */
type BindingKind = 'read' | 'read4' | 'words' | 'write' | 'layer'

export interface KernelCode {
  code: string
  /** The names of what is bound, in order. */
  bindings: readonly string[]
  groups: readonly [number, number, number]
}

const declarations: Record<BindingKind, (name: string) => string> = {
  read: (name) => `var<storage, read> ${name}: array<f32>;`,
  read4: (name) => `var<storage, read> ${name}: array<vec4f>;`,
  words: (name) => `var<storage, read> ${name}: array<u32>;`,
  write: (name) => `var<storage, read_write> ${name}: array<f32>;`,
  layer: (name) => `var<uniform> ${name}: vec4u;`,
}

/** A kernel by its name, what it binds, its code, and how many workgroups it runs. */
export function kernelCode(
  name: string,
  bindings: Readonly<Record<string, BindingKind>>,
  body: string,
  groups: readonly [number, number, number],
): KernelCode {
  const names = Object.keys(bindings)
  const declared = names.map((name, i) => `@group(0) @binding(${i}) ${declarations[bindings[name]!](name)}`)
  return { code: `// ${name}\n${declared.join('\n')}\n${body}`, bindings: names, groups }
}

/** Code for each of so many numbers, a line or more each. */
export const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n')

/**
 * Joins what so many neighbours (a power of two) have put into arrays of the workgroup in the first one's places, by halves; all
 * wait for it. `join` is statements of two places, `at` an invocation's among its neighbours.
 */
export const joined = (width: number, join: (own: string, other: string) => string, at = 'i'): string => `
  for (var half = ${width / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (${at} < half) { ${join('i', 'i + half')} }
  }
  workgroupBarrier();`

/** `joined`, where a sum of `part` is wanted. */
export const summed = (width: number, at = 'i'): string =>
  joined(width, (own, other) => `part[${own}] += part[${other}];`, at)

/** Pieces of code that are kept. */
const keptCode = 1000

/**
 * Code of the same request is written once: a pass asks for that of every layer, and writing it took longer than running it.
 * @param write from what JSON can say
 */
export function writtenOnce<Request extends readonly unknown[], Code>(
  write: (...request: Request) => Code,
): (...request: Request) => Code {
  const written = new Map<string, Code>()
  return (...request) => {
    const key = JSON.stringify(request)
    const known = written.get(key)
    if (known !== undefined) return known
    if (written.size >= keptCode) written.clear()
    const code = write(...request)
    written.set(key, code)
    return code
  }
}

/** A frozen matrix [out, inputs] as a kernel reads it: what it binds, and `weight(o, i)`. */
export function weightReader(
  format: TableFormat,
  inputs: number,
): { bindings: Readonly<Record<string, BindingKind>>; code: string } {
  const at = `let at = o * ${inputs}u + i;`
  const reader = (lines: string) => `fn weight(o: u32, i: u32) -> f32 { ${at} ${lines} }`
  if (format === 'f32') return { bindings: { w: 'read' }, code: reader('return w[at];') }
  if (format === 'f16')
    return { bindings: { w: 'words' }, code: reader('return unpack2x16float(w[at / 2u])[at & 1u];') }
  if (format === 'bf16')
    return {
      bindings: { w: 'words' },
      code: reader(
        'return bitcast<f32>(select(w[at / 2u] << 16u, w[at / 2u] & 0xffff0000u, (at & 1u) == 1u));',
      ),
    }
  const { bits, block, minimums } = format
  const perWord = 32 / bits
  const number = `f32((w[at / ${perWord}u] >> (${bits}u * (at % ${perWord}u))) & ${2 ** bits - 1}u) - ${2 ** (bits - 1)}.0`
  const b = `o * ${inputs / block}u + i / ${block}u`
  return {
    bindings: { w: 'words', scales: 'read', ...(minimums && { minimums: 'read' as const }) },
    code: reader(`return (${number}) * scales[${b}]${minimums ? ` + minimums[${b}]` : ''};`),
  }
}
