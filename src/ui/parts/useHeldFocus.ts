/** A panel takes the focus when it opens, and gives it back to where it was when it closes. */
import { useEffect, useRef, type RefObject } from 'react'

export function useHeldFocus<T extends HTMLElement>(): RefObject<T | null> {
  const panel = useRef<T>(null)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return panel
}
