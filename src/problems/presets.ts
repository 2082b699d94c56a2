/** The problems that the lab offers. Written by experiments/commands/choose-presets.ts; none was trained on. */
import { z } from 'zod'
import data from './presets.json' with { type: 'json' }
import { problemSchema, type Problem } from './problem.ts'

export const presets: readonly Problem[] = z.array(problemSchema).parse(data)

/** A preset by its id, as a link names it. */
export function presetOf(id: string): Problem | undefined {
  return presets.find((preset) => preset.id === id)
}
