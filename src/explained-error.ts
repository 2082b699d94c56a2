/** An error told so that a person can act: what broke, why, and the way out. Every layer has its own kind of it. */
export class ExplainedError extends Error {
  /** Each a whole sentence. */
  constructor(
    message: string,
    readonly reason: string,
    readonly wayOut: string,
  ) {
    super(message)
  }

  /** As events tell it. */
  get explanation(): Explanation {
    return { message: this.message, cause: this.reason, wayOut: this.wayOut }
  }
}

export interface Explanation {
  message: string
  cause: string
  wayOut: string
}

/** For where an explanation has no place of its own on the screen. */
export function inOneLine({ message, cause, wayOut }: Explanation): string {
  return `${message} ${cause} ${wayOut}`
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
