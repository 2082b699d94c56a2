/** A run of the lab as the trace lines that other programs can write too. */
import type { RunEvent, RunEventOf } from '../sdpo/events.ts'
import { ownFormatName } from './own-format.ts'

/** A line an attempt that was judged, in the order of their verdicts' steps. */
export function traceLinesOf(events: readonly RunEvent[]): string[] {
  const pieces: Record<string, string> = {}
  const sampled = new Map<number, RunEventOf<'attempt-sampled'>>()
  const judged = new Map<number, RunEventOf<'attempt-judged'>>()
  const reprompted = new Map<number, RunEventOf<'attempt-reprompted'>>()
  const scored = new Map<number, RunEventOf<'attempt-scored'>>()
  const advantages = new Map<number, number>()
  let question: string | null = null
  for (const event of events)
    switch (event.type) {
      case 'run-started':
        question = event.question
        break
      case 'vocabulary':
        Object.assign(pieces, event.pieces)
        break
      case 'attempt-sampled':
        sampled.set(event.attempt, event)
        break
      case 'attempt-judged':
        judged.set(event.attempt, event)
        break
      case 'attempt-reprompted':
        reprompted.set(event.attempt, event)
        break
      case 'attempt-scored':
        scored.set(event.attempt, event)
        break
      case 'advantages':
        event.attempts.forEach((attempt, i) => advantages.set(attempt, event.values[i]!))
        break
    }
  const text = (id: number) => pieces[id] ?? `#${id}`
  return [...judged].map(([attempt, { verdict }]) => {
    const said = sampled.get(attempt)
    const read = reprompted.get(attempt)
    const positions = scored.get(attempt)?.positions
    return JSON.stringify({
      format: ownFormatName,
      version: 1,
      step: said?.step,
      attempt,
      prompt: said?.pieces?.map((piece) => piece.text).join('') ?? question,
      ...(read && { teacher_prompt: read.pieces.map((piece) => piece.text).join('') }),
      text: said?.text,
      reward: verdict.reward,
      feedback: verdict.feedback,
      ...(advantages.has(attempt) && { advantage: advantages.get(attempt) }),
      tokens: said?.tokens.map((id, i) => {
        const position = positions?.[i]
        return {
          text: text(id),
          id,
          student: position?.student[0] ?? said.logProbs[i],
          ...(position && {
            teacher: position.teacher[0],
            top: position.ids.slice(1).map((other, k) => ({
              text: text(other),
              id: other,
              student: position.student[k + 1],
              teacher: position.teacher[k + 1],
            })),
          }),
        }
      }),
    })
  })
}
