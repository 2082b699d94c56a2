/** Lines and steps for the small charts. */

export interface Point {
  x: number
  y: number
}

/** Linear map of [from, to] onto [low, high]; a collapsed domain maps to the low end. */
export function scaleTo(from: number, to: number, low: number, high: number): (value: number) => number {
  const span = to - from
  return (value) => (span === 0 ? low : low + ((value - from) / span) * (high - low))
}

const at = (point: Point) => `${round(point.x)} ${round(point.y)}`
const round = (n: number) => Math.round(n * 100) / 100

/** Straight pieces; a null breaks the line. */
export function linePath(points: readonly (Point | null)[]): string {
  let pen = false
  let path = ''
  for (const point of points) {
    if (point === null) pen = false
    else {
      path += `${pen ? 'L' : 'M'}${at(point)}`
      pen = true
    }
  }
  return path
}

/** A step curve: flat until the next point's x, then up or down to it. */
export function stepPath(points: readonly Point[]): string {
  return points
    .map((point, i) => (i === 0 ? `M${at(point)}` : `H${round(point.x)}V${round(point.y)}`))
    .join('')
}

/** The area between two step curves over the same x. */
export function bandPath(low: readonly Point[], high: readonly Point[]): string {
  if (low.length === 0) return ''
  const back = [...low].reverse()
  let path = stepPath(high) + `L${at(back[0]!)}`
  for (let i = 1; i < back.length; i++) path += `V${round(back[i]!.y)}H${round(back[i]!.x)}`
  return `${path}Z`
}
