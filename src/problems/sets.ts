/** The presets in the order in which the lab offers them. The bundled model's are there from the start; the others are fetched when someone looks. */
import { z } from 'zod'
import { presets } from './presets.ts'
import { problemSchema, type Problem } from './problem.ts'

export type PresetSetId =
  'lists' | 'records' | 'javascript' | 'python' | 'contest' | 'science' | 'questions' | 'tools'

/** A set, in words: what its problems are, and what is learned by them. */
export interface PresetSet {
  id: PresetSetId
  title: string
  about: string
}

export const presetSets: readonly PresetSet[] = [
  {
    id: 'lists',
    title: 'Lists',
    about:
      'Short JavaScript over lists. The ticket is vague, so every first attempt fails: where one flat reward says nothing.',
  },
  {
    id: 'records',
    title: 'Records',
    about: 'Reports over rows. An error names the field that was meant: feedback that says what to write.',
  },
  {
    id: 'javascript',
    title: 'JavaScript functions',
    about: 'A function, its tests, and one thing that the question leaves open.',
  },
  {
    id: 'python',
    title: 'Python functions',
    about: 'As in the paper\u2019s programming tasks: functions with calls, asserts and hidden tests.',
  },
  {
    id: 'contest',
    title: 'Contest problems',
    about: 'Whole programs that read standard input, judged by samples and hidden tests.',
  },
  {
    id: 'science',
    title: 'Scientific reasoning',
    about: 'Choices and quantities. A verdict alone is little feedback: see what the method does with it.',
  },
  {
    id: 'questions',
    title: 'Questions with hints',
    about:
      'A word that a small stock model does not know or does not say. The feedback names what is left, never the answer alone: what it can learn at test time.',
  },
  {
    id: 'tools',
    title: 'Tool use',
    about: 'Calls against an API whose errors are the feedback, one rule at a time.',
  },
]

/** The set that a problem is shelved in; null for a person's own. */
export function setOf({ family, field, program }: Problem): PresetSetId | null {
  if (family !== undefined) return family
  switch (field) {
    case 'programming':
      return program.kind === 'function' && program.language === 'python' ? 'python' : 'javascript'
    case undefined:
      return null
    default:
      return field
  }
}

let later: Promise<readonly Problem[]> | null = null

/** All presets, in order. */
export function loadPresets(): Promise<readonly Problem[]> {
  later ??= Promise.all([
    import('./sets/programming.ts'),
    import('./sets/contest.ts'),
    import('./sets/science.ts'),
    import('./sets/questions.ts'),
    import('./sets/tools.ts'),
  ]).then(
    ([{ programming }, { contests }, { sciences }, { questions }, { toolUse }]) => [
      ...presets,
      ...z.array(problemSchema).parse([...programming, ...contests, ...sciences, ...questions, ...toolUse]),
    ],
    (error: unknown) => {
      // Fetched again when someone looks again.
      later = null
      throw error
    },
  )
  return later
}
