/** The steps that a program of the lists family is made of: the code of each, and what it does. */

/** One step of a program: its text after `xs`, and what it does. */
export interface Step {
  code: string
  run: (xs: readonly number[]) => unknown
}

export const keep = (test: string, k: number): Step => {
  const tests: Record<string, (x: number) => boolean> = {
    '>': (x) => x > k,
    '<': (x) => x < k,
    '!==': (x) => x !== k,
    '%2===': (x) => x % 2 === k,
    '%3===': (x) => x % 3 === k,
    '%3!==': (x) => x % 3 !== k,
  }
  const keeps = tests[test]!
  return { code: `.filter(x=>x${test}${k})`, run: (xs) => xs.filter((x) => keeps(x)) }
}
export const keepAt = (test: string, k: number): Step => {
  const tests: Record<string, (i: number) => boolean> = {
    '>': (i) => i > k,
    '<': (i) => i < k,
    '!==': (i) => i !== k,
    '%2===': (i) => i % 2 === k,
    '%3===': (i) => i % 3 === k,
    '%3!==': (i) => i % 3 !== k,
  }
  const keeps = tests[test]!
  return { code: `.filter((x,i)=>i${test}${k})`, run: (xs) => xs.filter((_, i) => keeps(i)) }
}
const beside = (code: string, keeps: (x: number, i: number, a: readonly number[]) => boolean): Step => ({
  code: `.filter((x,i,a)=>${code})`,
  run: (xs) => xs.filter(keeps),
})
export const rising = beside('x>a[i-1]', (x, i, a) => x > a[i - 1]!)
export const falling = beside('x<a[i-1]', (x, i, a) => x < a[i - 1]!)
export const changed = beside('x!==a[i-1]', (x, i, a) => x !== a[i - 1])
export const distinct = beside('a.indexOf(x)===i', (x, i, a) => a.indexOf(x) === i)

const arithmetic: Record<string, (x: number, k: number) => number> = {
  '*': (x, k) => x * k,
  '+': (x, k) => x + k,
  '-': (x, k) => x - k,
  '%': (x, k) => x % k,
  '>>': (x, k) => x >> k,
  '**': (x, k) => x ** k,
}
export const each = (op: string, k: number): Step => {
  const apply = arithmetic[op]!
  return { code: `.map(x=>x${op}${k})`, run: (xs) => xs.map((x) => apply(x, k)) }
}
export const byPlace = (op: string): Step => {
  const apply = arithmetic[op]!
  return { code: `.map((x,i)=>x${op}i)`, run: (xs) => xs.map((x, i) => apply(x, i)) }
}
export const from = (k: number): Step => ({ code: `.map(x=>${k}-x)`, run: (xs) => xs.map((x) => k - x) })

const order = (code: string, compare: (a: number, b: number) => number): Step => ({
  code: `.sort((a,b)=>${code})`,
  run: (xs) => [...xs].sort(compare),
})
export const up = order('a-b', (a, b) => a - b)
export const down = order('b-a', (a, b) => b - a)
export const evenFirst = order('a%2-b%2', (a, b) => (a % 2) - (b % 2))
export const oddFirst = order('b%2-a%2', (a, b) => (b % 2) - (a % 2))
export const threesFirst = order('a%3-b%3', (a, b) => (a % 3) - (b % 3))
export const threesLast = order('b%3-a%3', (a, b) => (b % 3) - (a % 3))
export const reverse: Step = { code: '.reverse()', run: (xs) => [...xs].reverse() }

export const first = (k: number): Step => ({ code: `.slice(0,${k})`, run: (xs) => xs.slice(0, k) })
export const last = (k: number): Step => ({ code: `.slice(-${k})`, run: (xs) => xs.slice(-k) })
export const skip = (k: number): Step => ({ code: `.slice(${k})`, run: (xs) => xs.slice(k) })
export const dropLast = (k: number): Step => ({ code: `.slice(0,-${k})`, run: (xs) => xs.slice(0, -k) })

const fold = (code: string, start: number, combine: (s: number, x: number) => number): Step => ({
  code: `.reduce((s,x)=>${code},${start})`,
  run: (xs) => xs.reduce(combine, start),
})
export const sum = fold('s+x', 0, (s, x) => s + x)
export const alternating = fold('x-s', 0, (s, x) => x - s)
export const largest = fold('Math.max(s,x)', 0, (s, x) => Math.max(s, x))
export const smallest = fold('Math.min(s,x)', 9, (s, x) => Math.min(s, x))
export const length: Step = { code: '.length', run: (xs) => xs.length }
export const at = (k: number): Step => ({ code: `.at(${k})`, run: (xs) => xs.at(k) })
