/** Whole programs: what the response prints is compared, for what it reads. */
import { extractProgram } from '../extract.ts'
import { judgeProgram } from '../judge-program.ts'
import type { JudgeKind } from './kind.ts'

export const stdin: JudgeKind<'stdin'> = {
  tests: ['stdin'],
  judge: ({ language }, submission) =>
    judgeProgram(submission, extractProgram(submission.response, language), {
      language,
      shape: { kind: 'stdin' },
    }),
}
