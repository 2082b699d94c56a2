/** What can be said to the slides that are no lesson; a lesson's slide has the lesson's own words. */
import { lessonTitles } from '../lesson/pages.ts'
import type { LabState, SideSlide } from '../../lab/state/store.ts'

const titles: Readonly<Record<SideSlide, string>> = {
  title: 'Title',
  question: 'The question',
  measured: 'What was measured',
}

const notes: Readonly<Record<SideSlide, string>> = {
  title:
    'A model attempts a problem and fails. A judge says what went wrong. The same model, told so, reads its own attempt again: where its opinion changes, token by token, is what it learns.',
  question:
    'Read the question aloud, then the tests. What does the question leave open? That is what has to be found out, and nobody tells the model.',
  measured:
    'One run is a story. This is what was measured over many problems and seeds, with its intervals, and what of the paper did not come out here.',
}

export function slideTitle({ side, lessonPage }: Pick<LabState, 'side' | 'lessonPage'>): string {
  return side === null ? lessonTitles[lessonPage - 1]! : titles[side]
}

export function sideNote(side: SideSlide): string {
  return notes[side]
}
