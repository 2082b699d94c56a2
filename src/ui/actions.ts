/** The lab's named acts in React, and what they need of the page. */
import { actionOf, type ActionId, type Page } from '../lab/actions.ts'
import { useLab, useLabState } from './lab.tsx'

export const page: Page = {
  copy: (text) => navigator.clipboard.writeText(text),
  download(name, text) {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  },
  pickFile: (accept) =>
    new Promise((resolve) => {
      const input = document.createElement('input')
      input.type = 'file'
      input.accept = accept
      input.onchange = () => resolve(input.files?.[0] ?? null)
      input.oncancel = () => resolve(null)
      input.click()
    }),
}

export interface ReadyAction {
  label: string
  enabled: boolean
  pressed: boolean | undefined
  perform: () => void
}

export function useAction(id: ActionId): ReadyAction {
  const lab = useLab()
  const action = actionOf(id)
  const label = useLabState(action.label)
  const enabled = useLabState(action.enabled)
  const pressed = useLabState((s) => action.pressed?.(s))
  return { label, enabled, pressed, perform: () => action.perform(lab, page) }
}
