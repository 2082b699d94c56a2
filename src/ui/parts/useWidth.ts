/** The measured content width of an element, for pictures that are laid out in script. */
import { useEffect, useRef, useState, type RefObject } from 'react'

export function useWidth<E extends HTMLElement>(first: number): [RefObject<E | null>, number] {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(first)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    // The observer first reports before the first paint, when the layout is there anyway: nothing is measured in between.
    const observer = new ResizeObserver(([entry]) => setWidth((now) => Math.round(entry!.contentRect.width) || now))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
