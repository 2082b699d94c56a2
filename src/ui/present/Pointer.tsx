/** A dot that a room can follow, in place of the arrow: the mouse moves it, and so does the keyboard's focus. */
import { useEffect, useRef } from 'react'

export function Pointer() {
  const dot = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const place = (x: number, y: number) => {
      if (!dot.current) return
      dot.current.style.translate = `${Math.round(x)}px ${Math.round(y)}px`
      dot.current.dataset.placed = ''
    }
    const onMove = (event: PointerEvent) => place(event.clientX, event.clientY)
    const onFocus = ({ target }: FocusEvent) => {
      if (
        !(target instanceof HTMLElement) ||
        !target.matches(':focus-visible') ||
        target.matches('main, textarea')
      )
        return
      const box = target.getBoundingClientRect()
      place(box.left + box.width / 2, box.bottom - 4)
    }
    addEventListener('pointermove', onMove)
    addEventListener('focusin', onFocus)
    return () => {
      removeEventListener('pointermove', onMove)
      removeEventListener('focusin', onFocus)
    }
  }, [])
  return <div ref={dot} className="present-pointer" aria-hidden="true" />
}
