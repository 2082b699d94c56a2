/** A number: too high or too low, by how much, and whether its unit is of another kind. */
import { compareNumber, extractNumber } from '../answers/number.ts'
import { inUnitOf } from '../numbers/index.ts'
import { orList, type Found, type RuleOf } from './found.ts'

/** As many times too high or too low is of another order of magnitude. */
const magnitude = 8

export function findNumber(text: string, rule: RuleOf<'number'>): Found {
  const { value, tolerance, unit, options } = rule
  const wanted = unit === undefined ? 'a number' : `a number in ${unit}`
  const answer = extractNumber(text)
  const named = (given: number | null) => {
    const left = options.filter((option) => option !== given)
    return left.length === 0
      ? ''
      : ` It is ${orList(left.map((option) => (unit === undefined ? option : `${option} ${unit}`)))}.`
  }
  if (!answer) {
    const hint = `No number was found. The answer is ${wanted}.`
    return { right: false, missing: true, given: text, hint, left: `${hint}${named(null)}` }
  }
  const { quantity } = answer
  const number = inUnitOf(quantity, unit)
  const comparing = {
    type: 'number' as const,
    value,
    ...(tolerance !== undefined && { relativeTolerance: tolerance }),
    ...(unit !== undefined && { unit }),
  }
  const { right } = compareNumber(quantity, comparing)
  const hint =
    number === null
      ? `${answer.text} has another unit. The answer is ${wanted}.`
      : `${answer.text} is ${distance(number, value)}.`
  return { right, missing: false, given: answer.text, hint, left: `${hint}${named(number)}` }
}

function distance(given: number, value: number): string {
  if (given === value) return 'not exact enough'
  if (given * value < 0) return 'of the wrong sign'
  const way = given > value ? 'too high' : 'too low'
  const ratio = Math.abs(given > value ? given / value : value / given)
  if (!Number.isFinite(ratio) || ratio < 2) return way
  const power = Math.round(Math.log10(ratio))
  return ratio >= magnitude ? `${way}, about ${(10 ** power).toLocaleString('en')} times` : `far ${way}`
}
