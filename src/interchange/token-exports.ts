/**
 * Token exports of a prime-rl trainer (`token_exports/step_N/rank_R.jsonl`, schema_version 1): a sequence a line, a column a
 * list, in which the tokens that were learned from are those under the mask. Teachers are there where SDPO ran: the
 * likeliest tokens of either reader at every weighted token.
 */
import type { ForeignAttempt, ForeignCandidate, ForeignToken } from './foreign.ts'
import { candidatesOf, field, listOf, numberOf } from './values.ts'
import type { PieceOf } from './verifiers.ts'

const knownVersion = 1

export function isTokenExport(value: unknown): boolean {
  return (
    field(value, 'schema_version') === knownVersion &&
    ['token_ids', 'loss_mask', 'inference_logprobs'].every((name) => Array.isArray(field(value, name)))
  )
}

export function readTokenExport(value: unknown, pieceOf: PieceOf): ForeignAttempt[] {
  const column = (name: string) => listOf(field(value, name))
  const mask = column('loss_mask')
  const first = mask.indexOf(true)
  if (first < 0) return []
  const ids = column('token_ids').map((id) => numberOf(id) ?? -1)
  const piece = (id: number) => pieceOf?.(id) ?? `#${id}`
  const rows = {
    student: column('inference_logprobs'),
    advantage: column('advantages'),
    teacherIds: column('sdpo_topk_token_ids'),
    teacherLogProbs: column('sdpo_topk_logprobs'),
    studentIds: column('sdpo_student_topk_token_ids'),
    studentLogProbs: column('sdpo_student_topk_logprobs'),
  }
  const tokens = ids.flatMap((id, i): ForeignToken[] => {
    if (mask[i] !== true) return []
    const teacher = ranked(rows.teacherIds[i], rows.teacherLogProbs[i])
    const student = ranked(rows.studentIds[i], rows.studentLogProbs[i])
    const others = [...new Set([...teacher.keys(), ...student.keys()])].filter((other) => other !== id)
    return [
      {
        text: piece(id),
        student: numberOf(rows.student[i]),
        teacher: teacher.get(id) ?? null,
        advantage: numberOf(rows.advantage[i]),
        others: others.map((other): ForeignCandidate => ({
          text: piece(other),
          student: student.get(other) ?? null,
          teacher: teacher.get(other) ?? null,
        })),
      },
    ]
  })
  return [
    {
      step: numberOf(field(value, 'export_step')) ?? numberOf(field(value, 'step')),
      attempt: null,
      prompt: pieceOf ? ids.slice(0, first).map(piece).join('') : null,
      teacherPrompt: null,
      text: tokens.map(({ text }) => text).join(''),
      tokens,
      reward:
        column('rewards').flatMap((reward, i) => (mask[i] === true ? (numberOf(reward) ?? []) : []))[0] ??
        null,
      feedback: null,
      advantage: null,
    },
  ]
}

/** Log-probabilities by id of one position's lists; empty where it has none. */
function ranked(ids: unknown, logProbs: unknown): Map<number, number> {
  const values = candidatesOf(logProbs)
  return new Map(
    candidatesOf(ids).flatMap((id, k) => {
      const [known, logProb] = [numberOf(id), numberOf(values[k])]
      return known === null || logProb === null ? [] : [[known, logProb] as const]
    }),
  )
}
