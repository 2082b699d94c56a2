/** What a server's refusal means for the person who asked for a model. */
import { messageOf } from '../../explained-error.ts'
import { WeightsError } from './weights-error.ts'

export interface Asked {
  what: string
  /** Host. */
  from: string
  /** Whether a token was sent. */
  token: boolean
}

/** The hub says more in a header than in its status (`GatedRepo`, `RepoNotFound`, ...). */
export function refused({ what, from, token }: Asked, response: Response): WeightsError {
  const code = response.headers.get('x-error-code')
  const answered = `${from} answers ${response.status}${code ? ` (${code})` : ''}`
  const gated = code === 'GatedRepo'
  switch (response.status) {
    case 401:
      return token
        ? new WeightsError(
            `The token does not open ${what}.`,
            `${answered}: the token is unknown, expired, or the model does not exist under this name.`,
            'Make a new token with read access, paste it whole, and check the spelling of the model.',
          )
        : new WeightsError(
            `${what} cannot be read without a token.`,
            gated
              ? `${answered}: its licence has to be accepted first.`
              : `${answered}: the model is gated or private, or does not exist under this name.`,
            'Check the spelling. For a gated model, accept its licence on its page, make a token with read access there, and paste it here; it stays in this tab.',
          )
    case 403:
      return new WeightsError(
        `Access to ${what} is refused.`,
        `${answered}: ${token ? 'the token is good, but its owner has not been given access' : 'its owner has to give access first'}.`,
        'Accept the licence on the model\u2019s page with the account of the token, wait for approval where it asks for it, then try again.',
      )
    case 404:
      return new WeightsError(
        `${what} is not there.`,
        `${answered}: ${code === 'RevisionNotFound' ? 'there is no such revision' : 'no such model, revision or file'}.`,
        'Check the spelling of the model, its revision and its file.',
      )
    case 429:
      return new WeightsError(
        `${from} asks to wait.`,
        `${answered}: too many requests from your network.`,
        'Wait a few minutes, then resume; a token raises the limit.',
      )
    default:
      return new WeightsError(
        `${what} could not be fetched.`,
        response.status >= 500
          ? `${answered}: the server itself is in trouble.`
          : `${answered} ${response.statusText}.`.replace(' .', '.'),
        'Try again in a moment; what has arrived is kept and gone on with.',
      )
  }
}

/** A request without an answer; a cancelled one keeps its own error. */
export function connectionFailed(what: string, from: string, error: unknown, signal?: AbortSignal): Error {
  if (signal?.aborted) return signal.reason as Error
  const words = messageOf(error)
  return new WeightsError(
    `${what} could not be fetched.`,
    `There is no connection to ${from} (${words}). It may be offline, blocked by your network, or not allow other pages to read from it (CORS).`,
    'Check the connection and resume; what has arrived is kept and gone on with.',
  )
}
