/** A JSON object with certain fields: the first thing that is off, by the name of its field. */
import type { QuestionField } from '../../problems/question-rule.ts'
import { orList, type Found, type RuleOf } from './found.ts'

export function findFields(text: string, { fields }: RuleOf<'fields'>): Found {
  const said = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)
  const object = objectOf(said)
  const names = orList(fields.map(({ name }) => name)).replace(/ or /, ' and ')
  if (!object) {
    const hint = 'The answer must be one JSON object, like {"name": "value"}.'
    return { right: false, missing: true, given: text, hint, left: `${hint} Its fields are ${names}.` }
  }
  const off = firstOff(object, fields)
  return {
    right: off === null,
    missing: false,
    given: said,
    hint: off?.hint ?? '',
    left: off?.left ?? '',
  }
}

function firstOff(
  object: Record<string, unknown>,
  fields: readonly QuestionField[],
): { hint: string; left: string } | null {
  const known = new Set(fields.map(({ name }) => name))
  const missing = fields.filter(({ name }) => !Object.hasOwn(object, name)).map(({ name }) => name)
  const unknown = Object.keys(object).find((name) => !known.has(name))
  if (unknown !== undefined)
    return {
      hint: `There is no field ${unknown}.`,
      left: `There is no field ${unknown}.${missing.length > 0 ? ` Did you mean ${orList(missing)}?` : ''}`,
    }
  if (missing.length > 0) return { hint: 'A field is missing.', left: `Missing: ${missing.join(', ')}.` }
  for (const { name, is, oneOf } of fields) {
    const value = object[name]
    if (kindOf(value) !== is)
      return {
        hint: `${name} is of the wrong type.`,
        left: `${name} must be ${typeWords[is]}, not ${said(value)}.`,
      }
    if (oneOf && !oneOf.includes(String(value)))
      return { hint: `${name} has a wrong value.`, left: `${name} must be ${orList(oneOf)}.` }
  }
  return null
}

const typeWords: Readonly<Record<QuestionField['is'], string>> = {
  text: 'text in quotes',
  number: 'a number without quotes',
  'true-false': 'true or false',
  list: 'a list',
  object: 'an object',
}

function kindOf(value: unknown): QuestionField['is'] | null {
  if (Array.isArray(value)) return 'list'
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'number':
      return 'number'
    case 'boolean':
      return 'true-false'
    case 'object':
      return value === null ? null : 'object'
    default:
      return null
  }
}

const said = (value: unknown) => JSON.stringify(value).slice(0, 40)

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
