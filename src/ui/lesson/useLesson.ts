/** The lesson's pages for the run in view, and how much of a page fits: all of it, a paragraph, or one sentence. */
import { useMemo, useState } from 'react'
import { selectSession, selectView, selectWhole } from '../../lab/state/selectors.ts'
import { useLab, useLabState } from '../lab.tsx'
import { docked, phone, useMedia } from '../parts/useMedia.ts'
import { useScene } from '../scene.ts'
import type { Page, Sentence } from './page.ts'
import { lessonCount, lessonPage, lessonTitles } from './pages.ts'

export interface Lesson {
  titles: readonly string[]
  page: Page
  /** 1-based. */
  number: number
  /** Of the page, as much as fits: 1-based, of `parts`. */
  part: number
  parts: number
  shown: readonly Sentence[]
  /** The last part of the last page. */
  last: boolean
  next: () => void
  /** Null at the very beginning. */
  back: (() => void) | null
  open: (page: number) => void
}

export function useLesson(): Lesson {
  const lab = useLab()
  const view = useLabState(selectView)
  const whole = useLabState(selectWhole)
  const { step, attempt, reading, mode } = useScene()
  const bundled = useLabState((s) => selectSession(s).bundled)
  const asked = useLabState((s) => s.lessonPage)
  const oneSentence = useMedia(phone)
  const oneParagraph = useMedia(docked)
  const [part, setPart] = useState(0)
  const number = Math.min(lessonCount, Math.max(1, asked))
  const page = useMemo(
    () => lessonPage({ view, whole, step, attempt, reading, mode, bundled }, number),
    [view, whole, step, attempt, reading, mode, bundled, number],
  )
  // Where the lesson is docked, what to try is its last sentence; it is done with the controls.
  const controls = useLabState((s) => s.controls)
  const sentences = oneParagraph && controls ? [...page.sentences, page.tryIt] : page.sentences
  const size = oneSentence ? 1 : oneParagraph ? 2 : sentences.length
  const parts = Math.max(1, Math.ceil(sentences.length / size))
  const at = Math.min(part, parts - 1)
  const open = (to: number) => {
    setPart(0)
    lab.choices.setLessonPage(to)
  }
  return {
    titles: lessonTitles,
    page,
    number,
    part: at + 1,
    parts,
    shown: sentences.slice(at * size, (at + 1) * size),
    last: number === lessonCount && at + 1 === parts,
    open,
    back: at > 0 ? () => setPart(at - 1) : number > 1 ? () => open(number - 1) : null,
    next: () => (at + 1 < parts ? setPart(at + 1) : open(number === lessonCount ? 1 : number + 1)),
  }
}
