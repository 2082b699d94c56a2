/** What broke, as a sentence. */
import { messageOf } from '../../explained-error.ts'

export function causeOf(error: unknown): string {
  const said = messageOf(error)
  // Engines differ in the words for a module that did not come.
  if (/dynamically imported module|importing a module script|preload CSS/i.test(said))
    return 'Its code could not be fetched: the network is gone, or the lab has a new version.'
  return /[.!?]$/.test(said) ? said : `${said}.`
}
