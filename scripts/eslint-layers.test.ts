import { Linter } from 'eslint'
import { parser } from 'typescript-eslint'
import { describe, expect, it } from 'vitest'
import { layers } from './eslint-layers.js'

function faults(filename: string, code: string): string[] {
  const linter = new Linter({ configType: 'flat', cwd: '/house' })
  const config: Linter.Config = {
    files: ['**/*.{ts,tsx,mjs}'],
    plugins: { house: { rules: { layers } } },
    languageOptions: { parser: parser as Linter.Parser },
    rules: { 'house/layers': 'error' },
  }
  return linter
    .verify(code, [config], { filename: `/house/${filename}` })
    .map((fault) => fault.message.split(':')[0]!)
}

describe('the layers rule', () => {
  it('lets imports go downward, however far', () => {
    for (const [file, target] of [
      ['src/ui/panel.ts', '../lab/state/store.ts'],
      ['src/ui/panel.ts', '../rng.ts'],
      ['src/sdpo/run.ts', '../verify/verdict.ts'],
      ['src/main.ts', './ui/app.ts'],
      ['src/lm/layer.ts', 'ort-train/ops'],
      ['src/lab/words/status.ts', '../run/view.ts'],
      ['packages/ort-train/src/runtime/cache.ts', '../graph/graph.ts'],
      ['experiments/commands/record.ts', '../measures/speed.ts'],
      ['experiments/lib/model.ts', '../../src/lm/model.ts'],
      ['e2e/lab.spec.ts', '../scripts/browser.mjs'],
      ['e2e/lab.spec.ts', '../playwright.config.ts'],
      ['vite.config.ts', './scripts/headers.ts'],
    ])
      expect(faults(file!, `import { a } from '${target}'`), `${file} imports ${target}`).toEqual([])
  })

  it('stops imports that go upward, in every form', () => {
    for (const code of [
      "import { a } from '../engine/protocol.ts'",
      "import type { A } from '../engine/protocol.ts'",
      "import '../engine/protocol.ts'",
      "export { a } from '../engine/protocol.ts'",
      "export * from '../engine/protocol.ts'",
      "const a = import('../engine/protocol.ts')",
      "type A = import('../engine/protocol.ts').A",
    ])
      expect(faults('src/lm/model.ts', code), code).toEqual(['src/lm may not import src/engine'])
  })

  it('stops them in every part of the house', () => {
    for (const [file, target, fault] of [
      ['src/lab/text/format.ts', '../words/words.ts', 'src/lab/text may not import src/lab/words'],
      ['src/lab/lab.ts', '../ui/lab.tsx', 'src/lab may not import src/ui'],
      ['src/ui/maths/formulas.test.ts', '../../../scripts/vite-tex.ts', 'src/ui may not import scripts'],
      [
        'src/problems/family.ts',
        '../../experiments/lib/kept.ts',
        'src/problems may not import experiments/lib',
      ],
      ['src/main.tsx', '../e2e/views.ts', 'src may not import e2e'],
      [
        'packages/ort-train/src/graph/ops.ts',
        '../../../../src/rng.ts',
        'packages/ort-train/src/graph may not import src/rng.ts',
      ],
      [
        'experiments/measures/speed.ts',
        '../commands/record.ts',
        'experiments/measures may not import experiments/commands',
      ],
      [
        'experiments/lib/model.ts',
        '../measures/report.ts',
        'experiments/lib may not import experiments/measures',
      ],
      ['experiments/commands/write.ts', '../../src/ui/lab.tsx', 'experiments/commands may not import src/ui'],
      ['scripts/in-browser.ts', '../e2e/lab-page.ts', 'scripts may not import e2e'],
      ['scripts/test.mjs', '../playwright.config.ts', 'scripts may not import .'],
      ['e2e/views.ts', '../experiments/lib/kept.ts', 'e2e may not import experiments/lib'],
    ])
      expect(faults(file!, `import { a } from '${target}'`)).toEqual([fault])
  })

  it('keeps neighbours apart, but a judge knows problems and the tests of graphs run them', () => {
    const graph = 'packages/ort-train/src/graph'
    expect(faults(`${graph}/ops.ts`, "import { a } from '../runtime/node.ts'")).toEqual([
      `${graph} may not import packages/ort-train/src/runtime`,
    ])
    expect(faults(`${graph}/ops.test.ts`, "import { a } from '../runtime/node.ts'")).toEqual([])
    expect(faults('src/verify/judge.ts', "import { a } from '../problems/problem.ts'")).toEqual([])
    expect(faults('src/problems/problem.ts', "import { a } from '../verify/verdict.ts'")).toEqual([
      'src/problems may not import src/verify',
    ])
    expect(faults('src/verify/judge.ts', "import { a } from '../lm/model.ts'")).toEqual([
      'src/verify may not import src/lm',
    ])
  })

  it('lets a package be imported by its name alone, and onnxruntime by ort-train alone', () => {
    expect(
      faults('src/lm/model.ts', "import { a } from '../../packages/ort-train/src/graph/ops.ts'"),
    ).toEqual(['src/lm may not import packages/ort-train by its path'])
    expect(faults('src/rng.ts', "import { a } from 'ort-train'")).toEqual([
      'src/rng.ts may not import packages/ort-train',
    ])
    const ort = "import * as ort from 'onnxruntime-web/wasm'"
    expect(faults('src/engine/worker.ts', ort)).toEqual(['src/engine may not import onnxruntime-web/wasm'])
    expect(faults('packages/ort-train/src/runtime/wasm.ts', ort)).toEqual([])
  })

  it('says nothing about other packages and files that are no code', () => {
    expect(faults('src/lm/model.ts', "import { z } from 'zod'; import x from '../../models/x.json'")).toEqual(
      [],
    )
  })
})
