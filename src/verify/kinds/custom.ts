/** Judges that the author of the problem wrote: they give the reward and the feedback. */
import type { Json } from '../../problems/problem.ts'
import { judgedBy } from '../finding.ts'
import type { Judged } from '../judge.ts'
import { scriptJob, scriptResult } from '../script.ts'
import type { JudgeKind, Submission } from './kind.ts'

/** Characters of the judge's words, at most. */
const mostFeedback = 6000

export const custom: JudgeKind<'custom'> = {
  tests: [],
  judge: ({ source }, submission) => judgeBySource(source, submission),
}

async function judgeBySource(source: string, submission: Submission): Promise<Judged> {
  const { problem, response, execute } = submission
  const execution = await execute(scriptJob(problem, 'judge', source, [response]))
  const result = scriptResult(execution)
  const verdict = 'value' in result ? customVerdict(result.value) : null
  const base = { expected: 'reward 1', timeMs: execution.timeMs }
  if (!verdict) {
    const failed = 'failed' in result ? result.failed : 'judge(response) returned no {reward, feedback}.'
    return judgedBy(submission, {
      ...base,
      status: 'failed' in result && result.status !== 'format-error' ? result.status : 'runtime-error',
      text: `The judge of this problem failed: ${failed}`,
      actual: failed,
    })
  }
  const { reward, feedback } = verdict
  return judgedBy(submission, {
    ...base,
    status: reward >= 1 ? 'passed' : 'wrong-answer',
    reward,
    text: feedback === '' ? 'Wrong Answer' : feedback,
    actual: `reward ${reward}`,
  })
}

/** `{reward, feedback}`, `true`, or a number, as judges are written; null for anything else. */
function customVerdict(value: Json): { reward: number; feedback: string } | null {
  const { reward, feedback } =
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? value
      : { reward: value, feedback: '' }
  const number = typeof reward === 'boolean' ? Number(reward) : reward
  if (typeof number !== 'number' || Number.isNaN(number)) return null
  return {
    reward: Math.min(1, Math.max(0, number)),
    feedback: typeof feedback === 'string' ? feedback.trim().slice(0, mostFeedback) : '',
  }
}
