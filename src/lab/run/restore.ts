/** Events that were stored by another version or another hand: repaired where they can be, left out where not. Never throws. */
import { restoreConfig } from '../settings/restore-config.ts'
import { runEventSchema, type PromptPiece, type RunEvent } from '../../engine/protocol.ts'
import { exactly } from '../../exactly.ts'
import { templateSets } from '../../sdpo/templates.ts'
import type { TestRecord } from '../../verify/verdict.ts'

type Plain = Record<string, unknown>

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Attempts of one step that a page can show; the lab itself makes 64 at most. */
const mostAttempts = 4096

const isEvent = exactly(runEventSchema)

/** An event as it should be, or null where it cannot be made one. */
export function restoreEvent(value: unknown): RunEvent | null {
  if (isPlain(value) && Array.isArray(value['attempts']) && value['attempts'].length > mostAttempts)
    return null
  if (isEvent(value)) return withOldText(value, value)
  const parsed = runEventSchema.safeParse(value)
  if (parsed.success) return withOldText(value, parsed.data)
  if (!isPlain(value)) return null
  const repaired: Plain = { ...value }
  if (value['type'] === 'run-started') repaired['config'] = restoreConfig(value['config'])
  if (value['type'] === 'step-started' && value['config'] !== undefined)
    repaired['config'] = restoreConfig(value['config'])
  // JSON has no NaN: a step that was skipped for a non-finite loss comes back with nulls, which nothing draws.
  if (value['type'] === 'step-updated' && typeof value['skipped'] === 'string' && isPlain(value['signals'])) {
    repaired['signals'] = Object.fromEntries(
      Object.entries(value['signals']).map(([name, number]) => [name, number ?? 0]),
    )
  }
  const again = runEventSchema.safeParse(repaired)
  return again.success ? withOldText(value, again.data) : null
}

/** What older recordings left to be found in the text: which test the feedback tells, and where under its heading it stands. */
function withOldText(stored: unknown, event: RunEvent): RunEvent {
  switch (event.type) {
    case 'attempt-judged':
    case 'attempt-branched': {
      const verdict = isPlain(stored) ? stored['verdict'] : null
      if (!isPlain(verdict) || 'told' in verdict) return withWords(event)
      const told = toldBefore(event.verdict.feedback, event.records)
      return withWords({ ...event, verdict: { ...event.verdict, told: told?.testIndex ?? null } })
    }
    default:
      return withWords(event)
  }
}

/** The failed test that feedback names. Its input may stand there with the parameters' names or without. */
function toldBefore(feedback: string, records: readonly TestRecord[]): TestRecord | undefined {
  const names = (text: string) => text !== '' && feedback.includes(text)
  const inputs = (input: string) =>
    input.split('\n').every((line) => names(line) || names(line.replace(/^\w+ = /, '')))
  return records.find((r) => !r.passed && names(r.actual) && inputs(r.input))
}

function withWords(event: RunEvent): RunEvent {
  if (!('pieces' in event) || event.type === 'vocabulary' || !event.pieces) return event
  return { ...event, pieces: event.pieces.map(restorePiece) }
}

/** Every heading that older recordings were made with. */
const headings = [
  ...Object.values(templateSets).flatMap(({ solution, feedback, feedbackOnSuccess = feedback }) => [
    solution,
    feedback,
    feedbackOnSuccess,
  ]),
  `\n${templateSets.yaml.feedback}`,
].map((template) => template.split(/\{\w+\}/) as [string, string])

function restorePiece(piece: PromptPiece): PromptPiece {
  const { kind, text, words } = piece
  if (words || (kind !== 'solution' && kind !== 'feedback')) return piece
  const [before, after] = headings
    .filter(([head, tail]) => text.startsWith(head) && text.endsWith(tail))
    .reduce((longest, other) => (other.join('').length > longest.join('').length ? other : longest), ['', ''])
  return { ...piece, words: [before.length, text.length - after.length] }
}
