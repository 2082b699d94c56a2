/**
 * The examples that a language model reads after a statement. Pasting takes them out of the text and makes tests
 * of them; feedback tells of those tests anyway, so that a question without them is only harder to understand. The
 * lab's own problems leave something open on purpose, and show none.
 */
import type { Problem } from './problem.ts'
import { languageOf, type Language } from './program-shape.ts'
import type { Json, TestCase } from './test-case.ts'

/** Shown at most. */
const most = 3

/** What a statement looks like that has examples of its own. */
const shown = /^\s*(?:>>>|assert\b|(?:sample |example )?(?:in|out)put\b|examples?\b)|->/im

/** '' where the statement has some, or the problem is none of a person's own. Hidden tests are never shown. */
export function examplesOf({ statement, program, tests, family, field, suits }: Problem): string {
  const shelved = family !== undefined || field !== undefined || suits !== undefined
  if (shelved || shown.test(statement)) return ''
  const name = program.kind === 'function' ? program.name : 'f'
  const language = languageOf(program) ?? 'javascript'
  const lines = tests
    .filter(({ hidden }) => hidden !== true)
    .slice(0, most)
    .map((test) => exampleText(test, name, language))
  return lines.length === 0 ? '' : `${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.join('\n')}`
}

function exampleText(test: TestCase, name: string, language: Language): string {
  if ('args' in test)
    return `${name}(${test.args.map((value) => literal(value, language)).join(', ')}) -> ${literal(test.expected, language)}`
  if ('call' in test) return `${test.call} -> ${literal(test.expected, language)}`
  if ('assert' in test) return test.assert
  return `Input:\n${test.stdin.trimEnd()}\nOutput:\n${test.stdout.trimEnd()}`
}

/** A value as the language writes it. */
function literal(value: Json, language: Language): string {
  if (value === null || typeof value === 'boolean')
    return language === 'python' ? { null: 'None', true: 'True', false: 'False' }[`${value}`] : String(value)
  if (Array.isArray(value)) return `[${value.map((each) => literal(each, language)).join(', ')}]`
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, each]) => `${JSON.stringify(key)}: ${literal(each, language)}`)
      .join(', ')}}`
  return JSON.stringify(value)
}
