import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { problemSchemaText } from './problem-schema.ts'

it('docs/problem.schema.json is the schema that problems are checked with', () => {
  const written = readFileSync(new URL('../docs/problem.schema.json', import.meta.url), 'utf8')
  expect(written).toBe(problemSchemaText())
})
