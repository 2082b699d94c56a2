/** The measured width of an element without padding, for pictures that are laid out in script. */
import { useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'

export function useWidth<E extends HTMLElement>(first: number): [RefObject<E | null>, number] {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(first)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    // In the frame before the first paint, so that nothing is painted at a width that was only assumed, and the page is not
    // laid out within the task that rendered it.
    const frame = requestAnimationFrame(() =>
      flushSync(() => setWidth((now) => Math.round(element.getBoundingClientRect().width) || now)),
    )
    const observer = new ResizeObserver(([entry]) =>
      setWidth((now) => Math.round(entry!.contentRect.width) || now),
    )
    observer.observe(element)
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
    }
  }, [])
  return [ref, width]
}
