/** What one run of Python may use, and what is thrown through the interpreter where it is more. */

/** What one run may use. */
export interface Allowance {
  /** On the clock of `performance.now()`. */
  deadline: number
  memoryBytes: number
  /** Of the text with which a function of the harness answers. */
  answerBytes: number
  /** Bytes of what is printed that are kept, and whether more is an error or is dropped. */
  printed: { bytes: number; overflow: 'drop' | 'throw' }
  stdin: string
}

/** The candidate's time is over; thrown through the interpreter. */
export class OutOfTime extends Error {}
/** The candidate printed more than it may. */
export class OutOfOutput extends Error {}
/** The harness answered with more than it may. */
export class OutOfAnswer extends Error {}
/** The candidate reached for an import that is shut. */
export class Shut extends Error {}
