/** The keyboard map on the whole page; off while typing, and where a control has its own use for a key. */
import { useEffect } from 'react'
import { actionForKey } from '../lab/actions/registry.ts'
import { page } from './actions.ts'
import { useLab } from './lab.tsx'

const typing = 'input:not([type=range]), textarea, select, [contenteditable="true"]'
/** Enter and Space belong to these, arrows to those. */
const pressable = 'button, a, summary, [role="button"]'
const ranged = 'input[type=range], [role="slider"], [role="radiogroup"], [role="textbox"]'

export function useKeys(): void {
  const lab = useLab()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const target = event.target instanceof Element ? event.target : null
      const command = event.ctrlKey || event.metaKey
      if (!command && target?.closest(typing)) return
      if (event.key !== 'Escape' && target?.closest('dialog, .popover')) return
      if (event.key === ' ' && target?.closest(pressable)) return
      if (/^(Arrow|Home|End)/.test(event.key) && target?.closest(ranged)) return
      const { present, lessonPage, panel } = lab.store.getState()
      if (present && panel === null && !event.altKey && !event.ctrlKey && !event.metaKey) {
        const by = { ArrowRight: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, PageUp: -1 }[event.key]
        if (by !== undefined) {
          event.preventDefault()
          lab.choices.setLessonPage(lessonPage + by)
          return
        }
      }
      const action = actionForKey(event)
      if (!action || !action.enabled(lab.store.getState())) return
      event.preventDefault()
      action.perform(lab, page)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [lab])
}
