/** The measured width of an element without padding, for pictures that are laid out in script. */
import { useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'

export function useWidth<E extends HTMLElement>(first: number): [RefObject<E | null>, number] {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(first)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    // The observer tells after the layout and before the first paint, so that nothing is painted at a width that was only
    // assumed, and to measure here would lay out the page within the task that rendered it.
    const observer = new ResizeObserver(([entry]) =>
      flushSync(() => setWidth((now) => Math.round(entry!.contentRect.width) || now)),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
