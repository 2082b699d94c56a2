/**
 * Keeps a place as high as it has been, so that what stands below it does not move when its words change from act to
 * act. What it was is forgotten with another `of`, and when its width changes.
 */
import { useLayoutEffect, type RefObject } from 'react'

/** @param of names what is in the place: words of another kind have a height of their own */
export function useKeptHeight(place: RefObject<HTMLElement | null>, of: string): void {
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    let [width, highest] = [0, 0]
    const observer = new ResizeObserver(([entry]) => {
      const { inlineSize, blockSize } = entry!.borderBoxSize[0]!
      if (Math.round(inlineSize) !== width) {
        width = Math.round(inlineSize)
        highest = 0
        element.style.minHeight = ''
      } else if (blockSize > highest) {
        highest = blockSize
        element.style.minHeight = `${highest}px`
      }
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      element.style.minHeight = ''
    }
  }, [place, of])
}
