import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleProblem } from '../engine/scripted-run.testing.ts'
import type { Json } from '../problems/problem.ts'
import { draftOf, emptyDraft, markUnknown, readDraft, readStatement, readTests, testLine } from './problem-draft.ts'

const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__')).map((value) => JSON.parse(JSON.stringify(value)) as Json)

describe('tests a line each', () => {
  it('are read back as they are written', () => {
    fc.assert(fc.property(fc.array(fc.record({ args: fc.array(json, { maxLength: 3 }), expected: json }), { maxLength: 5 }), (tests) => {
      expect(readTests(tests.map(testLine).join('\n'))).toEqual({ tests, complaints: [] })
    }))
  })

  it.each(['f([1]) -> [2]', 'f([1])→[2]', '([1]) => [2];', 'solve([1]) == [2]', 'f([1]) === [2]', 'f([1]) returns [2]', 'assert f([1]) == [2]'])('understand %s', (line) => {
    expect(readTests(line)).toEqual({ tests: [{ args: [[1]], expected: [2] }], complaints: [] })
  })

  it('keep arrows and brackets inside text', () => {
    expect(readTests('f("a -> (b]") -> "x => y"').tests).toEqual([{ args: ['a -> (b]'], expected: 'x => y' }])
  })

  it('complain of each line by its number and read the others', () => {
    const { tests, complaints } = readTests('f([1]) -> [2]\n\n// a remark\nf([1] -> 2\nnonsense\nf(3)')
    expect(tests).toHaveLength(1)
    expect(complaints.map(({ line }) => line)).toEqual([4, 5, 6])
    expect(complaints[2]!.message).toContain('What it should return is missing.')
  })
})

describe('a draft', () => {
  it('of a problem is that problem again, untouched', () => {
    expect(readDraft(draftOf(sampleProblem), 'new', sampleProblem)).toEqual({ problem: sampleProblem, complaints: [] })
  })

  it('with other tests is a new problem that keeps the kind of feedback', () => {
    const family = { ...sampleProblem, family: 'records' as const, feedbackStyle: 'report' as const, strictFields: { pay: ['salary'] }, solution: 'xs' }
    const { problem } = readDraft({ ...draftOf(family), tests: 'f([{pay: 1}]) -> [1]' }, 'new', family)
    expect(problem).toEqual({ ...sampleProblem, id: 'new', family: 'records', feedbackStyle: 'report', strictFields: { pay: ['salary'] }, tests: [{ args: [[{ pay: 1 }]], expected: [1] }] })
  })

  it('with another statement keeps nothing of the family', () => {
    const { problem } = readDraft({ ...draftOf({ ...sampleProblem, family: 'lists' }), statement: 'sum them' }, 'new', { ...sampleProblem, family: 'lists' })
    expect(problem).toMatchObject({ id: 'new', statement: 'sum them', feedbackStyle: 'leetcode' })
    expect(problem).not.toHaveProperty('family')
  })

  it('tells everything that is wrong at once', () => {
    expect(readDraft(emptyDraft, 'x').complaints.map((c) => [c.field, c.message.split(':')[0]])).toEqual([
      ['statement', 'The statement is empty'],
      ['tests', 'A problem needs at least one test, or no answer could be right or wrong. A test is written f(input) -> output, for instance f([4, 1, 5]) -> [8, 10].'],
    ])
    expect(readDraft({ ...emptyDraft, tests: 'f(' }, 'x').complaints.map((c) => c.field)).toEqual(['statement', 'tests'])
  })

  it('names itself by its first sentence, and its inputs by their number', () => {
    const { problem } = readDraft({ ...emptyDraft, statement: 'Add two numbers. Quickly.', tests: 'f(1, 2) -> 3' }, 'x')
    expect(problem).toMatchObject({ title: 'Add two numbers', program: { kind: 'expression', parameters: ['a', 'b'] } })
  })

  it('refuses tests of different numbers of inputs, and names that cannot be', () => {
    expect(readDraft({ ...emptyDraft, statement: 's', tests: 'f(1) -> 1\nf(1, 2) -> 3' }, 'x').complaints[0]!.message).toBe('Test 2 has 2 inputs and test 1 has 1 input; all must have the same.')
    expect(readDraft({ ...emptyDraft, statement: 's', tests: 'f(1) -> 1', program: { kind: 'function', name: 'new' } }, 'x').complaints[0]).toMatchObject({ field: 'program', message: expect.stringContaining('cannot name a function') })
  })
})

describe('a pasted statement', () => {
  const leetcode = `1. Two Sum

Given an array of integers nums and an integer target, return indices.

Example 1:

Input: nums = [2,7,11,15], target = 9
Output: [0,1]
Explanation: Because nums[0] + nums[1] == 9.

Example 2:

Input: nums = [3,2,4], target = 6
Output: [1,2]

Constraints: only one valid answer exists.`

  it('brings its title, its examples and its names', () => {
    const draft = readStatement(leetcode)!
    expect(draft).toMatchObject({ title: 'Two Sum', statement: 'Given an array of integers nums and an integer target, return indices.', program: { kind: 'expression', parameters: ['nums', 'target'] } })
    expect(readTests(draft.tests).tests).toEqual([{ args: [[2, 7, 11, 15], 9], expected: [0, 1] }, { args: [[3, 2, 4], 6], expected: [1, 2] }])
    expect(readDraft(draft, 'x').complaints).toEqual([])
  })

  it('with a signature asks for that function', () => {
    expect(readStatement(`${leetcode}\n\nvar twoSum = function(nums, target) {`)!.program).toEqual({ kind: 'function', name: 'twoSum' })
  })

  it('without examples is no such thing', () => {
    expect(readStatement('keep the large ones')).toBeNull()
    expect(readStatement('Input: whatever\nOutput: something')).toBeNull()
  })
})

describe('unknown words', () => {
  it('are marked wherever they stand as words', () => {
    const unknown = (text: string) => text.split(/\s+/).filter((word) => word.startsWith('z'))
    expect(markUnknown('zap the zapper and zap', unknown)).toEqual([
      { word: 'zap', places: [[0, 3], [19, 22]] },
      { word: 'zapper', places: [[8, 14]] },
    ])
  })
})
