import { Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import { layers } from './eslint-layers.js'

function faults(filename: string, code: string): string[] {
  const linter = new Linter({ configType: 'flat', cwd: '/house' })
  const config: Linter.Config = {
    files: ['**/*.ts'],
    plugins: { house: { rules: { layers } } },
    rules: { 'house/layers': 'error' },
  }
  return linter
    .verify(code, [config], { filename: `/house/${filename}` })
    .map((fault) => fault.message.split(':')[0]!)
}

describe('the layers rule', () => {
  it('lets imports go downward, however far', () => {
    expect(
      faults('src/ui/panel.ts', "import { a } from '../lab/store.ts'; import { b } from '../rng.ts'"),
    ).toEqual([])
    expect(
      faults('src/sdpo/run.ts', "import { a } from '../verify/verdict.ts'; export * from './config.ts'"),
    ).toEqual([])
    expect(faults('src/main.ts', "import { a } from './ui/app.ts'")).toEqual([])
  })

  it('stops imports that go upward, in every form', () => {
    const up = ['src/lm/model.ts', 'lm may not import engine']
    for (const code of [
      "import { a } from '../engine/protocol.ts'",
      "import '../engine/protocol.ts'",
      "export { a } from '../engine/protocol.ts'",
      "export * from '../engine/protocol.ts'",
      "const a = import('../engine/protocol.ts')",
    ]) {
      expect(faults(up[0]!, code)).toEqual([up[1]])
    }
  })

  it('keeps siblings apart, but a judge knows problems and the tests of graphs run them', () => {
    expect(faults('packages/ort-train/src/graph/ops.ts', "import { a } from '../runtime/node.ts'")).toEqual([
      'graph may not import runtime',
    ])
    expect(faults('src/graph/ops.test.ts', "import { a } from '../runtime/node.ts'")).toEqual([])
    expect(faults('src/verify/judge.ts', "import { a } from '../problems/problem.ts'")).toEqual([])
    expect(faults('src/problems/problem.ts', "import { a } from '../verify/verdict.ts'")).toEqual([
      'problems may not import verify',
    ])
  })

  it('says nothing about packages and files outside src', () => {
    expect(faults('src/lm/model.ts', "import { z } from 'zod'; import x from '../../models/x.ts'")).toEqual(
      [],
    )
    expect(faults('experiments/train.ts', "import { a } from '../src/sdpo/config.ts'")).toEqual([])
  })
})
