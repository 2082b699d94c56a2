/** The measured width of an element without padding, for pictures that are laid out in script. */
import { useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'

/** What each place was last measured as: a picture that comes again starts at the width it had. */
const remembered = new Map<string, number>()

/**
 * @param place names what is measured, for its width to be remembered
 * @param assumed the width to render with before anything was measured, in CSS pixels
 */
export function useWidth<E extends HTMLElement>(
  place: string,
  assumed: number,
): [RefObject<E | null>, number] {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(() => remembered.get(place) ?? assumed)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const tell = (measured: number, set: (width: number) => void) => {
      const rounded = Math.round(measured)
      if (rounded === 0) return
      remembered.set(place, rounded)
      set(rounded)
    }
    let frame = 0
    // In the frame that follows, still before it is painted: to measure lays out the page, and the task that rendered it is
    // a long one without that.
    if (!remembered.has(place))
      frame = requestAnimationFrame(() =>
        tell(element.getBoundingClientRect().width, (width) => flushSync(() => setWidth(width))),
      )
    const observer = new ResizeObserver(([entry]) => tell(entry!.contentRect.width, setWidth))
    observer.observe(element)
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
    }
  }, [place])
  return [ref, width]
}

/** The width of a row of tokens in the attempt's panel. */
export const useStripWidth = () => useWidth<HTMLDivElement>('token strip', 660)
