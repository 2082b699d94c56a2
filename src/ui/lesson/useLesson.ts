/** The lesson's pages for the run in view, and how much of a page fits: all of it, a paragraph, or one sentence. */
import { useMemo, useState } from 'react'
import { selectFocus, selectView, selectWhole } from '../../lab/selectors.ts'
import { useLab, useLabState } from '../lab.tsx'
import { docked, phone, useMedia } from '../parts/useMedia.ts'
import { lessonPages, type Page, type Sentence } from './pages.ts'

export interface Lesson {
  pages: readonly Page[]
  page: Page
  /** 1-based. */
  number: number
  shown: readonly Sentence[]
  next: () => void
  open: (page: number) => void
}

export function useLesson(): Lesson {
  const lab = useLab()
  const view = useLabState(selectView)
  const whole = useLabState(selectWhole)
  const { step, attempt } = useLabState(selectFocus)
  const asked = useLabState((s) => s.lessonPage)
  const oneSentence = useMedia(phone)
  const oneParagraph = useMedia(docked)
  const [part, setPart] = useState(0)
  const pages = useMemo(() => lessonPages({ view, whole, step, attempt }), [view, whole, step, attempt])
  const number = Math.min(pages.length, Math.max(1, asked))
  const page = pages[number - 1]!
  const size = oneSentence ? 1 : oneParagraph ? 2 : page.sentences.length
  const parts = Math.max(1, Math.ceil(page.sentences.length / size))
  const at = Math.min(part, parts - 1)
  const open = (to: number) => {
    setPart(0)
    lab.setLessonPage(to)
  }
  return {
    pages,
    page,
    number,
    shown: page.sentences.slice(at * size, (at + 1) * size),
    open,
    next: () => (at + 1 < parts ? setPart(at + 1) : open(number === pages.length ? 1 : number + 1)),
  }
}
