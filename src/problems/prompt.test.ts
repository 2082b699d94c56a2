import { describe, expect, it } from 'vitest'
import { formOf, questionOf, tellsForm } from './prompt.ts'
import { loadPresets } from './sets.ts'
import type { Problem, ProgramShape } from './problem.ts'

const all = await loadPresets()
const asked = (program: ProgramShape, statement = 'What is it?'): Problem => ({
  id: 'p',
  title: '',
  statement,
  program,
  tests: [],
  feedbackStyle: 'leetcode',
})
const few = { readsAll: false }
const language = { readsAll: true }

const choice: ProgramShape = {
  kind: 'answer',
  answer: {
    type: 'choice',
    right: 'A',
    options: [
      { label: 'A', text: 'one' },
      { label: 'B', text: 'two' },
    ],
  },
}

describe('what a model is asked', () => {
  it('is the bare statement, to the letter, for a model of few words', () => {
    for (const problem of all) expect(questionOf(problem, few)).toBe(problem.statement)
  })

  it('says the form once to a language model', () => {
    for (const problem of all.filter(({ family }) => !family)) {
      const question = questionOf(problem, language)
      expect(question.startsWith(problem.statement), problem.id).toBe(true)
      expect(tellsForm({ ...problem, statement: question }), problem.id).toBe(true)
      if (tellsForm(problem)) expect(question, problem.id).toBe(problem.statement)
    }
  })

  it.each<[ProgramShape, string]>([
    [{ kind: 'function', name: 'f' }, 'Answer with the code only.'],
    [{ kind: 'stdin', language: 'python' }, 'Answer with the code only.'],
    [
      { kind: 'expression', parameters: ['temps', 'd'] },
      'Answer with one JavaScript expression over temps, d, and nothing else.',
    ],
    [choice, 'Answer with the letter alone.'],
    [
      { kind: 'answer', answer: { type: 'number', value: 9, unit: 'm' } },
      'Answer with the number alone, in m.',
    ],
    [
      { kind: 'answer', answer: { type: 'exact', accepted: ['x'] } },
      'Answer with the answer alone, in a few words.',
    ],
  ])('%j: names what is expected', (program, form) => {
    expect(questionOf(asked(program), language)).toBe(`What is it?\n\n${form}`)
    expect(questionOf(asked(program, `What is it?\n\n${form}`), language)).toBe(`What is it?\n\n${form}`)
  })

  it('keeps the examples that were pasted, as tests that nobody hid', () => {
    const own = (program: ProgramShape, tests: Problem['tests'], statement?: string) =>
      questionOf({ ...asked(program, statement), tests }, language)
    const tests: Problem['tests'] = [
      { args: [[10, null], true], expected: 2 },
      { args: [[], false], expected: 0, hidden: true },
    ]
    expect(own({ kind: 'function', name: 'warm', language: 'python' }, tests)).toBe(
      'What is it?\n\nExample:\nwarm([10, None], True) -> 2\n\nAnswer with the code only.',
    )
    expect(own({ kind: 'function', name: 'warm' }, tests)).toContain('warm([10, null], true) -> 2')
    expect(own({ kind: 'stdin', language: 'python' }, [{ stdin: '1 2\n', stdout: '3\n' }])).toContain(
      'Example:\nInput:\n1 2\nOutput:\n3',
    )
    // Not twice, not of the lab's own, and not to the bundled model.
    expect(own({ kind: 'function', name: 'warm' }, tests, 'Warm.\nExample: 1')).not.toContain('->')
    expect(
      questionOf({ ...asked({ kind: 'function', name: 'f' }), tests, suits: 'small-llm' }, language),
    ).not.toContain('->')
    expect(questionOf({ ...asked({ kind: 'function', name: 'f' }), tests }, few)).toBe('What is it?')
  })

  it('leaves the words of a judge of the author\u2019s own alone', () => {
    const own = asked({ kind: 'custom', source: 'function judge() {}' })
    expect(questionOf(own, language)).toBe(own.statement)
    expect(formOf(own)).toBe('')
  })

  it.each([
    'Write a function f. Write only the code.',
    'Which one? Answer with the letter alone.',
    'Reply with just the number.',
    'Respond with nothing else than a word.',
  ])('%s: is heard as telling the form', (statement) => {
    expect(tellsForm(asked({ kind: 'function', name: 'f' }, statement))).toBe(true)
  })

  it.each([
    'What is the answer to everything?',
    'Only the brave answer.',
    'Code a function that returns the letter.',
  ])('%s: is not', (statement) => {
    expect(tellsForm(asked({ kind: 'function', name: 'f' }, statement))).toBe(false)
  })
})
