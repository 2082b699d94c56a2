/** A native dialog while its component is there: it opens, focus moves in (to what is marked `data-autofocus`), and returns. */
import { useEffect, type RefObject } from 'react'

export function useModal(ref: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    dialog?.showModal()
    // React's autoFocus comes before the dialog is open, which then moves the focus to its first button.
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [ref])
}
