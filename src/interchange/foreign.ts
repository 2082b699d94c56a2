/** Attempts that another program wrote, in one form. What a format lacks is null: nothing is made up in its place. */

/** A token that a reader might have put in a place, with what each reader gave it, nats; null where it is not among those that were written down. */
export interface ForeignCandidate {
  text: string
  student: number | null
  teacher: number | null
}

export interface ForeignToken {
  text: string
  /** Log-probability by the model that wrote it, nats. */
  student: number | null
  /** By the teacher or reference that read it again, nats. */
  teacher: number | null
  /** What the program's own algorithm credited it with. */
  advantage: number | null
  /** Beside the token itself, as far as they were written down. */
  others: readonly ForeignCandidate[]
}

export interface ForeignAttempt {
  /** As the program counts. */
  step: number | null
  attempt: number | null
  prompt: string | null
  /** What the teacher read before the attempt. */
  teacherPrompt: string | null
  text: string
  tokens: readonly ForeignToken[]
  reward: number | null
  feedback: string | null
  /** One number for the whole attempt. */
  advantage: number | null
}

/** Teacher's less student's log-probability of a token, nats; null where one of them is not known. */
export function gapOf({ student, teacher }: Pick<ForeignToken, 'student' | 'teacher'>): number | null {
  return student === null || teacher === null ? null : teacher - student
}
