/** The steps that a program of the lists family is made of: the code of each, what it does, and that in words. */

/** One step of a program: its text after `xs`, and what it does. */
export interface Step {
  code: string
  /** What it does, in a few words for a person who chooses it. */
  says: string
  run: (xs: readonly number[]) => unknown
}

const ordinal = (i: number) => ['first', 'second', 'third', 'fourth'][i]!

/** Tests of a number, be it a value or a place: whether it holds, and in words (of a value; of a place). */
const holding: Record<string, (n: number, k: number) => boolean> = {
  '>': (n, k) => n > k,
  '<': (n, k) => n < k,
  '!==': (n, k) => n !== k,
  '%2===': (n, k) => n % 2 === k,
  '%3===': (n, k) => n % 3 === k,
  '%3!==': (n, k) => n % 3 !== k,
}
const valueWords: Record<string, (k: number) => string> = {
  '>': (k) => `above ${k}`,
  '<': (k) => `below ${k}`,
  '!==': (k) => `all but ${k}`,
  '%2===': (k) => (k === 1 ? 'odd' : 'even'),
  '%3===': (k) => (k === 0 ? 'multiples of 3' : `${k} more than a multiple of 3`),
  '%3!==': () => 'all but multiples of 3',
}
const placeWords: Record<string, (k: number) => string> = {
  '>': (k) => (k === 0 ? 'all but the first' : `those after the ${ordinal(k)}`),
  '<': (k) => `the first ${k}`,
  '!==': (k) => `all but the ${ordinal(k)}`,
  '%2===': (k) => `every second one, from the ${ordinal(k)}`,
  '%3===': (k) => `every third one, from the ${ordinal(k)}`,
  '%3!==': (k) => `all but every third one, from the ${ordinal(k)}`,
}
export const keep = (test: string, k: number): Step => {
  const holds = holding[test]!
  return {
    code: `.filter(x=>x${test}${k})`,
    says: valueWords[test]!(k),
    run: (xs) => xs.filter((x) => holds(x, k)),
  }
}
export const keepAt = (test: string, k: number): Step => {
  const holds = holding[test]!
  return {
    code: `.filter((x,i)=>i${test}${k})`,
    says: placeWords[test]!(k),
    run: (xs) => xs.filter((_, i) => holds(i, k)),
  }
}
const beside = (
  code: string,
  says: string,
  keeps: (x: number, i: number, a: readonly number[]) => boolean,
): Step => ({ code: `.filter((x,i,a)=>${code})`, says, run: (xs) => xs.filter(keeps) })
export const rising = beside('x>a[i-1]', 'larger than the one before', (x, i, a) => x > a[i - 1]!)
export const falling = beside('x<a[i-1]', 'smaller than the one before', (x, i, a) => x < a[i - 1]!)
export const changed = beside('x!==a[i-1]', 'other than the one before', (x, i, a) => x !== a[i - 1])
export const distinct = beside('a.indexOf(x)===i', 'each number once', (x, i, a) => a.indexOf(x) === i)

const arithmetic: Record<string, (x: number, k: number) => number> = {
  '*': (x, k) => x * k,
  '+': (x, k) => x + k,
  '-': (x, k) => x - k,
  '%': (x, k) => x % k,
  '>>': (x, k) => x >> k,
  '**': (x, k) => x ** k,
}
const arithmeticWords: Record<string, (k: number | string) => string> = {
  '*': (k) => `times ${k}`,
  '+': (k) => `plus ${k}`,
  '-': (k) => `minus ${k}`,
  '%': (k) => `what is left over by ${k}`,
  '>>': () => 'halved, rounded down',
  '**': () => 'squared',
}
export const each = (op: string, k: number): Step => {
  const apply = arithmetic[op]!
  return {
    code: `.map(x=>x${op}${k})`,
    says: arithmeticWords[op]!(k),
    run: (xs) => xs.map((x) => apply(x, k)),
  }
}
export const byPlace = (op: string): Step => {
  const apply = arithmetic[op]!
  return {
    code: `.map((x,i)=>x${op}i)`,
    says: arithmeticWords[op]!('its place, from 0'),
    run: (xs) => xs.map((x, i) => apply(x, i)),
  }
}
export const from = (k: number): Step => ({
  code: `.map(x=>${k}-x)`,
  says: `${k} minus it`,
  run: (xs) => xs.map((x) => k - x),
})

const order = (code: string, says: string, compare: (a: number, b: number) => number): Step => ({
  code: `.sort((a,b)=>${code})`,
  says,
  run: (xs) => [...xs].sort(compare),
})
export const up = order('a-b', 'smallest first', (a, b) => a - b)
export const down = order('b-a', 'largest first', (a, b) => b - a)
export const evenFirst = order('a%2-b%2', 'even ones first', (a, b) => (a % 2) - (b % 2))
export const oddFirst = order('b%2-a%2', 'odd ones first', (a, b) => (b % 2) - (a % 2))
export const threesFirst = order('a%3-b%3', 'multiples of 3 first', (a, b) => (a % 3) - (b % 3))
export const threesLast = order('b%3-a%3', 'multiples of 3 last', (a, b) => (b % 3) - (a % 3))
export const reverse: Step = {
  code: '.reverse()',
  says: 'back to front',
  run: (xs) => [...xs].reverse(),
}

const slice = (code: string, says: string, from: number, to?: number): Step => ({
  code: `.slice(${code})`,
  says,
  run: (xs) => xs.slice(from, to),
})
const several = (k: number) => (k === 1 ? '' : ` ${k}`)
export const first = (k: number): Step => slice(`0,${k}`, `the first${several(k)}`, 0, k)
export const last = (k: number): Step => slice(`-${k}`, `the last${several(k)}`, -k)
export const skip = (k: number): Step => slice(`${k}`, `all but the first${several(k)}`, k)
export const dropLast = (k: number): Step => slice(`0,-${k}`, `all but the last${several(k)}`, 0, -k)

const fold = (
  code: string,
  says: string,
  start: number,
  combine: (s: number, x: number) => number,
): Step => ({
  code: `.reduce((s,x)=>${code},${start})`,
  says,
  run: (xs) => xs.reduce(combine, start),
})
export const sum = fold('s+x', 'their sum', 0, (s, x) => s + x)
export const alternating = fold('x-s', 'each minus what came of those before', 0, (s, x) => x - s)
export const largest = fold('Math.max(s,x)', 'the largest', 0, (s, x) => Math.max(s, x))
export const smallest = fold('Math.min(s,x)', 'the smallest', 9, (s, x) => Math.min(s, x))
export const length: Step = { code: '.length', says: 'how many there are', run: (xs) => xs.length }
export const at = (k: number): Step => ({
  code: `.at(${k})`,
  says: k === -1 ? 'the last one' : k < 0 ? 'the last but one' : `the ${ordinal(k)} one`,
  run: (xs) => xs.at(k),
})
