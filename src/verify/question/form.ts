/** Words in a form: a case, a date, digits. Each form is a line of the table: what it is, an example, and whether a text has it. */
import type { AnswerForm } from '../../problems/question-rule.ts'
import { bare } from '../answers/plain.ts'
import { orList, type Found, type RuleOf } from './found.ts'

interface Form {
  /** To follow "The answer must be ". */
  says: string
  example: string
  has: (text: string) => boolean
}

const forms: Readonly<Record<AnswerForm, Form>> = {
  'one-word': { says: 'one word', example: 'Paris', has: (text) => /^\S+$/.test(text) },
  'small-letters': {
    says: 'in small letters',
    example: 'like this',
    has: (text) => text === text.toLowerCase() && text !== text.toUpperCase(),
  },
  capitals: {
    says: 'in capital letters',
    example: 'LIKE THIS',
    has: (text) => text === text.toUpperCase() && text !== text.toLowerCase(),
  },
  snake_case: {
    says: 'in snake_case: small letters, words joined by _',
    example: 'first_name',
    has: (text) => /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(text),
  },
  'kebab-case': {
    says: 'in kebab-case: small letters, words joined by -',
    example: 'first-name',
    has: (text) => /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(text),
  },
  camelCase: {
    says: 'in camelCase: words joined, each after the first with a capital',
    example: 'firstName',
    has: (text) => /^[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)*$/.test(text),
  },
  PascalCase: {
    says: 'in PascalCase: words joined, each with a capital',
    example: 'FirstName',
    has: (text) => /^(?:[A-Z][a-z0-9]*)+$/.test(text),
  },
  'iso-date': {
    says: 'a date as year-month-day',
    example: '2024-03-09',
    has: (text) => /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text),
  },
  'iso-time': {
    says: 'a time of 24 hours, hours:minutes',
    example: '17:05',
    has: (text) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text),
  },
  digits: { says: 'digits and nothing else', example: '42', has: (text) => /^\d+$/.test(text) },
}

export function findForm(text: string, rule: RuleOf<'form'>): Found {
  const given = bare(text)
  const form = forms[rule.form]
  const has = form.has(given)
  const right = has && (rule.right.length === 0 || rule.right.includes(given))
  const hint = has
    ? 'The form is right, and what it says is wrong.'
    : `The answer must be ${form.says}, and nothing else.`
  const left = has ? `${hint} It is ${orList(rule.right)}.` : `${hint} For example: ${form.example}`
  return { right, missing: given === '', given, hint, left }
}
