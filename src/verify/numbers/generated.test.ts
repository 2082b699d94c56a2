/** Numbers with known values in many spellings, all of which are right, and other numbers that are spelled much like them, none of which is. */
import { describe, expect, it } from 'vitest'
import { compareAnswer, extractAnswer } from '../answer.ts'
import { Rng } from '../../rng.ts'

const COUNT = 500
/** At most 1 % of what is right may be refused. */
const REFUSED = 0.01

interface Known {
  whole: number
  value: number
  /** Decimal digits, as many as it takes. */
  digits: string
}

function known(rng: Rng): Known {
  const whole = Math.floor(10 ** (rng.uniform() * 6)) + 1
  const places = Math.floor(rng.uniform() * 4)
  const fraction = Math.floor(rng.uniform() * 10 ** places)
  const digits = places === 0 ? String(whole) : `${whole}.${String(fraction).padStart(places, '0')}`
  return { whole, value: Number(digits), digits }
}

const grouped = (digits: string, by: string) => {
  const [whole, rest] = digits.split('.')
  return whole!.replace(/\B(?=(?:\d{3})+$)/g, by) + (rest === undefined ? '' : `.${rest}`)
}
const scientific = (value: number) => {
  const [mantissa, power] = value.toExponential().split('e')
  return { mantissa: mantissa!, power: Number(power) }
}

/** Each is the same number. */
const spellings: Record<string, (known: Known) => string> = {
  plain: ({ digits }) => digits,
  'in a sentence': ({ digits }) => `There were 3 of 7 left, so the answer is ${digits}.`,
  boxed: ({ digits }) => `We get $\\boxed{${digits}}$.`,
  'commas between thousands': ({ digits }) => `Answer: ${grouped(digits, ',')}`,
  'LaTeX commas': ({ digits }) => `\\boxed{${grouped(digits, '{,}')}}`,
  'thin spaces': ({ digits }) => `\\(x = ${grouped(digits, '\\,')}\\)`,
  scientific: ({ value }) => `${scientific(value).mantissa} \\times 10^{${scientific(value).power}}`,
  'powers with a star': ({ value }) => `Answer: ${scientific(value).mantissa}*10^${scientific(value).power}`,
  'e notation': ({ value }) => `#### ${value.toExponential()}`,
  'a fraction': ({ value }) => `\\boxed{\\dfrac{${Number((value * 1000).toFixed(0))}}{1000}}`,
  'a mixed number': ({ whole, digits }) => {
    const rest = digits.split('.')[1]
    return rest === undefined || Number(rest) === 0
      ? `**${whole}**`
      : `**${whole} ${Number(rest)}/${10 ** rest.length}**`
  },
  'a sum that ends in it': ({ digits }) =>
    `Hence the total is 1 + 2 = ... \n\nFinal Answer: The final answer is $${digits}$. I hope it is correct.`,
  'with a thing that is counted': ({ digits }) => `Tom has ${digits} apples left.`,
  'decimal comma': ({ digits }) =>
    /\.\d{1,2}$|\.\d{4}$/.test(digits) ? `Antwort: ${digits.replace('.', ',')}` : `Antwort: ${digits}`,
  'a percentage': ({ value }) => `${Number((value * 100).toFixed(3))}%`,
}

/** Each is another number, or none. */
const misses: Record<string, (known: Known) => string> = {
  'a power': ({ digits }) => `\\boxed{${digits}^2}`,
  'ten times': ({ digits }) => `${digits}e1`,
  million: ({ digits }) => `The answer is ${digits} million.`,
  'a root behind': ({ digits }) => `\\boxed{${digits}\\sqrt{2}}`,
  pi: ({ digits }) => `${digits}\\pi`,
  'a pair': ({ digits, value }) => `\\boxed{(${digits}, ${value + 1})}`,
  'a list': ({ digits, value }) => `${digits}, ${value + 2}`,
  'a range': ({ digits, value }) => `Between ${digits} and ${value + 1}`,
  'a range with a dash': ({ digits, value }) => `${digits}\u2013${value + 1}`,
  percent: ({ digits }) => `${digits}%`,
  minus: ({ digits }) => `-${digits}`,
  'a half more': ({ whole }) => `\\boxed{${whole}\\frac{1}{2000000}\\cdot 3}`,
  'three more digits': ({ digits }) => `\\boxed{${digits.replace('.', '')}{,}000}`,
  'a product': ({ digits }) => `\\boxed{${digits} \\times 3}`,
  'one of two': ({ digits, value }) => `The answer is ${digits} or ${value + 1}.`,
  denied: ({ digits }) => `The answer is not ${digits}.`,
  inequality: ({ digits }) => `x > ${digits}`,
  'plus or minus': ({ digits }) => `\\boxed{\\pm ${digits}}`,
  'a variable': ({ digits }) => `\\boxed{${digits}x}`,
  squared: ({ digits }) => `Answer: ${digits} squared`,
  'a ratio': ({ digits }) => `${digits}:7`,
  'the next': ({ value }) => `${value + 1}`,
}

const judge = (response: string, value: number) => {
  const rule = { type: 'number', value } as const
  const answer = extractAnswer(response, rule)
  return answer !== null && compareAnswer(answer, rule).right
}

describe('generated numbers', () => {
  it(`${COUNT} in ${Object.keys(spellings).length} spellings: at most 1 % are refused`, () => {
    const rng = Rng.of(7, 'right')
    const refused: string[] = []
    for (let i = 0; i < COUNT; i++) {
      const each = known(rng)
      for (const [name, spell] of Object.entries(spellings))
        if (!judge(spell(each), each.value)) refused.push(`${name}: ${spell(each)} for ${each.value}`)
    }
    expect(
      refused.length / (COUNT * Object.keys(spellings).length),
      refused.slice(0, 20).join('\n'),
    ).toBeLessThanOrEqual(REFUSED)
    // Those that are refused, by name: none is at present.
    expect(refused).toEqual([])
  })
  it(`${COUNT} near misses of each kind: none passes`, () => {
    const rng = Rng.of(7, 'wrong')
    const passed: string[] = []
    for (let i = 0; i < COUNT; i++) {
      const each = known(rng)
      // 1 squared is 1.
      if (each.value === 1) continue
      for (const [name, spell] of Object.entries(misses))
        if (judge(spell(each), each.value)) passed.push(`${name}: ${spell(each)} for ${each.value}`)
    }
    expect(passed).toEqual([])
  })
})
