/** What a command prints: results on standard output, progress on standard error, faults as people or programs read them. */
import { ExplainedError, inOneLine, messageOf } from '../src/explained-error.ts'
import { refusalOf } from '../src/headless/inspect-file.ts'
import { RecordingError } from '../src/lab/run/recording.ts'
import { exitCodes, UsageError } from './command.ts'

export const print = (text: string): void => void process.stdout.write(`${text}\n`)
export const progress = (text: string): void => void process.stderr.write(`${text}\n`)
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2))

/** Tells a fault and gives the exit code that goes with it. What nobody foresaw keeps its stack. */
export function tell(error: unknown, json: boolean): number {
  if (json) printJson({ error: asData(error) })
  else if (error instanceof ExplainedError) progress(inOneLine(error.explanation))
  else if (error instanceof RecordingError) progress(error.message)
  else progress(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed
}

function asData(error: unknown): unknown {
  if (error instanceof ExplainedError) {
    const { message, cause, wayOut } = error.explanation
    return { code: error instanceof UsageError ? 'usage' : 'failed', message, data: { cause, wayOut } }
  }
  return refusalOf(error) ?? { code: 'failed', message: messageOf(error) }
}
