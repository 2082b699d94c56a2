/** The error of what the browser did not keep: what it is, why, and the way out. */

/** Something could not be kept; the message says what and the way out. */
export class KeepError extends Error {
  override name = 'KeepError'
}

export function keepError(what: string, cause: unknown): KeepError {
  const full = cause instanceof DOMException && cause.name === 'QuotaExceededError'
  return new KeepError(
    full
      ? `The browser has no room left, so ${what} is not kept. Export it as a file, or remove old runs.`
      : `The browser does not let this page keep things, so ${what} will be gone when the tab closes. Export it as a file.`,
    { cause },
  )
}
