/**
 * Any text that a person pastes, as a draft that they go on with: what was understood of it, and what
 * was not, line by line. A pure function of the text, linear in its length, that never throws.
 */
import type { ProblemDraft } from '../problem-draft.ts'
import { readAnswer } from './answers.ts'
import { readCalls } from './calls.ts'
import { rowsOf } from './data.ts'
import { draftFrom } from './draft-from.ts'
import { headingOf } from './headings.ts'
import { readOwn, readRow } from './known-rows.ts'
import { answerApart } from './offhand-answer.ts'
import { examplesApart } from './offhand-examples.ts'
import type { Found, NotUnderstood, PasteReader, Readings } from './pasted.ts'
import { readPython } from './python.ts'
import { readSamples } from './samples.ts'
import { readScript } from './script.ts'
import { plainText, quoted } from './text.ts'
import { readTables } from './tables.ts'
import { takeTitle, statementOf } from './title.ts'
import { readTools } from './tools.ts'

export interface Pasted {
  draft: ProblemDraft
  /** What was recognised, a few words each; empty where the text is taken as a statement and no more. */
  understood: readonly string[]
  notUnderstood: readonly NotUnderstood[]
  /** Rows of a data file, by their beginnings; which is read. */
  rows: Readings | null
  /** Readings that fit as well; which is taken. */
  readings: Readings | null
}

/** Which row of a file, and which of several readings: from 0. */
export interface Chosen {
  row?: number
  reading?: number
}

/** In this order: who comes first takes a line from those behind. */
const readers: readonly PasteReader[] = [
  readPython,
  readScript,
  readTools,
  readSamples,
  readTables,
  readCalls,
  readAnswer,
]

export function readPasted(text: string, chosen: Chosen = {}): Pasted {
  const data = rowsOf(text)
  if (!data) return readText(text, chosen.reading)
  const at = Math.min(chosen.row ?? 0, data.rows.length - 1)
  const row = data.rows[at]!
  const rows = data.rows.length > 1 ? { names: data.rows.map(nameOf), chosen: at } : null
  const left: NotUnderstood[] = [
    ...data.left,
    ...(rows
      ? [
          {
            line: null,
            text: '',
            reason: `Row ${at + 1} of ${data.rows.length} is read; the others can be chosen.`,
          },
        ]
      : []),
  ]
  const own = readOwn(row)
  if (own) return { ...own, notUnderstood: [...left, ...own.notUnderstood], rows, readings: null }
  const known = readRow(row)
  if (known) {
    const pasted = readText(known.reading.text, chosen.reading, {
      taken: [],
      notUnderstood: [],
      ...known.reading.found,
      understood: [`A row of ${known.name}`, ...(known.reading.found?.understood ?? [])],
      ...(known.reading.title && { title: known.reading.title }),
    })
    const said = (known.reading.left ?? []).map((reason): NotUnderstood => ({ line: null, text: '', reason }))
    return { ...pasted, notUnderstood: [...left, ...said, ...pasted.notUnderstood], rows }
  }
  const plain = readText(data.rows.length > 1 ? JSON.stringify(row, null, 2) : text, 0)
  return {
    ...plain,
    rows,
    notUnderstood: [
      ...left,
      {
        line: null,
        text: '',
        reason: `JSON of a form that is not known here${fieldsOf(row)}. It is kept as text: paste its question and its answer instead, or write them into the fields.`,
      },
      ...plain.notUnderstood,
    ],
  }
}

function fieldsOf(row: unknown): string {
  const names = typeof row === 'object' && row !== null ? Object.keys(row).slice(0, 6) : []
  return names.length === 0 ? '' : ` (fields ${names.join(', ')})`
}

function nameOf(row: unknown): string {
  const values = typeof row === 'object' && row !== null ? Object.values(row) : [row]
  const words = values.filter((value): value is string => typeof value === 'string' && value.length > 12)
  return quoted((words[0] ?? JSON.stringify(row)).replace(/\s+/g, ' ')).slice(0, 80)
}

/** A text that is no data; `more` was found elsewhere, and stands before what is found in it. */
function readText(text: string, choice = 0, more?: Found): Pasted {
  const { lines, remarks } = plainText(text)
  const said = remarks.map((reason): NotUnderstood => ({ line: null, text: '', reason }))
  const { taken, found, lines: read } = readAsWritten(lines, text, choice, more)
  const title = more?.title ?? takeTitle(read, taken)
  const replaced = found.find((each) => each.replaced)?.replaced
  const drafted = draftFrom(title, statementOf(read, taken, replaced), found)
  const readings = found.find((each) => each.readings)?.readings ?? null
  const { draft } = drafted
  return {
    draft,
    understood: drafted.understood,
    notUnderstood: [
      ...said,
      ...drafted.notUnderstood,
      ...found.flatMap((each) => each.notUnderstood),
      ...contestWithoutSample(read, found),
    ].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    rows: null,
    readings,
  }
}

interface Reading {
  lines: readonly string[]
  taken: Set<number>
  found: Found[]
}

/** Lines; what people write offhand is short. */
const mostOffhand = 500

/** What the readers find; where that is nothing to judge by, in the text with its offhand examples or answer apart. */
function readAsWritten(lines: readonly string[], text: string, choice: number, more?: Found): Reading {
  const plain = readLines(lines, text, choice, more)
  if (more || judges(plain) || lines.length > mostOffhand) return plain
  for (const rewrite of [examplesApart, answerApart]) {
    const other = rewrite(lines)
    const reading = other && readLines(other, text, choice)
    if (reading && judges(reading)) return reading
  }
  return plain
}

const judges = ({ found }: Reading) =>
  found.some((each) => (each.tests?.length ?? 0) > 0 || each.answer || each.tools)

function readLines(lines: readonly string[], text: string, choice: number, more?: Found): Reading {
  const taken = new Set<number>()
  const found: Found[] = more ? [more] : []
  for (const reader of readers) {
    // A row that brings its own answer or tools is not searched for others.
    if (more && (more.answer || more.tools) && text === '') break
    const next = reader(lines, (index) => !taken.has(index), choice)
    if (!next) continue
    found.push(next)
    for (const index of next.taken) taken.add(index)
  }
  return { lines, taken, found }
}

/** Sections on input and output without a sample that can be run. */
function contestWithoutSample(lines: readonly string[], found: readonly Found[]): NotUnderstood[] {
  if (found.some((each) => (each.tests?.length ?? 0) > 0 || each.answer || each.tools)) return []
  if (found.some((each) => each.notUnderstood.length > 0 && each.stdin)) return []
  const at = lines.findIndex(
    (line) => line.length < 400 && /^(?:sample-)?input$/.test(headingOf(line)?.kind ?? ''),
  )
  const to = lines.findIndex(
    (line) => line.length < 400 && /^(?:sample-)?output$/.test(headingOf(line)?.kind ?? ''),
  )
  if (at < 0 || to < 0) return []
  return [
    {
      line: at + 1,
      text: quoted(lines[at]!),
      reason:
        'The sections on input and output are there, but no sample that can be run. Write one under Tests.',
    },
  ]
}
