/**
 * The words around hindsight. 'yaml' and 'dataclass' are the reference's to the letter (lasgroup/SDPO,
 * its `sdpo.yaml` and the defaults of `SelfDistillationConfig`); 'lab' is yaml, but never calls a
 * successful attempt unsuccessful, nor one that passed only a part of its tests a solution (reprompt.ts).
 */
import type { RepromptConfig } from './config.ts'

export interface Templates {
  /** Around everything; `{prompt}`, `{solution}`, `{feedback}`. */
  reprompt: string
  /** `{successful_previous_attempt}`. */
  solution: string
  /** `{feedback_raw}`. */
  feedback: string
  /** `{feedback_raw}`, for an attempt that passed; absent: `feedback`. */
  feedbackOnSuccess?: string
}

const yaml: Templates = {
  reprompt: '{prompt}{solution}{feedback}\n\nCorrectly solve the original question.',
  solution: '\nCorrect solution:\n\n{successful_previous_attempt}',
  feedback: '\nThe following is feedback from your unsuccessful earlier attempt:\n\n{feedback_raw}',
}

export const templateSets: Record<RepromptConfig['templates'], Templates> = {
  yaml,
  dataclass: {
    reprompt: '{prompt}{solution}{feedback}\n\nCorrectly solve the original question.\n',
    solution: '\nCorrect solution:\n\n{successful_previous_attempt}\n\n',
    feedback: '\nThe following is feedback from your unsuccessful earlier attempt:\n\n{feedback_raw}\n\n',
  },
  lab: {
    ...yaml,
    feedbackOnSuccess: '\nThe following is feedback from your earlier attempt:\n\n{feedback_raw}',
  },
}

export type TemplatePart = { literal: string } | { field: string }

/**
 * A template as its parts, with the rules of Python's `str.format`: `{name}` is a field, `{{` and `}}` are braces.
 * Values are put beside the parts and never read again, so braces and `$&` in them stay as they are.
 */
export function templateParts(template: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let literal = ''
  let end = 0
  for (const match of template.matchAll(/\{\{|\}\}|\{(\w+)\}/g)) {
    literal += template.slice(end, match.index)
    end = match.index + match[0].length
    if (match[1] === undefined) {
      literal += match[0][0]
    } else {
      if (literal) parts.push({ literal })
      literal = ''
      parts.push({ field: match[1] })
    }
  }
  literal += template.slice(end)
  if (literal) parts.push({ literal })
  return parts
}

/** A template of one field, filled, and where in the text the value stands. Throws on another field, or on none. */
export function fillOne(
  template: string,
  field: string,
  value: string,
): { text: string; words: [number, number] } {
  const text = fillTemplate(template, { [field]: value })
  const parts = templateParts(template)
  const at = parts.findIndex((part) => 'field' in part)
  if (at < 0) throw new Error(`The template does not name {${field}}: ${JSON.stringify(template)}`)
  const start = parts
    .slice(0, at)
    .reduce((sum, part) => sum + ('literal' in part ? part.literal.length : 0), 0)
  return { text, words: [start, start + value.length] }
}

/** Fills every field in one pass. Throws on a field without a value. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return templateParts(template)
    .map((part) => {
      if ('literal' in part) return part.literal
      const value = values[part.field]
      if (value === undefined)
        throw new Error(
          `The template names {${part.field}}, which is not a field of it: ${JSON.stringify(template)}`,
        )
      return value
    })
    .join('')
}
