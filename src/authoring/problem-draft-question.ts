/** A question whose feedback teaches, as fields that a person fills in, and back. Every field is kept while another rule is chosen. */
import {
  answerForms,
  questionRuleSchema,
  tellsSchema,
  type QuestionField,
  type QuestionRule,
  type Tells,
} from '../problems/question-rule.ts'
import type { ProgramShape } from '../problems/problem.ts'
import type { AnswerDraft } from './problem-draft-answer.ts'

type QuestionShape = Extract<ProgramShape, { kind: 'question' }>
export type QuestionType = QuestionRule['type']

export interface QuestionDraft {
  type: QuestionType
  tells: Tells
  /** Words and forms: right spellings, one a line. */
  right: string
  /** Words and numbers: what it may be, one a line, the right one among them or not. */
  options: string
  /** Words: what kind of thing it is, and how the options are named. */
  thing: string
  sentence: string
  /** Numbers. */
  value: string
  unit: string
  tolerance: string
  form: string
  /** Fields, one a line: `name: text`, `size: number`, `mode: text = fast, slow`. */
  fields: string
}

export const emptyQuestion: QuestionDraft = {
  type: 'words',
  tells: 'left',
  right: '',
  options: '',
  thing: '',
  sentence: '',
  value: '',
  unit: '',
  tolerance: '',
  form: 'snake_case',
  fields: '',
}

export function questionDraftOf({ rule, tells }: QuestionShape): QuestionDraft {
  const draft = { ...emptyQuestion, type: rule.type, tells }
  switch (rule.type) {
    case 'words':
      return {
        ...draft,
        right: rule.right.join('\n'),
        options: rule.options.join('\n'),
        thing: rule.kind ?? '',
        sentence: rule.sentence ?? '',
      }
    case 'number':
      return {
        ...draft,
        value: String(rule.value),
        unit: rule.unit ?? '',
        tolerance: rule.tolerance === undefined ? '' : `${Number((rule.tolerance * 100).toPrecision(12))} %`,
        options: rule.options.join('\n'),
      }
    case 'form':
      return { ...draft, form: rule.form, right: rule.right.join('\n') }
    case 'fields':
      return {
        ...draft,
        fields: rule.fields
          .map(({ name, is, oneOf }) => `${name}: ${is}${oneOf ? ` = ${oneOf.join(', ')}` : ''}`)
          .join('\n'),
      }
    default:
      return rule satisfies never
  }
}

/** The program, or what keeps it from being one. */
export function readQuestion(draft: QuestionDraft): { program: QuestionShape } | { complaint: string } {
  const rule = ruleOf(draft)
  if ('complaint' in rule) return rule
  return {
    program: { kind: 'question', rule: rule.rule, tells: tellsSchema.catch('left').parse(draft.tells) },
  }
}

function ruleOf(draft: QuestionDraft): { rule: QuestionRule } | { complaint: string } {
  const right = lines(draft.right)
  const options = lines(draft.options)
  switch (draft.type) {
    case 'words': {
      if (right.length === 0)
        return { complaint: 'The right answer is missing: write it, and other spellings of it a line each.' }
      const among = options.some((option) => right.some((word) => plain(word) === plain(option)))
      const sentence = draft.sentence.trim()
      if (sentence !== '' && !sentence.includes('{options}'))
        return { complaint: 'Say in the sentence where the options stand: write {options} there.' }
      return {
        rule: {
          type: 'words',
          right,
          // A place of its own for the right one, which says nothing: by the alphabet.
          options: options.length === 0 || among ? options : [...options, right[0]!].sort(),
          ...(draft.thing.trim() !== '' && { kind: draft.thing.trim() }),
          ...(sentence !== '' && { sentence }),
        },
      }
    }
    case 'number': {
      const value = draft.value.trim() === '' ? Number.NaN : Number(draft.value)
      if (!Number.isFinite(value))
        return { complaint: 'The right number is missing: write it in digits, its unit beside it.' }
      const share = /^(\d+(?:\.\d+)?)\s*%?$/.exec(draft.tolerance.trim())
      if (draft.tolerance.trim() !== '' && !share)
        return { complaint: 'How far off it may be is a share of the number: 1 %.' }
      const numbers = options.map(Number)
      if (numbers.some((each) => !Number.isFinite(each)))
        return { complaint: 'What it may be are numbers, one a line.' }
      return {
        rule: {
          type: 'number',
          value,
          ...(share && { tolerance: Number((Number(share[1]) / 100).toPrecision(12)) }),
          ...(draft.unit.trim() !== '' && { unit: draft.unit.trim() }),
          options:
            numbers.length === 0 || numbers.includes(value)
              ? numbers
              : [...numbers, value].sort((a, b) => a - b),
        },
      }
    }
    case 'form': {
      const form = answerForms.find((each) => each === draft.form)
      return form
        ? { rule: { type: 'form', form, right } }
        : { complaint: 'Choose the form that an answer has.' }
    }
    case 'fields': {
      const read = lines(draft.fields).map((line) =>
        /^([^\s:]+)\s*:\s*(text|number|true-false|list|object)(?:\s*=\s*(.+))?$/.exec(line),
      )
      if (read.length === 0 || read.some((found) => !found))
        return {
          complaint:
            'Fields are written one a line, with what each is: text, number, true-false, list or object. room: text = A, B',
        }
      const fields = read.map((found): QuestionField => ({
        name: found![1]!,
        is: found![2] as QuestionField['is'],
        ...(found![3] !== undefined && { oneOf: found![3].split(',').map((each) => each.trim()) }),
      }))
      const parsed = questionRuleSchema.safeParse({ type: 'fields', fields })
      return parsed.success ? { rule: parsed.data } : { complaint: parsed.error.issues[0]!.message }
    }
    default:
      return draft.type satisfies never
  }
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

const plain = (words: string) => words.toLowerCase().replace(/^(?:an?|the) /, '')

/** A question of which nothing is filled in yet, begun from the final answer that was; what is filled in stays. */
export function begunFrom(question: QuestionDraft, answer: AnswerDraft): QuestionDraft {
  if ([question.right, question.options, question.value, question.fields].some((text) => text.trim() !== ''))
    return question
  switch (answer.type) {
    case 'exact':
      return { ...question, type: 'words', right: answer.accepted }
    case 'choice': {
      const options = answer.options.split('\n').flatMap((line) => {
        const [, label, text] = /^\s*\(?(\w+)[.):]\s*(.+?)\s*$/.exec(line) ?? []
        return label === undefined || text === undefined ? [] : [{ label, text }]
      })
      const right = options.find(({ label }) => label === answer.right.trim())?.text ?? ''
      return { ...question, type: 'words', right, options: options.map(({ text }) => text).join('\n') }
    }
    case 'number': {
      const [, value, unit] = /^\s*(\S+)\s*(.*?)\s*$/.exec(answer.value) ?? []
      if (value === undefined || unit === undefined) return question
      return { ...question, type: 'number', value, unit, tolerance: answer.tolerance }
    }
    case 'regex':
      return question
    default:
      return answer.type satisfies never
  }
}
