/** A problem that cannot be judged: what is wrong, why, and the way out, for the person who wrote it. */

export class ProblemError extends Error {
  readonly reason: string
  readonly wayOut: string

  constructor(message: string, reason: string, wayOut: string) {
    super(message)
    this.name = 'ProblemError'
    this.reason = reason
    this.wayOut = wayOut
  }
}
