/** The lessons in their order: short pages whose words are computed from the run they stand beside, so that they stay true on another. */
import { factsOf, type LessonInput } from './facts.ts'
import { differenceOfOpinion } from './lessons/difference-of-opinion.ts'
import { flatReward } from './lessons/flat-reward.ts'
import { hindsight } from './lessons/hindsight.ts'
import { successAsFeedback } from './lessons/success-as-feedback.ts'
import { teacherIsYou } from './lessons/teacher-is-you.ts'
import { whenItFails } from './lessons/when-it-fails.ts'
import { whyNotAskAgain } from './lessons/why-not-ask-again.ts'
import type { Lesson } from './lesson.ts'
import type { Page } from './page.ts'

/** A lesson is a file in lessons/ and a line here. */
const lessons: readonly Lesson[] = [
  flatReward,
  differenceOfOpinion,
  hindsight,
  teacherIsYou,
  successAsFeedback,
  whyNotAskAgain,
  whenItFails,
]
export const lessonCount = lessons.length
export const lessonTitles: readonly string[] = lessons.map(({ title }) => title)

export function lessonPages(input: LessonInput): Page[] {
  return lessons.map((_, i) => lessonPage(input, i + 1))
}

/** The page of a number from 1: the others are not made, each reads the whole run. */
export function lessonPage(input: LessonInput, number: number): Page {
  const facts = factsOf(input)
  const { body, scenery, ...lesson } = lessons[number - 1]!
  return { ...lesson, ...body(facts), scenery: { mode: 'sdpo', look: 'here', ...scenery?.(facts) } }
}
