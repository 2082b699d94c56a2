/**
 * Several questions with their answers in one text, as rows of data of which one is chosen: a table out of a spreadsheet
 * (tabs, commas, semicolons) whose head names a question and an answer, or a list whose every line is a question with its answer.
 */
import Papa from 'papaparse'
import { answerApart } from './offhand-answer.ts'

const question = /^(?:questions?|q|prompt|problem|query|frage|pregunta|domanda|front)$/i
const answer =
  /^(?:(?:correct[ _]?|right[ _]?|expected[ _]?)?answers?|a|response|solution|target|label|antwort|r\u00e9ponse|respuesta|risposta|back)$/i
const longestHead = 400
const mostLines = 2000

/** The rows, each with `question` and `answer` among its fields; null where the text is no such table or list. */
export function questionRows(text: string): Record<string, string>[] | null {
  const head = text.slice(0, longestHead).trimStart().split(/\r?\n/, 1)[0]!
  if (/[\t,;]/.test(head)) return table(text)
  return list(text)
}

function table(text: string): Record<string, string>[] | null {
  const of = (part: string, preview: number) =>
    Papa.parse<string[]>(part, { skipEmptyLines: 'greedy', preview }).data
  // Most texts are no table: that shows in their first line.
  const [head] = of(text.slice(0, longestHead).trimStart(), 1)
  const at = head?.findIndex((cell) => question.test(cell.trim())) ?? -1
  const right = head?.findIndex((cell) => answer.test(cell.trim())) ?? -1
  if (!head || at < 0 || right < 0) return null
  const rows = of(text.trim(), mostLines + 2).slice(1)
  const named = rows
    .filter((row) => (row[at] ?? '').trim() !== '' && (row[right] ?? '').trim() !== '')
    .map((row) => ({
      ...Object.fromEntries(head.map((name, i) => [name.trim().toLowerCase(), (row[i] ?? '').trim()])),
      question: row[at]!.trim(),
      answer: row[right]!.trim(),
    }))
  return named.length > 0 ? named : null
}

/** `1. Capital of Peru? Lima`, a line each. */
function list(text: string): Record<string, string>[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (
    lines.length < 2 ||
    lines.length > mostLines ||
    !lines.every((line) => /[?\uff1f]\S*\s+\S|\t/.test(line))
  )
    return null
  const rows = lines.map((line) => {
    const apart = answerApart([line.replace(/^\s*(?:[-*\u2022]\s+|\(?\d{1,3}[.)]\s+)/, '')])
    return apart?.length === 2
      ? { question: apart[0]!.trim(), answer: apart[1]!.replace(/^Answer: /, '') }
      : null
  })
  return rows.every((row) => row !== null) ? rows : null
}
