/**
 * What the speaker sees, in a window beside the one that the room sees. It is a part of this page, drawn elsewhere:
 * it needs no network and no second lab, and its keys are the presentation's.
 */
import { lazy, Suspense, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useLab } from '../lab.tsx'
import type { Lesson } from '../lesson/useLesson.ts'
import { pressKey } from '../useKeys.ts'

/** Seen by speakers alone: no part of the page's first script. */
const Speaker = lazy(() => import('./Speaker.tsx'))

export function SpeakerWindow({ lesson }: { lesson: Lesson }) {
  const lab = useLab()
  const [other, setOther] = useState<Window | null>(null)
  useEffect(() => {
    const opened = open('', 'sdpo-lab-notes', 'popup,width=900,height=640')
    if (!opened) {
      lab.choices.setSpeaker(false)
      return lab.notices.notify(
        'The browser did not open a second window. Allow pop-ups of this page, then press V again.',
        'error',
      )
    }
    opened.document.title = 'Notes of the presentation'
    opened.document.documentElement.lang = document.documentElement.lang
    opened.document.body.replaceChildren()
    const onKey = (event: KeyboardEvent) => pressKey(lab, event)
    const close = () => opened.close()
    opened.addEventListener('keydown', onKey)
    addEventListener('pagehide', close)
    // A window that was closed tells nobody in time.
    const look = setInterval(() => opened.closed && lab.choices.setSpeaker(false), 500)
    // There now; what is drawn in it comes with the next render.
    queueMicrotask(() => setOther(opened))
    return () => {
      clearInterval(look)
      removeEventListener('pagehide', close)
      close()
    }
  }, [lab])
  if (!other) return null
  return createPortal(
    <Suspense fallback={null}>
      <Speaker lesson={lesson} window={other} />
    </Suspense>,
    other.document.body,
  )
}
