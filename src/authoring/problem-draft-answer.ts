/** The rule of a final answer as fields that a person fills in, and back. Every field is kept while another kind is chosen. */
import type { AnswerRule } from '../problems/problem.ts'
import { readQuantity } from './paste/quantity.ts'

export type AnswerType = AnswerRule['type']

export interface AnswerDraft {
  type: AnswerType
  /** Exact: every spelling that is right, one a line. */
  accepted: string
  caseSensitive: boolean
  spaces: 'collapse' | 'ignore' | 'exact'
  /** Number: `9.81 m/s^2`, and how far off is right: `1 %`, `0.05`, or nothing. */
  value: string
  tolerance: string
  /** Other units, one a line: `km = 1000`. */
  units: string
  /** Choice: one a line, `A. the mitochondrion`. */
  options: string
  right: string
  pattern: string
  flags: string
}

export const emptyAnswer: AnswerDraft = {
  type: 'exact',
  accepted: '',
  caseSensitive: false,
  spaces: 'collapse',
  value: '',
  tolerance: '',
  units: '',
  options: '',
  right: '',
  pattern: '',
  flags: '',
}

export function answerDraftOf(rule: AnswerRule): AnswerDraft {
  switch (rule.type) {
    case 'exact':
      return {
        ...emptyAnswer,
        type: 'exact',
        accepted: rule.accepted.join('\n'),
        caseSensitive: rule.caseSensitive ?? false,
        spaces: rule.spaces ?? 'collapse',
      }
    case 'number':
      return {
        ...emptyAnswer,
        type: 'number',
        value: `${rule.value}${rule.unit === undefined ? '' : ` ${rule.unit}`}`,
        tolerance: [
          ...(rule.relativeTolerance === undefined
            ? []
            : [`${Number((rule.relativeTolerance * 100).toPrecision(12))} %`]),
          ...(rule.absoluteTolerance === undefined ? [] : [String(rule.absoluteTolerance)]),
        ].join(' or '),
        units: Object.entries(rule.units ?? {})
          .map(([unit, factor]) => `${unit} = ${factor}`)
          .join('\n'),
      }
    case 'choice':
      return {
        ...emptyAnswer,
        type: 'choice',
        options: rule.options.map(({ label, text }) => `${label}. ${text}`).join('\n'),
        right: rule.right,
      }
    case 'regex':
      return { ...emptyAnswer, type: 'regex', pattern: rule.pattern, flags: rule.flags ?? '' }
    default:
      return rule satisfies never
  }
}

/** The rule, or what keeps it from being one. */
export function readAnswer(draft: AnswerDraft): { rule: AnswerRule } | { complaint: string } {
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  switch (draft.type) {
    case 'exact': {
      const accepted = lines(draft.accepted)
      if (accepted.length === 0)
        return { complaint: 'The right answer is missing: write it, and other spellings of it a line each.' }
      return {
        rule: {
          type: 'exact',
          accepted,
          ...(draft.caseSensitive && { caseSensitive: true }),
          ...(draft.spaces !== 'collapse' && { spaces: draft.spaces }),
        },
      }
    }
    case 'number': {
      const quantity = readQuantity(draft.value)
      if (!quantity)
        return {
          complaint:
            draft.value.trim() === ''
              ? 'The right number is missing: write it with its unit, for instance 9.81 m/s^2.'
              : `\u201c${draft.value.slice(0, 40)}\u201d is no number with a unit: write, for instance, 9.81 m/s^2.`,
        }
      const tolerance = toleranceOf(draft.tolerance)
      if (!tolerance)
        return { complaint: 'The tolerance is a share of the value (1 %) or a distance from it (0.05).' }
      const units = lines(draft.units).map((line) =>
        /^(\S.*?)\s*=\s*(\d+(?:\.\d+)?(?:e[-+]?\d+)?)$/i.exec(line),
      )
      if (units.some((found) => !found || Number(found[2]) <= 0))
        return {
          complaint:
            'Other units are written one a line, with what one of them is in the answer\u2019s unit: km = 1000.',
        }
      return {
        rule: {
          type: 'number',
          value: quantity.value,
          ...tolerance,
          ...(quantity.units !== '' && { unit: quantity.units }),
          ...(units.length > 0 && {
            units: Object.fromEntries(units.map((found) => [found![1]!, Number(found![2])])),
          }),
        },
      }
    }
    case 'choice': {
      const options = lines(draft.options).map((line) => /^[([]?([^\s.):\]]{1,8})[.):\]]\s*(.*)$/.exec(line))
      if (options.length < 2 || options.some((found) => !found))
        return { complaint: 'Choices are written one a line, each with its letter: A. the mitochondrion' }
      const labels = options.map((found) => found![1]!)
      const right = draft.right.trim()
      if (!labels.includes(right))
        return {
          complaint:
            right === '' ? 'Which choice is right? Name its letter.' : `No choice has the letter ${right}.`,
        }
      return {
        rule: {
          type: 'choice',
          options: options.map((found) => ({ label: found![1]!, text: found![2]! })),
          right,
        },
      }
    }
    case 'regex':
      if (draft.pattern === '')
        return { complaint: 'The pattern is missing: a regular expression that the whole answer must match.' }
      return {
        rule: { type: 'regex', pattern: draft.pattern, ...(draft.flags !== '' && { flags: draft.flags }) },
      }
    default:
      return draft.type satisfies never
  }
}

/** `1 %`, `0.05`, or both: `1 % or 0.05`. */
function toleranceOf(text: string): { relativeTolerance?: number; absoluteTolerance?: number } | null {
  if (text.trim() === '') return {}
  const parts = text.split(/\bor\b/).map((part) => part.trim().replace(/^(?:\u00b1|\+-)\s*/, ''))
  const read: { relativeTolerance?: number; absoluteTolerance?: number } = {}
  for (const part of parts) {
    const share = /^(\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*%$/i.exec(part)
    const distance = part === '' ? Number.NaN : Number(part)
    if (share) read.relativeTolerance = Number((Number(share[1]) / 100).toPrecision(12))
    else if (Number.isFinite(distance) && distance >= 0) read.absoluteTolerance = distance
    else return null
  }
  return read
}
