/** The error of what the browser did not keep: what it is, why, and the way out. */

/** Something could not be kept; the message says what and the way out. */
export class KeepError extends Error {
  override name = 'KeepError'
}

/** A later version of the lab has changed what the browser keeps, and this one cannot read it. */
export class NewerStorageError extends Error {
  override name = 'NewerStorageError'

  constructor(cause: unknown) {
    super('a newer lab has changed what this browser keeps: reload the page to get the newest', { cause })
  }
}

export function keepError(what: string, cause: unknown): KeepError {
  if (cause instanceof NewerStorageError)
    return new KeepError(
      `A newer lab has changed what this browser keeps, so ${what} is not kept. Export it as a file, then reload the page to get the newest.`,
      { cause },
    )
  const full = cause instanceof DOMException && cause.name === 'QuotaExceededError'
  return new KeepError(
    full
      ? `The browser has no room left, so ${what} is not kept. Export it as a file, or remove old runs.`
      : `The browser does not let this page keep things, so ${what} will be gone when the tab closes. Export it as a file.`,
    { cause },
  )
}
