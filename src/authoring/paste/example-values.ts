/** Examples that hold values: `nums = [2,7], target = 9`, a list of calls of a class, an output with what was changed in place. */
import type { Json } from '../../problems/problem.ts'
import { LiteralError, readLiteral } from '../literal.ts'
import { literal } from './calls.ts'

export interface Call {
  names: readonly string[]
  args: Json[]
  expected: Json
  /** The output names what the function leaves in a list, beside what it returns. */
  inPlace?: true
  /** Of the class that the example drives. */
  className?: string
}

interface Example {
  input: string
  output: string
}

const longest = 20_000

export function callOf({ input, output }: Example): Call | null {
  if (input.length > longest || output.length > longest) return null
  const expected = expectedOf(output)
  if (!expected) return null
  const inPlace = expected.inPlace ? { inPlace: true as const } : {}
  const named = namedValues(input)
  if (named) return { ...named, ...inPlace, expected: expected.value }
  const one = valueOf(input)
  if (one) return { names: [], args: [one.value], ...inPlace, expected: expected.value }
  const many = valueOf(`[${input.trim().replace(/\s*\n\s*/g, ', ')}]`)
  return many && Array.isArray(many.value) && /\n|,/.test(input) && /[[{"']/.test(input)
    ? { names: [], args: many.value, ...inPlace, expected: expected.value }
    : null
}

/** `[0,1]`, `nums = [1,2]`, `2, nums = [1,2,_]`: the last as [2, [1, 2]]. */
function expectedOf(output: string): { value: Json; inPlace: boolean } | null {
  const both = /^\s*(-?\d+)\s*,\s*[\p{L}_]\w{0,30}\s*=\s*(\[.*\])\s*$/su.exec(output.split('\n\n')[0]!)
  if (both) {
    const list = valueOf(both[2]!.replace(/,?\s*_(?=\s*[,\]])/g, '').replace(/\[\s*,/, '['))
    return list ? { value: [Number(both[1]), list.value], inPlace: true } : null
  }
  const bare = output.replace(/^\s*[\p{L}_]\w{0,30}\s*=\s*/u, '')
  const value = valueOf(bare) ?? valueOf(bare.split('\n')[0]!)
  return value && { value: value.value, inPlace: false }
}

/** A value; a bit pattern such as 00001011 is the number that it stands for, braces may hold a list. */
function valueOf(text: string): { value: Json } | null {
  const bits = /^\s*0[01]{6,63}\s*$/.exec(text)
  if (bits) return { value: Number.parseInt(text.trim(), 2) }
  return (
    literal(text) ??
    (/^\s*\{[^:]*\}\s*$/s.test(text) ? literal(text.replace(/\{/g, '[').replace(/\}/g, ']')) : null)
  )
}

/** `nums = [2,7], target = 9`, on one line or one a line. */
function namedValues(text: string): { names: string[]; args: Json[] } | null {
  const named = [...text.matchAll(/(?:^|[,\n;])\s*([\p{L}_$][\p{L}\p{N}_$]{0,60})(?:\[\])*\s*=(?!=)\s*/gu)]
  if (named.length === 0 || named[0]!.index !== 0) return null
  try {
    return {
      names: named.map((at) => at[1]!),
      args: named.map((at, i) => {
        const value = text
          .slice(at.index + at[0].length, named[i + 1]?.index ?? text.length)
          .replace(/[,;\s]+$/, '')
        return valueOf(value)?.value ?? readLiteral(value)
      }),
    }
  } catch (error) {
    if (error instanceof LiteralError) return null
    throw error
  }
}

/** `["MinStack","push"]` and `[[],[1]]`: a class driven by a list of calls, with what each returns. */
export function classTest({ input, output }: Example): Call | null {
  if (!/^\s*\[\s*"[A-Z]\w*"/.test(input)) return null
  const both = literal(`[${input.trim().replace(/\n+\s*/g, ', ')}]`)
  const expected = literal(output)
  if (!both || !expected || !Array.isArray(both.value)) return null
  const [operations, args] = both.value
  if (!Array.isArray(operations) || !Array.isArray(args) || operations.length !== args.length) return null
  return {
    names: [],
    args: [operations, args],
    expected: expected.value,
    className: String(operations[0]),
  }
}
