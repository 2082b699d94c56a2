/** Rows that name the right choice and the wrong ones apart: TruthfulQA, SciQ, OpenTriviaDB; BIG-bench scores each. */
import { z } from 'zod'
import { choiceRow, letterOf, rowKind, type RowReading } from './row.ts'

/** Choices in the order of their letters, so that the right one has no place of its own. */
function sorted(question: string, right: string, wrong: readonly string[]): RowReading | null {
  const texts = [...new Set([right, ...wrong].map((text) => text.trim()))]
    .filter((text) => text !== '')
    .sort()
  return texts.length < 2 ? null : choiceRow(question, texts, letterOf(texts.indexOf(right.trim())))
}

export const truthfulQa = rowKind(
  'TruthfulQA',
  z.object({
    question: z.string(),
    mc1_targets: z.object({ choices: z.array(z.string()).min(2).max(26), labels: z.array(z.number()) }),
  }),
  ({ question, mc1_targets: { choices, labels } }) => {
    const at = labels.indexOf(1)
    return choiceRow(question, choices, at >= 0 && at < choices.length ? letterOf(at) : null)
  },
)

export const sciQ = rowKind(
  'SciQ',
  z.object({
    question: z.string(),
    correct_answer: z.string(),
    distractor1: z.string(),
    distractor2: z.string(),
    distractor3: z.string(),
  }),
  (row) => sorted(row.question, row.correct_answer, [row.distractor1, row.distractor2, row.distractor3]),
)

export const apart = rowKind(
  'a quiz',
  z.union([
    z.object({
      question: z.string(),
      correct_answer: z.string(),
      incorrect_answers: z.array(z.string()).min(1),
    }),
    z
      .object({
        question: z.object({ text: z.string() }),
        correctAnswer: z.string(),
        incorrectAnswers: z.array(z.string()).min(1),
      })
      .transform(({ question, correctAnswer, incorrectAnswers }) => ({
        question: question.text,
        correct_answer: correctAnswer,
        incorrect_answers: incorrectAnswers,
      })),
  ]),
  ({ question, correct_answer, incorrect_answers }) => sorted(question, correct_answer, incorrect_answers),
)

export const bigBench = rowKind(
  'BIG-bench',
  z.object({ input: z.string(), target_scores: z.record(z.string(), z.number()) }),
  ({ input, target_scores }) => {
    const texts = Object.keys(target_scores)
    const best = texts.filter((text) => target_scores[text]! > 0)
    return texts.length < 2
      ? null
      : choiceRow(input, texts, best.length === 1 ? letterOf(texts.indexOf(best[0]!)) : null)
  },
)
