import { describe, expect, it } from 'vitest'
import type { Problem, ProgramKind } from '../../problems/problem.ts'
import { parseProblem } from '../../verify/validate.ts'
import { draftOf, programOf } from '../draft-program.ts'
import { emptyDraft, type ProblemDraft } from '../problem-draft.ts'
import { readDraft } from '../read-draft.ts'

const problem = (program: object, tests: object[] = []): Problem =>
  parseProblem(JSON.stringify({ id: 'p', title: 'T', statement: 'Say it.', program, tests }))

const call = { args: [1], expected: 2 }
const tool = { name: 'look', description: '', parameters: {} }

/** A problem of each kind, an edit of its draft, and what the edit changes in the program. */
const edits: Partial<Record<ProgramKind, [Problem, (draft: ProblemDraft) => Partial<ProblemDraft>, object]>> =
  {
    expression: [
      problem({ kind: 'expression', parameters: ['xs'] }, [call]),
      () => ({ parameters: ['n'] }),
      { parameters: ['n'] },
    ],
    function: [
      problem({ kind: 'function', name: 'f', objects: true }, [call]),
      () => ({ name: 'g' }),
      { name: 'g', objects: true },
    ],
    stdin: [
      problem({ kind: 'stdin', language: 'javascript' }, [{ stdin: '1', stdout: '2' }]),
      () => ({ language: 'python' }),
      { language: 'python' },
    ],
    answer: [
      problem({ kind: 'answer', answer: { type: 'exact', accepted: ['argon'] } }),
      ({ answer }) => ({ answer: { ...answer, accepted: 'neon' } }),
      { answer: { type: 'exact', accepted: ['neon'] } },
    ],
    question: [
      problem({ kind: 'question', rule: { type: 'words', right: ['argon'], options: ['argon', 'neon'] } }),
      ({ question }) => ({ question: { ...question, right: 'neon' } }),
      { rule: { type: 'words', right: ['neon'] } },
    ],
    'tool-call': [
      problem({ kind: 'tool-call', tools: [tool], api: 'function look() {}\nfunction check() {}' }),
      () => ({ api: 'function look() { return 1 }\nfunction check() {}' }),
      { api: 'function look() { return 1 }\nfunction check() {}' },
    ],
    custom: [
      problem({ kind: 'custom', source: 'function judge() { return true }' }),
      () => ({ judge: 'function judge() { return 0 }' }),
      { source: 'function judge() { return 0 }' },
    ],
  }

describe.each(Object.entries(edits))('a problem of the kind %s', (_, [of, edit, changed]) => {
  const draft = draftOf(of)

  it('is the same when nothing of it was edited', () => {
    expect(readDraft(draft, of.id).problem).toEqual(of)
    expect(programOf({ ...draft, origin: null }, of.tests)).toMatchObject({
      program: { kind: of.program.kind },
    })
  })

  it('has what was edited, and the rest as it was', () => {
    const { problem: read } = readDraft({ ...draft, ...edit(draft) }, of.id)
    expect(read?.program).toMatchObject(changed)
    expect(Object.keys(read!.program)).toEqual(expect.arrayContaining(Object.keys(of.program)))
    expect(read?.tests).toEqual(of.tests)
  })
})

describe('a kind without fields in the form', () => {
  const kind = 'written-as-a-file' as ProgramKind

  it('keeps the program that its file gave it', () => {
    const origin = { program: { kind, expected: 1 } } as unknown as Problem
    expect(programOf({ ...emptyDraft, kind, origin }, [])).toEqual({ program: origin.program })
  })

  it('says that it is written as a file', () => {
    expect(programOf({ ...emptyDraft, kind }, [])).toMatchObject({
      complaint: expect.stringContaining('as a file') as string,
    })
  })
})
