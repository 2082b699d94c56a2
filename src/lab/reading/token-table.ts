/** The shown attempt as a CSV row a token: both readers, the credit of every rule, and the student after the update. Natural logs. */
import type { Position } from '../../engine/protocol.ts'
import { creditRows, type CompareOptions } from './compare.ts'
import type { AttemptView } from '../run/view.ts'

const head = [
  'update',
  'attempt',
  'position',
  'token_id',
  'token',
  'log_p_sampled',
  'log_p_student',
  'log_p_teacher',
  'divergence',
  'entropy_student',
  'entropy_teacher',
  'log_p_student_after',
  'credit_sdpo_token',
  'credit_sdpo_sequence',
  'credit_grpo',
  'credit_mix',
  'credit_rlsd',
] as const

/** `positions`: the reading that is on the screen. What is not known is an empty cell. */
export function tokenTable(
  attempt: AttemptView,
  positions: readonly Position[] | null,
  options: CompareOptions,
): string {
  const rows = creditRows(attempt, positions, options)
  const of = (kind: string, i: number) => rows.find((row) => row.kind === kind)!.values?.[i]
  const own = positions === attempt.positions
  const lines = attempt.tokens.map((id, i) => {
    const p = positions?.[i]
    return [
      attempt.step,
      attempt.attempt,
      i + 1,
      id,
      quoted(attempt.pieces[i]!),
      attempt.logProbs[i],
      p?.student[0],
      p?.teacher[0],
      p?.divergence,
      p?.studentEntropy,
      p?.teacherEntropy,
      own ? attempt.after?.[i]?.[0] : undefined,
      of('token', i),
      of('sequence', i),
      of('grpo', i),
      of('mix', i),
      of('rlsd', i),
    ]
      .map((cell) => cell ?? '')
      .join(',')
  })
  return [head.join(','), ...lines].join('\n') + '\n'
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
