/** From the token in focus to the picture of what the update moved: a line as thick as the token's part in it, where there is room to draw one. */
import { useLayoutEffect, useRef, useState } from 'react'

/** In pixels from the corner of the picture's section. */
interface Course {
  /** The lower end of the token's bar. */
  from: { x: number; y: number }
  /** The border under the strip. */
  border: number
  /** Over the cells, beside the heading. */
  to: { x: number; y: number }
}

/** Of the border, above which the line leaves the strip's pointer for its own way. */
const wedge = 9

export function MovedLine({ token, share }: { token: number; share: number }) {
  const svg = useRef<SVGSVGElement>(null)
  const [course, setCourse] = useState<Course | null>(null)
  useLayoutEffect(() => {
    const section = svg.current?.parentElement
    const main = section?.closest('main')
    if (!section || !main) return
    const measure = () => setCourse(courseOf(main, section, token))
    // A frame later, as the strip's own pointer is: to measure at once would be to lay out the page within the update's own task.
    const look = requestAnimationFrame(measure)
    const observer = new ResizeObserver(measure)
    for (const box of [main, section, main.querySelector('.strip-frame')]) if (box) observer.observe(box)
    return () => {
      cancelAnimationFrame(look)
      observer.disconnect()
    }
  }, [token])
  return (
    <svg ref={svg} className={`moved-line ${course ? 'drawn' : ''}`} aria-hidden="true" focusable="false">
      {course && (
        <>
          <path d={pathOf(course)} strokeWidth={1.5 + 6 * share} />
          <path className="tip" d={`M${course.to.x - 4.5} ${course.to.y - 6}h9l-4.5 6z`} />
        </>
      )}
    </svg>
  )
}

function pathOf({ from, border, to }: Course): string {
  const turn = to.x > from.x ? wedge : -wedge
  const start =
    from.y < border - wedge ? `M${from.x} ${from.y}V${border - wedge}` : `M${from.x} ${border - wedge}`
  return `${start}L${from.x + turn} ${border}H${to.x}V${to.y - 5}`
}

/** Null where the strip's own pointer is not shown, and where the cells do not stand right under its border. */
function courseOf(main: Element, section: Element, token: number): Course | null {
  const [frame, pointer, cells, heading] = ['.strip-frame', '.pointer', '.moved-grid', '.moved h3'].map(
    (name) => main.querySelector(name),
  )
  const target = frame?.querySelector(`[data-token="${token}"]`)
  if (!frame || !pointer || !target || !cells || !heading) return null
  if (getComputedStyle(pointer).display === 'none') return null
  const [corner, over, at, grid, head] = [section, frame, target, cells, heading].map((part) =>
    part.getBoundingClientRect(),
  ) as [DOMRect, DOMRect, DOMRect, DOMRect, DOMRect]
  if (grid.top < over.bottom || grid.top > over.bottom + 60) return null
  const stem = pointer.querySelector('i')
  const x = Math.round(at.left + at.width / 2 - corner.left)
  const to = Math.round(head.right + 12 - corner.left)
  if (Math.abs(to - x) < 2 * wedge) return null
  const border = Math.round(over.bottom - corner.top) - 0.5
  return {
    from: { x, y: stem ? Math.round(stem.getBoundingClientRect().top - corner.top) : border - wedge },
    border,
    to: { x: to, y: Math.round(grid.top - corner.top) - 1 },
  }
}
