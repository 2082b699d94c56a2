/** How long an attempt may be, from the length of a right answer. */

/** A third more than the shortest right answer that is known, in eights; `room`: tokens that the model has left after the question. */
export function roomFor(tokens: number, room = Infinity): number {
  return Math.min(room, Math.ceil((tokens * 4) / 3 / 8) * 8)
}
