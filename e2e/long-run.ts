/** A run file as long as one that played through the night, from a short one. */

interface Numbered {
  type: string
  step?: number
  attempt?: number
  attempts?: number[]
  solutionFrom?: number
}

/** The steps of a run file over and over, each with numbers of its own, until there are so many. */
export function longer(text: string, steps: number): string {
  const file = JSON.parse(text) as { events: Numbered[] }
  const first = file.events.findIndex(({ type }) => type === 'step-started')
  const head = file.events.slice(0, first)
  const parts: Numbered[][] = []
  for (const event of file.events.slice(first)) {
    if (event.type === 'run-finished') continue
    if (event.type === 'step-started') parts.push([])
    parts.at(-1)!.push(event)
  }
  const out = [...head]
  let attempts = 0
  for (let step = 1; step <= steps; step++) {
    const part = parts[(step - 1) % parts.length]!
    const own = part[0]!.attempts!
    const numbered = (attempt: number) => attempts + 1 + own.indexOf(attempt)
    for (const event of part)
      out.push({
        ...event,
        ...(event.step !== undefined && { step }),
        ...(event.attempt !== undefined && { attempt: numbered(event.attempt) }),
        ...(event.attempts && { attempts: event.attempts.map(numbered) }),
        ...(event.solutionFrom !== undefined && { solutionFrom: numbered(event.solutionFrom) }),
      })
    attempts += own.length
  }
  return `{"format":"sdpo-lab-run","version":1,"events":[\n${out.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`
}
