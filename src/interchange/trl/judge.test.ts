/** The judge of python/trl against ours: the same reward and the same words for the same response. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Problem } from '../../problems/problem.ts'
import { loadPresets } from '../../problems/sets.ts'
import { createLocalJudge } from '../../verify/local.ts'
import { nodePython } from '../../verify/node-python.ts'
import { needsNode } from './readme.ts'

const python = spawnSync('python3', ['-c', 'import resource, sys; sys.exit(sys.version_info < (3, 10))'])
const missing = python.status === 0 ? '' : ' (skipped: there is no python3 of 3.10 or newer here)'

const judge = createLocalJudge(nodePython)
afterAll(() => judge.dispose())

/** All responses to a problem in one process. */
function judged(problem: Problem, responses: readonly string[]): unknown {
  const folder = mkdtempSync(path.join(tmpdir(), 'sdpo-trl-'))
  writeFileSync(path.join(folder, 'problem.json'), JSON.stringify(problem))
  const script = `import json, sys; sys.path.insert(0, 'python/trl'); from judge import Judge
print(json.dumps([list(Judge(sys.argv[1])(each)) for each in json.load(sys.stdin)]))`
  const { stdout, stderr } = spawnSync('python3', ['-c', script, path.join(folder, 'problem.json')], {
    input: JSON.stringify(responses),
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

async function ours({ problem, responses }: { problem: Problem; responses: readonly string[] }) {
  const verdicts = []
  for (const response of responses) {
    const { verdict } = await judge.judge(problem, response)
    verdicts.push([verdict.reward, verdict.feedback])
  }
  return verdicts
}

const presets = (await loadPresets()).filter((problem) => !needsNode(problem))
/** Of each kind of program a few: CPython starts anew for every response. */
const few = presets.filter(({ id }) =>
  ['py-second', 'py-steps', 'contest-coins', 'contest-runs'].includes(id),
)

describe.skipIf(missing !== '')(`The judge in Python${missing}`, () => {
  it.each(few.map((problem) => [problem.id, problem] as const))(
    '%s: a solution, and what is none',
    async (_, problem) => {
      const name = problem.program.kind === 'function' ? problem.program.name : 'main'
      const responses = [
        problem.solution!,
        `Here it is.\n\`\`\`python\n${problem.solution!.replace(/```\w*\n?/g, '')}\n\`\`\`\nIt works.`,
        '',
        'I do not know.',
        `\`\`\`python\ndef ${name}(*xs):\n    return [1, (2, 'a'), {'k': 0.5}, None, True]\nprint('7 8')\n\`\`\``,
        `<think>\`\`\`python\nx = 1\n\`\`\`</think>\`\`\`python\ndef ${name}(*xs):\n    print('here')\n    return xs[9]\n${name}()\n\`\`\``,
        `def ${name}(*xs:\n    return`,
        `def ${name}(*xs):\n    return {1, 2} if xs else ${name}\n`,
      ]
      expect(judged(problem, responses)).toEqual(await ours({ problem, responses }))
    },
  )

  const numbers: Problem = {
    id: 'numbers',
    title: 'Numbers',
    statement: 'Write f.',
    program: { kind: 'function', name: 'f', language: 'python' },
    tests: [
      { args: [1], expected: [0.3, { b: 1, a: 2 }] },
      { args: [2], expected: 'Ab' },
      { args: [[3, 'x']], expected: null, hidden: true },
    ],
    feedbackStyle: 'leetcode',
  }
  it.each([
    ['as it is', {}],
    ['partly', { partialCredit: true }],
    ['all of it', { feedbackDetail: 'all-failures' }],
    ['the verdict', { feedbackDetail: 'verdict' }],
    ['in any case and order', { compare: { case: 'any', order: 'any-nested', tolerance: 0.1 } }],
    ['within half a second', { limits: { timeMs: 500 } }],
  ] as const)('%s', async (_, change) => {
    const problem = { ...numbers, ...change } as Problem
    const f = (body: string) => `\`\`\`python\ndef f(x):\n    ${body}\n\`\`\``
    const responses = [
      f("return {1: [0.1 + 0.2, {'a': 2, 'b': 1}], 2: 'Ab'}.get(x) if x in (1, 2) else None"),
      f("return {1: ({'a': 2.0, 'b': 1}, 0.35), 2: 'aB'}.get(x) if x in (1, 2) else None"),
      f("return 'Ab' if x == 2 else 2 ** 70 if x == 1 else 1e-7"),
      f("return {1: [0.3, {'a': 2, 'b': 1}], 2: 'Ab'}.get(x, 0) if type(x) is int else 0"),
      f('import nowhere'),
      f('print(x)\n    print(x)\n    raise ValueError("no " + str(x))'),
      f('return float("nan")'),
      ...('limits' in change ? [f('while x == 2: pass')] : []),
    ]
    expect(judged(problem, responses)).toEqual(await ours({ problem, responses }))
  })

  it('takes the lab\u2019s own judge for the others, or says that it needs Node', async () => {
    const problem = (await loadPresets()).find(({ id }) => id === 'lists-gaps')!
    const responses = [problem.solution!, 'xs.', 'xs.map(x => x)']
    process.env.SDPO_LAB = `node ${path.resolve('bin/sdpo-lab.mjs')}`
    expect(judged(problem, responses)).toEqual(await ours({ problem, responses }))
    process.env.SDPO_LAB = 'no-such-command'
    expect(() => judged(problem, responses)).toThrow(/^This problem needs Node: .+ sdpo-lab-VERSION\.tgz/)
  }, 60_000)
})
