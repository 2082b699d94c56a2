/** How long an attempt may be, from the length of a right answer. */

/** A third more than the shortest right answer that is known, in eights; `room`: tokens that the model has left after the question. */
export function roomFor(tokens: number, room = Infinity): number {
  return Math.min(room, Math.ceil((tokens * 4) / 3 / 8) * 8)
}

/**
 * The limit of an attempt at a problem: no known answer is longer than what the model may write, and there is room for what
 * one of its kind usually takes. `limit`: the settings' own, which nothing makes shorter; it is kept where the known answer has no room at all.
 */
export function attemptLength(
  { answerTokens, usual }: { answerTokens: number | null; usual: number },
  room: number,
  limit: number,
): number {
  if (answerTokens !== null && answerTokens > room) return limit
  const needed = answerTokens === null || answerTokens <= limit ? 0 : roomFor(answerTokens)
  return Math.max(limit, Math.min(room, Math.max(needed, usual)))
}
