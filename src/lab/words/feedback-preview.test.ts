import { describe, expect, it } from 'vitest'
import { emptyDraft, type ProblemDraft } from '../../authoring/problem-draft.ts'
import { readDraft } from '../../authoring/read-draft.ts'
import { previewFeedback } from './feedback-preview.ts'

const preview = (change: Partial<ProblemDraft>) => {
  const { problem } = readDraft(
    { ...emptyDraft, statement: 'Double each.', tests: 'f([1, 2]) -> [2, 4]\nf([3]) -> [6]', ...change },
    'own-1',
  )
  return previewFeedback(problem!)
}

describe('what the self-teacher would read', () => {
  it('is what the judge says of an answer that returns null, as much of it as is chosen', () => {
    expect(preview({})).toMatch(/Wrong Answer[\s\S]*\[3\][\s\S]*null[\s\S]*\[6\]/)
    expect(preview({ feedbackDetail: 'verdict' })).toBe('Wrong Answer\n0 of 2 tests pass.')
    expect(preview({ feedbackDetail: 'nothing' })).toBe('')
    expect(preview({ feedbackDetail: 'all-failures' })).toContain('[2,4]')
  })

  it('tells nothing of a hidden test', () => {
    expect(preview({ tests: 'hidden f([3]) -> [6]' })).not.toContain('[6]')
  })

  it('is not there where only an answer itself can be told about', () => {
    expect(preview({ kind: 'custom', tests: '' })).toBeNull()
  })
})
