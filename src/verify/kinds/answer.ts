/** Answers: the response ends in a word, a number or a choice, which a rule of the problem compares. */
import type { AnswerRule } from '../../problems/problem.ts'
import { formOf, tellsForm } from '../../problems/prompt.ts'
import { compareAnswer, extractAnswer, rightAnswer } from '../answer.ts'
import { INCORRECT_FORMAT } from '../feedback.ts'
import { judgedBy } from '../finding.ts'
import type { Judged } from '../judge.ts'
import { ProblemError } from '../problem-error.ts'
import { scriptJob, scriptResult } from '../script.ts'
import type { VerdictStatus } from '../verdict.ts'
import type { JudgeKind, Submission } from './kind.ts'

export const answer: JudgeKind<'answer'> = {
  tests: [],
  check: ({ answer }) => checkRule(answer),
  judge: ({ answer }, submission) => judgeAnswer(answer, submission),
}

function checkRule(answer: AnswerRule): void {
  switch (answer.type) {
    case 'choice': {
      const labels = answer.options.map(({ label }) => label)
      if (new Set(labels).size !== labels.length)
        throw new ProblemError(
          'Two options have the same label.',
          `The labels are ${labels.join(', ')}.`,
          'Give each option a label of its own.',
        )
      if (!labels.includes(answer.right))
        throw new ProblemError(
          'No option is right.',
          `The right one is said to be "${answer.right}", and the labels are ${labels.join(', ')}.`,
          'Set "right" to one of them.',
        )
      return
    }
    case 'regex':
      try {
        new RegExp(answer.pattern, answer.flags)
      } catch (error) {
        throw new ProblemError(
          'The pattern of the answer cannot be read.',
          (error as Error).message,
          'Correct the pattern; it is written as in JavaScript, without the slashes.',
        )
      }
      return
    case 'number':
      if (answer.units && answer.unit === undefined)
        throw new ProblemError(
          'The answer has other units, but none of its own.',
          `The others are ${Object.keys(answer.units).join(', ')}.`,
          'Set "unit" to the unit of "value".',
        )
      return
    case 'exact':
      return
    default:
      return answer satisfies never
  }
}

/** One instruction and not two: the question's own where it has one, else the one that the model was given with it. */
function formToKeep(problem: Submission['problem'], rule: AnswerRule): string {
  const told = formOf(problem)
  const named =
    rule.type === 'choice' ? ` The choices are ${rule.options.map(({ label }) => label).join(', ')}.` : ''
  return tellsForm(problem) && !problem.statement.includes(told)
    ? `No answer was found in the form that the question asks for.${named}`
    : `${told}${named}`
}

async function judgeAnswer(rule: AnswerRule, submission: Submission): Promise<Judged> {
  const answer = extractAnswer(submission.response, rule)
  const expected = rightAnswer(rule)
  if (!answer)
    return judgedBy(submission, {
      status: 'format-error',
      text: `Incorrect Format: ${formToKeep(submission.problem, rule)}`,
      expected,
      actual: INCORRECT_FORMAT,
    })
  const { right, hint, failed, timeMs } =
    rule.type === 'regex'
      ? await matches(submission, rule, answer.text)
      : { ...compareAnswer(answer, rule), failed: undefined, timeMs: 0 }
  const shown =
    rule.type === 'choice'
      ? `${answer.text}. ${rule.options.find(({ label }) => label === answer.text)?.text ?? ''}`.trim()
      : answer.text
  const text = right
    ? ''
    : ['Wrong Answer', '', 'Your answer', shown, ...(hint === undefined ? [] : ['', hint])].join('\n')
  return judgedBy(submission, {
    status: right ? 'passed' : (failed ?? 'wrong-answer'),
    text,
    expected,
    actual: shown,
    timeMs,
    judged: answer,
  })
}

/** A pattern can take for ever: it runs in the sandbox. */
async function matches(
  { problem, execute }: Submission,
  { pattern, flags }: Extract<AnswerRule, { type: 'regex' }>,
  text: string,
): Promise<{ right: boolean; hint?: string; failed?: VerdictStatus; timeMs: number }> {
  const execution = await execute(
    scriptJob(
      problem,
      'matches',
      'function matches(pattern, flags, text) { return new RegExp("^(?:" + pattern + ")$", flags).test(text) }',
      [pattern, flags ?? '', text],
    ),
  )
  const result = scriptResult(execution)
  if ('value' in result) return { right: result.value === true, timeMs: execution.timeMs }
  return {
    right: false,
    hint: `The pattern of this problem could not be matched: ${result.failed}`,
    failed: result.status,
    timeMs: execution.timeMs,
  }
}
