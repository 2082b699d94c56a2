import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { RunEvent } from '../sdpo/events.ts'
import { attemptsOf } from './attempts-of.ts'
import { csvOf } from './csv.ts'

const { events } = JSON.parse(
  readFileSync(new URL('../../public/recordings/first.json', import.meta.url), 'utf8'),
) as { events: RunEvent[] }

/** Rows of cells, quotes and line breaks within them read as RFC 4180 has it. */
function cells(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!)
    if (end === '\n') rows.push([])
  }
  return rows.slice(0, -1)
}

it('has a row a token with both readers, as the run has them', () => {
  const [head, ...rows] = cells(csvOf(events))
  const attempts = attemptsOf(events)
  const tokens = attempts.flatMap((attempt) => attempt.tokens.map((token) => ({ attempt, token })))
  expect(rows).toHaveLength(tokens.length)
  for (const [i, { attempt, token }] of tokens.entries()) {
    const row = Object.fromEntries(head!.map((name, k) => [name, rows[i]![k]!]))
    expect(rows[i]).toHaveLength(head!.length)
    expect(row).toMatchObject({ attempt: String(attempt.attempt), log_p_student: String(token.student) })
    if (token.teacher !== null) expect(Number(row['gap'])).toBeCloseTo(token.teacher - token.student!, 12)
  }
})

it('keeps a text from being worked out by a spreadsheet', () => {
  const said = csvOf(
    events.map((event) =>
      event.type === 'vocabulary'
        ? { ...event, pieces: Object.fromEntries(Object.keys(event.pieces).map((id) => [id, '=1+1'])) }
        : event,
    ),
  )
  expect(said).toContain('"\'=1+1"')
  expect(said).not.toContain('"=1+1"')
})
