/** One learner trained on a set of questions: each step asks some of them, several attempts each, and learns from all at once (paper, section 4). */
import { teaches } from '../../src/sdpo/loss-terms.ts'
import { grpoAdvantages } from '../../src/sdpo/advantages.ts'
import { arms, lossTermsOf } from '../../src/sdpo/arms.ts'
import type { Arm, RunConfig } from '../../src/sdpo/config.ts'
import { failingTestPick } from '../../src/sdpo/judge.ts'
import type { LearnerConfig, UpdateRow } from '../../src/sdpo/learner.ts'
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import { buildReprompts, piecesText, repromptOptions } from '../../src/sdpo/reprompt.ts'
import type { Sample, Theta } from '../../src/lm/model.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { Rng } from '../../src/rng.ts'
import type { Headless } from './headless.ts'

/** Attempts at one question that read one prompt. */
export interface Answers {
  prompt: readonly number[]
  attempts: readonly {
    tokens: readonly number[]
    logProbs: readonly number[]
    text: string
    passed: boolean
    feedback: string
  }[]
}

export interface Asking {
  problems: readonly Problem[]
  /** What is read instead of the question, a problem. */
  prompts?: readonly (readonly number[])[]
  theta: Theta
  /** Attempts a question. */
  count: number
  config: RunConfig
  /** Whatever is asked under another name is drawn anew. */
  name: string
}

export async function ask(
  { model, judge }: Headless,
  { problems, prompts, theta, count, config, name }: Asking,
): Promise<Answers[]> {
  const { maxNewTokens, temperature, topP, seed } = config
  const read = prompts ?? problems.map(({ statement }) => questionTokens(model, statement))
  const samples: Sample[][] = []
  for (let from = 0; from < read.length; from += promptsAtOnce) {
    samples.push(
      ...(await model.sampleMany(
        read.slice(from, from + promptsAtOnce).map((prompt, i) => ({
          prompt,
          theta,
          rngs: Array.from({ length: count }, (_, k) => Rng.of(seed, name, problems[from + i]!.id, k)),
          maxNewTokens,
          temperature,
          topP,
        })),
      )),
    )
  }
  const answers: Answers[] = []
  for (const [i, problem] of problems.entries()) {
    const attempts: Answers['attempts'][number][] = []
    for (const [k, { tokens, logProbs, finish }] of samples[i]!.entries()) {
      const text = model.tokenizer.decode(tokens)
      const { verdict } = await judge(problem, text, {
        ...failingTestPick(config, k + 1),
        truncated: finish === 'length',
      })
      attempts.push({ tokens, logProbs, text, passed: verdict.reward >= 1, feedback: verdict.feedback })
    }
    answers.push({ prompt: read[i]!, attempts })
  }
  return answers
}

/** Prompts decoded in one graph. */
const promptsAtOnce = 16

const questionTokens = ({ tokenizer }: Headless['model'], text: string): number[] =>
  tokenizer.encodeChat([{ role: 'user', content: text }])

/** What the teacher reads of every attempt, and whether it learns from it; attempts at one problem are a group. */
export function repromptsOf(
  { model }: Headless,
  problems: readonly Problem[],
  answers: readonly Answers[],
  config: RunConfig,
): { prompt: readonly number[]; mask: 0 | 1 }[] {
  const samples = answers.flatMap(({ attempts }, i) =>
    attempts.map(({ text, passed, feedback }) => ({
      group: problems[i]!.id,
      prompt: problems[i]!.statement,
      response: text,
      score: passed ? 1 : 0,
      feedback,
    })),
  )
  const { reprompt } = config
  const { reprompts } = buildReprompts(samples, {
    ...repromptOptions(reprompt, (text) => questionTokens(model, text).length <= reprompt.maxTokens),
    failuresOnly: lossTermsOf(config).kind === 'routed',
  })
  return reprompts.map(({ pieces, mask }, i) => ({
    mask,
    prompt: questionTokens(model, mask === 1 ? piecesText(pieces) : samples[i]!.prompt),
  }))
}

/** Asks `problems` and learns from the answers; false where they teach nothing. Throws for an arm that does not train. */
export async function trainOn(
  lab: Headless,
  learner: LlamaLearner,
  asking: Omit<Asking, 'theta'>,
  arm: Arm,
): Promise<boolean> {
  const { problems, config } = asking
  const plan = arms[arm]
  if (!plan.trains) throw new Error(`The arm ${arm} does not train.`)
  const terms = plan.terms(config)
  const answers = await ask(lab, { ...asking, theta: learner.student })
  const reprompts = repromptsOf(lab, problems, answers, { ...config, arm })
  const all = answers.flatMap(({ prompt, attempts }, i) =>
    attempts.map((attempt) => ({ ...attempt, prompt, group: problems[i]!.id })),
  )
  const advantages = grpoAdvantages(
    all.map(({ passed }) => (passed ? 1 : 0)),
    all.map(({ group }) => group),
  )
  const rows = all.map(({ prompt, tokens, logProbs }, i): UpdateRow => ({
    prompt,
    teacherPrompt: reprompts[i]!.prompt,
    response: tokens,
    oldLogProbs: logProbs,
    mask: reprompts[i]!.mask,
    advantage: advantages[i]!,
  }))
  const { loss, optimiser, teacher, temperature } = config
  const settings: LearnerConfig = { loss, optimiser, teacher, temperature, terms }
  const worth = teaches(rows, terms)
  if (worth) await learner.update(rows, settings)
  return worth
}
