/** What the file of a lesson holds. */
import type { Facts } from './facts.ts'
import type { Page, Scenery } from './page.ts'

export type Body = Pick<Page, 'headline' | 'sentences'>

/** One lesson, as its file has it: what it says is computed from the picture beside it. */
export interface Lesson extends Pick<Page, 'title' | 'formula' | 'tryIt'> {
  body: (facts: Facts) => Body
  /** Where its picture is another than the one in view, by SDPO's credit. */
  scenery?: (facts: Facts) => Partial<Scenery>
}
