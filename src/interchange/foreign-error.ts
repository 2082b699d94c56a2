/** What is told where a file of another program cannot be read. */
import { ExplainedError } from '../explained-error.ts'

export class ForeignError extends ExplainedError {
  override readonly name = 'ForeignError'
}
