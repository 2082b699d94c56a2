/**
 * Errors as feedback. Engines word the same fault differently ("xs.map(...) is not a function",
 * "not a function"); the bundled model has one small vocabulary, so the usual faults get one wording.
 */

/** What is said of a program that met a limit. */
export const limitTexts = { time: 'Time Limit Exceeded', memory: 'Memory Limit Exceeded' } as const
export type Limit = keyof typeof limitTexts

/** A line that a judge adds to the feedback on a response that met the length limit. */
export const truncationNote = 'The answer was cut at the length limit.'

/** One line for a thrown error; messages without a known wording stay as they are. */
export function errorText(name: string, message: string): string {
  if (name === 'SyntaxError') return 'SyntaxError: cannot read the program'
  if (/is not a function|^not a function/.test(message)) return 'TypeError: not a function'
  if (/cannot read propert|undefined \(reading|of undefined|of null/i.test(message))
    return 'TypeError: cannot read a property of undefined'
  if (/is not defined/.test(message)) return 'ReferenceError: not defined'
  if (/reduce of empty|empty array/i.test(message)) return 'TypeError: empty array'
  return message === '' ? name : `${name}: ${message}`
}
