/**
 * A slide is whole in any window: where what is on it is taller than the window, it is set one size smaller, and
 * again, until it fits or is at its smallest.
 */
import { useLayoutEffect, useState, type RefObject } from 'react'

/** Sizes of a slide, from the largest; the last is what a phone needs for a long attempt. */
export const smallest = 6

/**
 * @param frame scrolls where its content is too tall
 * @param of what is on the slide: another begins at the largest size again
 * @returns 0, the largest size, to `smallest`
 */
export function useFit(frame: RefObject<HTMLElement | null>, of: string): number {
  const [fit, setFit] = useState({ of, size: 0, window: '' })
  const size = fit.of === of ? fit.size : 0
  useLayoutEffect(() => {
    const element = frame.current
    const content = element?.querySelector('.present-picture')
    if (!element || !content) return
    const measure = () => {
      const window = `${innerWidth}x${innerHeight}`
      const tall = element.scrollHeight > element.clientHeight + 1
      setFit((now) => {
        if (now.of !== of) return { of, size: tall ? 1 : 0, window }
        if (now.window !== window && now.window !== '') return { of, size: 0, window }
        return tall && now.size < smallest ? { of, size: now.size + 1, window } : now
      })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    observer.observe(content)
    return () => observer.disconnect()
  }, [frame, of, size])
  return size
}
