/** What a server did not give, in words. */
import { ExplainedError } from '../../explained-error.ts'

/** The server did not give what was asked. */
export class EndpointError extends ExplainedError {
  override readonly name = 'EndpointError'
}

/** The server writes attempts, and does not tell how likely a text is that it is given. */
export class NoReadingError extends EndpointError {}
