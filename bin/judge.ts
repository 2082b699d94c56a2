/** `sdpo-lab judge`: one answer, judged in the sandbox. */
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Problem } from '../src/problems/problem.ts'
import type { Judge } from '../src/verify/judge.ts'
import { createThreadJudge } from '../src/verify/node.ts'
import { exitCodes, jsonOption, type Command } from './command.ts'
import { problemOf } from './problem-of.ts'
import { print, printJson } from './say.ts'

export const judgeCommand: Command = {
  name: 'judge',
  summary: 'judges one answer to a problem',
  synopsis: 'judge PROBLEM (ANSWER | --lines)',
  takesPresets: true,
  description: [
    'PROBLEM is the id of a preset (`sdpo-lab problems` lists them) or a file as docs/PROBLEM.md has it. ANSWER is a file with the whole response of a model, or the response itself.',
    'The answer runs in a sandbox in a thread that is ended when it overruns. Prints the verdict with a record a test, always as JSON.',
    'With --lines it reads answers from standard input, a JSON object a line, {"response", "truncated", "pick"}, and prints a verdict a line; `pick`, from 0 to 1, chooses the failing test that is told.',
  ],
  options: {
    lines: { about: 'Judge answers from standard input, a line each, until it ends.' },
    json: jsonOption,
  },
  exits: {
    0: 'The answer was judged, whatever its reward.',
    1: 'The problem cannot be judged.',
    2: 'Called wrongly.',
  },
  examples: [`sdpo-lab judge lists-gaps 'xs.filter(x => x > 2)'`, 'sdpo-lab judge problem.json answer.txt'],
  async run(given) {
    const [problem, answer, ...more] = given.positionals
    if (problem === undefined || more.length > 0 || (answer === undefined) !== given.switch('lines'))
      throw given.wrong('A problem and one answer are needed, or a problem and --lines.')
    const judge = createThreadJudge()
    try {
      if (answer === undefined) {
        await judgeLines(judge, await problemOf(problem))
        return exitCodes.done
      }
      const { verdict, records } = await judge.judge(
        await problemOf(problem),
        existsSync(answer) ? readFileSync(answer, 'utf8') : answer,
      )
      printJson({ ...verdict, records })
      return exitCodes.done
    } finally {
      judge.dispose()
    }
  },
}

const lineSchema = z.object({
  response: z.string(),
  truncated: z.boolean().default(false),
  pick: z.number().min(0).lt(1).nullable().default(null),
})

/** Throws where a line is none of its kind: whoever sends it would wait for an answer. */
async function judgeLines({ judge }: Judge, problem: Problem): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const { response, truncated, pick } = lineSchema.parse(JSON.parse(line))
    const { verdict } = await judge(problem, response, {
      truncated,
      ...(pick !== null && { pick: (count) => Math.floor(pick * count) }),
    })
    print(JSON.stringify(verdict))
  }
}
