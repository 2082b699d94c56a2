/** Writes docs/problem.schema.json from the schema that the code checks problems with. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { problemSchema } from '../src/problems/problem.ts'

export function problemSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(problemSchema, { io: 'input', reused: 'ref' }), null, 2)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('../docs/problem.schema.json', import.meta.url), problemSchemaText())
