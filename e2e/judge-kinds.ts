/** A problem of every way of judging, as JSON to paste: each kind of program in each of its languages, each rule of answers and of questions, and judges that take long. */
import { answerRuleSchema, languageSchema, programKinds } from '../src/problems/program-shape.ts'
import { questionRuleSchema } from '../src/problems/question-rule.ts'

interface Judged {
  /** The way of judging, as `ways` names it. */
  way: string
  problem: Record<string, unknown>
  /** Judging goes on for longer than a person waits, so it is there that the run is paused. */
  long?: true
}

const problem = (way: string, program: object, rest: object = {}) => ({
  way,
  problem: { id: way, title: way, statement: `Asked for ${way}.`, program, ...rest },
})

const python = 'def twice(xs):\n    return xs + xs'
const book =
  "function book({ room }) {\n  if (room !== 'A') throw new Error('room ' + room + ' is taken')\n  return room\n}\nfunction check() { return true }"
const busy = (ms: string) =>
  `function judge(response) {\n  const begun = Date.now()\n  while (Date.now() - begun < ${ms});\n  return { reward: 0, feedback: 'no' }\n}`

export const judged: readonly Judged[] = [
  problem(
    'expression',
    { kind: 'expression', parameters: ['xs'] },
    { tests: [{ args: [[1, 5]], expected: [5, 1, 9] }] },
  ),
  problem(
    'function javascript',
    { kind: 'function', name: 'twice' },
    { tests: [{ args: [1], expected: 2 }] },
  ),
  problem(
    'function python',
    { kind: 'function', name: 'twice', language: 'python' },
    { tests: [{ args: [[1]], expected: [1, 1] }], solution: python },
  ),
  problem(
    'stdin javascript',
    { kind: 'stdin', language: 'javascript' },
    { tests: [{ stdin: '1', stdout: '2' }] },
  ),
  problem(
    'stdin python',
    { kind: 'stdin', language: 'python' },
    { tests: [{ stdin: '1', stdout: '2' }], solution: 'print(int(input()) * 2)' },
  ),
  problem('answer exact', { kind: 'answer', answer: { type: 'exact', accepted: ['Astana'] } }),
  problem('answer number', { kind: 'answer', answer: { type: 'number', value: 12, unit: 'm/s' } }),
  problem('answer choice', {
    kind: 'answer',
    answer: { type: 'choice', right: 'B', options: ['A', 'B'].map((label) => ({ label, text: label })) },
  }),
  problem('answer regex', { kind: 'answer', answer: { type: 'regex', pattern: '[a-z]+-[0-9]' } }),
  problem('question words', {
    kind: 'question',
    rule: { type: 'words', right: ['Frankfort'], options: ['Frankfort', 'Memphis'] },
  }),
  problem('question number', { kind: 'question', rule: { type: 'number', value: 1989 } }),
  problem('question form', { kind: 'question', rule: { type: 'form', form: 'iso-date' } }),
  problem('question fields', {
    kind: 'question',
    rule: { type: 'fields', fields: [{ name: 'room', is: 'number' }] },
  }),
  problem('tool-call', {
    kind: 'tool-call',
    tools: [
      {
        name: 'book',
        description: 'Books a room.',
        parameters: { properties: { room: { type: 'string' } } },
      },
    ],
    api: book,
  }),
  problem('custom', { kind: 'custom', source: "function judge() { return { reward: 0, feedback: 'no' } }" }),
  { ...problem('custom, at its leisure', { kind: 'custom', source: busy('500') }), long: true },
  { ...problem('custom, without end', { kind: 'custom', source: busy('1e9') }), long: true },
]

/** Every way of judging that the format of a problem has. */
export const ways: readonly string[] = programKinds.flatMap((kind) => {
  switch (kind) {
    case 'function':
    case 'stdin':
      return languageSchema.options.map((language) => `${kind} ${language}`)
    case 'answer':
      return answerRuleSchema.options.map(({ shape }) => `${kind} ${shape.type.value}`)
    case 'question':
      return questionRuleSchema.options.map(({ shape }) => `${kind} ${shape.type.value}`)
    default:
      return [kind]
  }
})
