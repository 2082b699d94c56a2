/**
 * Whether the mouse itself has moved: a browser tells of a pointer over what comes to lie under a resting mouse
 * too, and that is nobody's wish to look at it.
 */
let last: { x: number; y: number } | null = null
let moved = false

if (typeof window === 'object')
  window.addEventListener(
    'pointermove',
    ({ clientX: x, clientY: y }) => {
      moved = last === null || x !== last.x || y !== last.y
      last = { x, y }
    },
    { capture: true, passive: true },
  )

/** Of a pointermove event that is being handled. */
export const hasMoved = (): boolean => moved
