/** The measured content width of an element, for pictures that are laid out in script. */
import { useEffect, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'

export function useWidth<E extends HTMLElement>(first: number): [RefObject<E | null>, number] {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(first)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    // The observer reports between layout and paint: nothing is measured by force, and drawn at once nothing is painted at a width that was only assumed.
    const observer = new ResizeObserver(([entry]) => flushSync(() => setWidth((now) => Math.round(entry!.contentRect.width) || now)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
