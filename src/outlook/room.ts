/** How long an attempt may be, from the length of a right answer. */

/** A third more than the shortest right answer that is known, in eights; `room`: tokens that the model has left after the question. */
export function roomFor(tokens: number, room = Infinity): number {
  return Math.min(room, Math.ceil((tokens * 4) / 3 / 8) * 8)
}

/** The limit of an attempt at a problem: no known answer is longer than what the model may write. `limit`: the settings' own, kept where the answer fits, is not known, or could not be written at all. */
export function attemptLength(answerTokens: number | null, room: number, limit: number): number {
  return answerTokens === null || answerTokens <= limit || answerTokens > room
    ? limit
    : roomFor(answerTokens, room)
}
