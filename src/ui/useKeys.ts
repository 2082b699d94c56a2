/** The keyboard map on the whole page; off while typing, and where a control has its own use for a key. */
import { useEffect } from 'react'
import { actionForKey } from '../lab/actions/registry.ts'
import type { Lab } from '../lab/lab.ts'
import type { ActionId } from '../lab/state/action-ids.ts'
import { page } from './actions.ts'
import { useLab } from './lab.tsx'

const typing = 'input:not([type=range]), textarea, select, [contenteditable="true"]'
/** Enter and Space belong to these, arrows to those. */
const pressable = 'button, a, summary, [role="button"]'
const ranged = 'input[type=range], [role="slider"], [role="radiogroup"], [role="textbox"]'

/** Of a presentation: a clicker's keys turn the slides, and the acts of the run go on by the arrows up and down. */
const slideKeys: Readonly<Record<string, (lab: Lab) => void>> = {
  ArrowRight: (lab) => lab.choices.turnSlide(1),
  PageDown: (lab) => lab.choices.turnSlide(1),
  ' ': (lab) => lab.choices.turnSlide(1),
  ArrowLeft: (lab) => lab.choices.turnSlide(-1),
  PageUp: (lab) => lab.choices.turnSlide(-1),
  ArrowDown: (lab) => lab.time.nextAct(),
  ArrowUp: (lab) => lab.time.previousAct(),
  b: (lab) => lab.choices.setBlank(!lab.store.getState().blank),
}

/** Where there are no controls, the keys of what is left: the lesson and the strip. */
const withoutControls: ReadonlySet<ActionId> = new Set<ActionId>([
  'next-page',
  'previous-page',
  'next-token',
  'previous-token',
  'guess',
  'close',
])

/** What a key does, whichever window of the lab it was pressed in. */
export function pressKey(lab: Lab, event: KeyboardEvent): void {
  if (event.defaultPrevented) return
  // Another window's elements are of another class.
  const target = event.target && 'closest' in event.target ? (event.target as Element) : null
  const command = event.ctrlKey || event.metaKey
  if (!command && target?.closest(typing)) return
  if (event.key !== 'Escape' && target?.closest('dialog, .popover')) return
  if (event.key === ' ' && target?.closest(pressable)) return
  if (/^(Arrow|Home|End)/.test(event.key) && target?.closest(ranged)) return
  const { present, panel } = lab.store.getState()
  if (present && panel === null && !command && !event.altKey && !event.shiftKey) {
    const act = slideKeys[event.key]
    if (act) {
      event.preventDefault()
      act(lab)
      return
    }
  }
  const action = actionForKey(event)
  if (!action || !action.enabled(lab.store.getState())) return
  if (!lab.store.getState().controls && !withoutControls.has(action.id)) return
  event.preventDefault()
  action.perform(lab, page)
}

export function useKeys(): void {
  const lab = useLab()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => pressKey(lab, event)
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [lab])
}
