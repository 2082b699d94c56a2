import { ExplainedError } from '../explained-error.ts'

/** A problem that cannot be judged, for the person who wrote it. */
export class ProblemError extends ExplainedError {
  override readonly name = 'ProblemError'
}
