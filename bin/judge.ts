/** `sdpo-lab judge`: one answer, judged in the sandbox. */
import { existsSync, readFileSync } from 'node:fs'
import { createThreadJudge } from '../src/verify/node.ts'
import { exitCodes, jsonOption, type Command } from './command.ts'
import { problemOf } from './problem-of.ts'
import { printJson } from './say.ts'

export const judgeCommand: Command = {
  name: 'judge',
  summary: 'judges one answer to a problem',
  synopsis: 'judge PROBLEM ANSWER',
  description: [
    'PROBLEM is the id of a preset (`sdpo-lab problems` lists them) or a file as docs/PROBLEM.md has it. ANSWER is a file with the whole response of a model, or the response itself.',
    'The answer runs in a sandbox in a thread that is ended when it overruns. Prints the verdict with a record a test, always as JSON.',
  ],
  options: { json: jsonOption },
  exits: {
    0: 'The answer was judged, whatever its reward.',
    1: 'The problem cannot be judged.',
    2: 'Called wrongly.',
  },
  examples: [`sdpo-lab judge lists-gaps 'xs.filter(x => x > 2)'`, 'sdpo-lab judge problem.json answer.txt'],
  async run(given) {
    const [problem, answer, ...more] = given.positionals
    if (problem === undefined || answer === undefined || more.length > 0)
      throw given.wrong('A problem and one answer are needed.')
    const judge = createThreadJudge()
    try {
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
