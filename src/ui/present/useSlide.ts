/** Every page of a presentation has a picture of its own: its rule of credit, and where in the run it looks. Between two such places it looks where the presentation began. */
import { useEffect, useRef } from 'react'
import { selectFocus, selectSession } from '../../lab/state/selectors.ts'
import type { Lab } from '../../lab/lab.ts'
import { useLab, useLabState } from '../lab.tsx'
import type { Slide } from '../lesson/pages.ts'
import type { Lesson } from '../lesson/useLesson.ts'

/** Where the presentation was before a page led it elsewhere. */
interface Place {
  playhead: number
  step: number | null
  attempt: number | null
  pinned: number | null
}

export function useSlide({ number, page }: Lesson): void {
  const lab = useLab()
  const there = useLabState((s) => selectSession(s).log.length > 0)
  const slide = useRef<Slide>(page.slide)
  const left = useRef<Place | null>(null)
  useEffect(() => {
    slide.current = page.slide
  })
  useEffect(() => {
    // A link opens on its page before the run is there.
    if (there) left.current = show(lab, slide.current, left.current)
  }, [lab, number, there])
}

/** Returns the place that was left; null where the picture is where it was. */
function show(lab: Lab, { mode, look }: Slide, left: Place | null): Place | null {
  lab.looking.setCreditMode(mode)
  const place = left ?? placeOf(lab)
  switch (look) {
    case 'here':
      if (left) go(lab, left, () => lab.time.seek(left.playhead))
      return null
    case 'after-the-update':
      if (place.step === null) return left
      go(lab, place, () => lab.time.seekStep(place.step!, 'update'))
      return place
    default:
      go(lab, { attempt: look.attempt, pinned: null }, () => lab.time.seekStep(look.step, 'score'))
      return place
  }
}

function placeOf(lab: Lab): Place {
  const state = lab.store.getState()
  const { step, attempt, pinned } = selectFocus(state)
  return {
    playhead: selectSession(state).playhead,
    step: step?.step ?? null,
    attempt: attempt?.attempt ?? null,
    pinned,
  }
}

function go(lab: Lab, { attempt, pinned }: Pick<Place, 'attempt' | 'pinned'>, seek: () => void): void {
  seek()
  if (attempt === null) return
  lab.looking.focusAttempt(attempt)
  if (pinned !== null) lab.looking.pinToken(pinned)
}
