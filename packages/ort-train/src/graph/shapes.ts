/** Shape arithmetic shared by the op table and its gradients. */
import type { Shape } from './graph.ts'

/** Numpy broadcasting. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1
    const y = b[b.length - rank + i] ?? 1
    if (x !== y && x !== 1 && y !== 1)
      throw new Error(`Shapes [${a.join(',')}] and [${b.join(',')}] do not broadcast.`)
    return Math.max(x, y)
  })
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i])
}

export function normaliseAxis(axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis
  if (positive < 0 || positive >= rank) throw new Error(`Axis ${axis} is outside rank ${rank}.`)
  return positive
}

/** Which axes of `to` were broadcast from `from` (for the gradient's sum), in the rank of `to`. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const lead = to.length - from.length
  return to.flatMap((n, i) => (i < lead || (from[i - lead] === 1 && n !== 1) ? [i] : []))
}
