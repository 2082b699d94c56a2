/**
 * Judges one answer from the command line: `npm run -s judge -- PROBLEM.json CANDIDATE`, where
 * CANDIDATE is a file with the whole response, or the response itself. Prints `{reward, feedback, timeMs, ...}` as JSON;
 * exits with 0 whatever the reward, with 1 where the problem itself cannot be judged.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createThreadJudge } from '../../src/verify/node.ts'
import { inOneLine } from '../../src/explained-error.ts'
import { ProblemError } from '../../src/verify/problem-error.ts'
import { parseProblem } from '../../src/verify/validate.ts'

async function main(problemPath: string | undefined, candidate: string | undefined): Promise<number> {
  if (problemPath === undefined || candidate === undefined) {
    console.error('Usage: npm run -s judge -- PROBLEM.json CANDIDATE')
    return 1
  }
  const judge = createThreadJudge()
  try {
    if (!existsSync(problemPath))
      throw new ProblemError(
        `There is no file ${problemPath}.`,
        'The first argument is the path of a problem in JSON.',
        'Give the path from the folder that you are in.',
      )
    const { verdict, records } = await judge.judge(
      parseProblem(readFileSync(problemPath, 'utf8')),
      existsSync(candidate) ? readFileSync(candidate, 'utf8') : candidate,
    )
    console.log(JSON.stringify({ ...verdict, records }, null, 2))
    return 0
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    console.error(inOneLine(error.explanation))
    return 1
  } finally {
    judge.dispose()
  }
}

process.exitCode = await main(process.argv[2], process.argv[3])
